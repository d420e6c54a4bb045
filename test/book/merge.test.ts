import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {SideName} from '../../source/book/side-view.js';
import {groupingStep, toDepthRows} from '../../source/book/depth.js';
import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	parseDecimal,
	zero,
} from '../../source/book/fixed-point.js';
import {mergeRows} from '../../source/book/merge.js';
import {levelsOf, sideOf} from '../helpers/sides.js';

type Levels = readonly (readonly [string, string])[];

const merge = (name: SideName, books: readonly Levels[], count = 10, grouping = 0) => {
	const step = groupingStep(parseDecimal('0.001'), grouping);
	const rows = books.map(levels => toDepthRows(sideOf(name, levels), name, count, step));
	return mergeRows(rows, name, count).map(({price, size, total, levels, parts}) => [
		formatDecimal(price),
		formatDecimal(size),
		formatDecimal(total),
		levels,
		parts.map(part => part && formatDecimal(part)),
	]);
};

test('adds up what exchanges hold at one price', () => {
	const first = [
		['0.1', '1'],
		['0.2', '0.000000000001'],
	] as const;
	const second = [
		['0.2', '5'],
		['0.3', '7'],
	] as const;
	assert.deepEqual(merge('asks', [first, second]), [
		['0.1', '1', '1', 1, ['1', null]],
		['0.2', '5.000000000001', '6.000000000001', 3, ['0.000000000001', '5']],
		['0.3', '7', '13.000000000001', 4, [null, '7']],
	]);
});

test('puts the highest bid first', () => {
	const rows = merge('bids', [[['0.1', '1']], [['0.3', '2']]]);
	assert.deepEqual(
		rows.map(([price]) => price),
		['0.3', '0.1'],
	);
});

test('groups as each book does', () => {
	const rows = merge('asks', [[['0.101', '1']], [['0.104', '2']]], 10, 2);
	assert.deepEqual(rows, [['0.105', '3', '3', 2, ['1', '2']]]);
});

test('a book without levels has no part in any row', () => {
	assert.deepEqual(merge('asks', [[], [['0.1', '2']]]), [['0.1', '2', '2', 1, [null, '2']]]);
	assert.deepEqual(merge('asks', []), []);
});

for (const name of ['bids', 'asks'] as const)
	test(`merged ${name} are the sum of their parts, whatever is cut`, () => {
		fc.assert(
			fc.property(
				fc.array(levelsOf(1, 60), {minLength: 1, maxLength: 4}),
				fc.integer({min: 1, max: 20}),
				fc.integer({min: 0, max: 4}),
				(books, count, grouping) => {
					const step = groupingStep(parseDecimal('0.001'), grouping);
					const rowsOf = (most: number) =>
						mergeRows(
							books.map(levels => toDepthRows(sideOf(name, levels), name, most, step)),
							name,
							most,
						);
					const all = rowsOf(Infinity);
					assert.deepEqual(rowsOf(count), all.slice(0, count));
					let total = zero;
					for (const [index, row] of all.entries()) {
						const parts = row.parts.map(part => part ?? zero).reduce(addDecimals, zero);
						assert.deepEqual(row.size, parts);
						total = addDecimals(total, row.size);
						assert.deepEqual(row.total, total);
						const next = all[index + 1];
						if (next)
							assert.equal(compareDecimals(row.price, next.price), name === 'asks' ? -1 : 1);
					}
					const sizes = books.flat().map(([, size]) => parseDecimal(size));
					assert.deepEqual(total, sizes.reduce(addDecimals, zero));
					assert.equal(all.at(-1)?.levels ?? 0, sizes.length);
				},
			),
		);
	});
