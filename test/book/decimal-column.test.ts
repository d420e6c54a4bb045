import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {DecimalColumn} from '../../source/book/decimal-column.js';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';

const toTexts = (column: DecimalColumn) =>
	Array.from({length: column.length}, (_, index) => formatDecimal(column.get(index)));

const createColumn = (...texts: string[]) => {
	const column = new DecimalColumn();
	for (const text of texts) column.insert(column.length, parseDecimal(text));
	return column;
};

/** More digits than a double holds once they share a scale with `0.1`. */
const wide = '92233720368.54775807';

test('keeps values through changes of scale', () => {
	const texts = ['1', '0.5', '0.00000000009493', '33581495.08', '0.1642'];
	assert.deepEqual(toTexts(createColumn(...texts)), texts);
});

test('keeps values that no double holds', () => {
	const texts = ['0.1', wide, '9007199254740993', '0.0000000001', '2'];
	assert.deepEqual(toTexts(createColumn(...texts)), texts);
});

test('widens when a new scale no longer fits', () => {
	const column = createColumn('9007199254740991', '7', '8');
	column.set(1, parseDecimal('0.5'));
	assert.deepEqual(toTexts(column), ['9007199254740991', '0.5', '8']);
	column.insert(0, parseDecimal('3'));
	column.remove(1);
	assert.deepEqual(toTexts(column), ['3', '0.5', '8']);
});

test('compares by units at one scale', () => {
	const column = createColumn('0.16', '0.1642');
	assert.equal(column.admit(parseDecimal('0.16')), column.unitsAt(0));
	assert.ok(column.unitsAt(0) < column.unitsAt(1));
	const units = column.admit(parseDecimal(wide));
	assert.equal(typeof units, 'bigint');
	assert.equal(column.admit(parseDecimal('0.16')), column.unitsAt(0));
	assert.ok(column.unitsAt(1) < units);
});

test('starts afresh when cleared', () => {
	const column = createColumn('0.1', wide);
	column.clear();
	assert.equal(column.length, 0);
	assert.equal(column.admit(parseDecimal('5')), 5);
	column.insert(0, parseDecimal('5'));
	assert.deepEqual(toTexts(column), ['5']);
});

for (const texts of [
	['1', '2', '3'],
	['0.1', wide, '3'],
]) {
	test(`a copy of ${texts.join(' ')} is independent`, () => {
		const column = createColumn(...texts);
		const copy = column.copy();
		column.set(0, parseDecimal('9.75'));
		column.remove(1);
		column.insert(0, parseDecimal(wide));
		assert.deepEqual(toTexts(copy), texts);
		copy.insert(3, parseDecimal('4.125'));
		copy.removeFirst(1);
		assert.deepEqual(toTexts(copy), [...texts.slice(1), '4.125']);
		assert.deepEqual(toTexts(column), [wide, '9.75', '3']);
	});
}

const value = fc.oneof(
	{weight: 20, arbitrary: fc.integer({min: 0, max: 9999}).map(units => `${units / 100}`)},
	{weight: 2, arbitrary: fc.integer({min: 1, max: 999}).map(units => `${units}e-9`)},
	{weight: 1, arbitrary: fc.constantFrom(wide, '4049.005510062893', '1e-11', '1e13', '1e20')},
);

const place = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true});

const change = fc.oneof(
	{weight: 8, arbitrary: fc.record({type: fc.constant('insert' as const), place, value})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('set' as const), place, value})},
	{weight: 3, arbitrary: fc.record({type: fc.constant('remove' as const), place})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('removeFirst' as const), place})},
	{weight: 1, arbitrary: fc.record({type: fc.constant('copy' as const)})},
);

test('is a list of decimals under any changes', () => {
	fc.assert(
		fc.property(fc.array(change, {size: 'large', maxLength: 200}), changes => {
			let column = new DecimalColumn();
			const list: string[] = [];
			const at = (where: number) => Math.floor(where * list.length);
			for (const step of changes) {
				if (step.type === 'copy') column = column.copy();
				else if (step.type === 'insert') {
					const index = Math.floor(step.place * (list.length + 1));
					column.insert(index, parseDecimal(step.value));
					list.splice(index, 0, step.value);
				} else if (list.length > 0 && step.type === 'set') {
					column.set(at(step.place), parseDecimal(step.value));
					list[at(step.place)] = step.value;
				} else if (list.length > 0 && step.type === 'remove') {
					const index = at(step.place);
					column.remove(index);
					list.splice(index, 1);
				} else if (step.type === 'removeFirst') {
					const count = at(step.place / 8);
					column.removeFirst(count);
					list.splice(0, count);
				}
			}
			const expected = list.map(text => formatDecimal(parseDecimal(text)));
			assert.deepEqual(toTexts(column), expected);
		}),
		{seed: 20210417, numRuns: 300},
	);
});
