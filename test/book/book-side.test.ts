import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {BookSide} from '../../source/book/book-side.js';
import {noLevels} from '../../source/book/level-columns.js';
import {emptySide, type Level, type SideName, type SideView} from '../../source/book/side-view.js';
import {
	compareDecimals,
	formatDecimal,
	parseDecimal,
	type Decimal,
} from '../../source/book/fixed-point.js';
import {columns} from '../helpers/columns.js';

const level = (price: string, size: string): Level => ({
	price: parseDecimal(price),
	size: parseDecimal(size),
});

const toTexts = (side: SideView) =>
	Array.from(
		{length: side.length},
		(_, rank) => `${formatDecimal(side.price(rank))} ${formatDecimal(side.size(rank))}`,
	);

const createSide = (name: SideName, levels: readonly (readonly [string, string])[]) => {
	const side = new BookSide(name);
	side.replace(columns(...levels));
	return side;
};

const bids = [
	['0.1642', '677.3'],
	['0.1641', '12'],
	['0.1600', '5'],
] as const;

test('holds bids from the highest price', () => {
	assert.deepEqual(toTexts(createSide('bids', bids)), ['0.1642 677.3', '0.1641 12', '0.16 5']);
});

test('holds asks from the lowest price', () => {
	const asks = [...bids].reverse();
	assert.deepEqual(toTexts(createSide('asks', asks)), ['0.16 5', '0.1641 12', '0.1642 677.3']);
});

test('sorts a snapshot that is not sorted', () => {
	const [first, second, third] = bids;
	for (const levels of [
		[third, first, second],
		[third, second, first],
	]) {
		assert.deepEqual(toTexts(createSide('bids', levels)), toTexts(createSide('bids', bids)));
	}
});

test('keeps the first of two equal prices in a snapshot', () => {
	const side = createSide('bids', [
		['1.0', '5'],
		['1', '6'],
		['1.00', '0'],
	]);
	assert.deepEqual(toTexts(side), ['1 5']);
});

test('leaves out empty levels of a snapshot', () => {
	assert.deepEqual(
		toTexts(
			createSide('asks', [
				['1', '0.000'],
				['2', '1'],
			]),
		),
		['2 1'],
	);
});

test('a snapshot forgets what was there', () => {
	const side = createSide('bids', [
		['123456789.123456789', '1'],
		['1e-20', '1'],
	]);
	side.replace(columns(['2', '3']));
	assert.deepEqual(toTexts(side), ['2 3']);
	side.replace(noLevels);
	assert.equal(side.length, 0);
});

test('sets sizes absolutely, whatever the spelling', () => {
	const side = createSide('bids', bids);
	side.set(level('0.16420000', '1'));
	side.set(level('1.642E-1', '2.5'));
	assert.deepEqual(toTexts(side), ['0.1642 2.5', '0.1641 12', '0.16 5']);
});

test('removes at zero, however it is written', () => {
	const side = createSide('bids', bids);
	side.set(level('0.1641', '0.00000000'));
	side.set(level('1.6E-1', '0E-10'));
	assert.deepEqual(toTexts(side), ['0.1642 677.3']);
});

test('ignores the removal of what is not there', () => {
	const side = createSide('bids', bids);
	for (const price of ['0.2', '0.16415', '0.1', '1e-12', '92233720368.54775807'])
		side.set(level(price, '0'));
	assert.deepEqual(toTexts(side), toTexts(createSide('bids', bids)));
	const empty = new BookSide('asks');
	empty.set(level('1', '0'));
	assert.equal(empty.length, 0);
});

test('cuts the worst levels', () => {
	const side = createSide('bids', bids);
	side.cutTo(5);
	assert.equal(side.length, 3);
	side.cutTo(2);
	assert.deepEqual(toTexts(side), ['0.1642 677.3', '0.1641 12']);
	side.cutTo(0);
	assert.equal(side.length, 0);
});

test('a copy stays as it was', () => {
	const side = createSide('asks', bids);
	const copy = side.copy();
	side.set(level('0.1600', '0'));
	side.set(level('0.15', '92233720368.54775807'));
	assert.deepEqual(toTexts(copy), toTexts(createSide('asks', bids)));
});

test('an empty side has no levels to read', () => {
	assert.equal(emptySide.length, 0);
	assert.throws(() => emptySide.price(0), RangeError);
	assert.throws(() => emptySide.size(0), RangeError);
});

/** The naive twin: a map that is sorted when it is read. */
class NaiveSide {
	#levels = new Map<string, Level>();
	readonly #direction: number;

	constructor(name: SideName) {
		this.#direction = name === 'bids' ? -1 : 1;
	}

	set({price, size}: Level) {
		this.#levels.delete(formatDecimal(price));
		if (size.units !== 0) this.#levels.set(formatDecimal(price), {price, size});
	}

	replace(levels: readonly Level[]) {
		this.#levels.clear();
		for (const item of levels)
			if (!this.#levels.has(formatDecimal(item.price)))
				this.#levels.set(formatDecimal(item.price), item);
		for (const item of levels) if (item.size.units === 0) this.#dropIfEmpty(item.price);
	}

	cutTo(count: number) {
		for (const {price} of this.sorted().slice(count)) this.#levels.delete(formatDecimal(price));
	}

	sorted() {
		return [...this.#levels.values()].sort(
			(a, b) => this.#direction * compareDecimals(a.price, b.price),
		);
	}

	#dropIfEmpty(price: Decimal) {
		if (this.#levels.get(formatDecimal(price))?.size.units === 0)
			this.#levels.delete(formatDecimal(price));
	}
}

/** Prices close together, so that they meet again, some at odd scales or far too long for a double. */
const price = fc.oneof(
	{weight: 30, arbitrary: fc.integer({min: 1600, max: 1680}).map(units => `${units}e-4`)},
	{weight: 5, arbitrary: fc.integer({min: 1, max: 40}).map(units => `${units}`)},
	{weight: 1, arbitrary: fc.constantFrom('0.16420001', '9.493E-11', '92233720368.54775807')},
);
const size = fc.oneof(
	{weight: 5, arbitrary: fc.constantFrom('0', '0.00000000', '0.0')},
	{weight: 12, arbitrary: fc.integer({min: 1, max: 99_999}).map(units => `${units}e-2`)},
	{weight: 1, arbitrary: fc.constantFrom('10049.005510062893', '3.358149508E7', '1e-12')},
);
const someLevel = fc.tuple(price, size).map(texts => level(...texts));

const change = fc.oneof(
	{weight: 40, arbitrary: fc.record({type: fc.constant('set' as const), level: someLevel})},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('replace' as const),
			levels: fc.array(someLevel, {maxLength: 60}),
		}),
	},
	{weight: 2, arbitrary: fc.record({type: fc.constant('cut' as const), count: fc.nat({max: 60})})},
);

for (const name of ['bids', 'asks'] as const) {
	test(`${name} match a sorted map under any changes`, () => {
		fc.assert(
			fc.property(fc.array(change, {size: 'max', maxLength: 250}), changes => {
				const side = new BookSide(name);
				const twin = new NaiveSide(name);
				for (const step of changes) {
					if (step.type === 'set') side.set(step.level);
					else if (step.type === 'replace') side.replace(columns(...step.levels));
					else side.cutTo(step.count);
					if (step.type === 'set') twin.set(step.level);
					else if (step.type === 'replace') twin.replace(step.levels);
					else twin.cutTo(step.count);
				}
				const held = Array.from({length: side.length}, (_, rank) => ({
					price: side.price(rank),
					size: side.size(rank),
				}));
				assert.deepEqual(held, twin.sorted());
			}),
			{seed: 20210417, numRuns: 400},
		);
	});
}

test('a long book matches a sorted map', () => {
	let state = 7;
	const random = () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 2 ** 31;
	const side = new BookSide('asks');
	const twin = new NaiveSide('asks');
	for (let index = 0; index < 20_000; index++) {
		const units = Math.floor(random() * 6000);
		const item = level(`${units}e-4`, random() < 0.3 ? '0' : (random() * 100).toFixed(8));
		side.set(item);
		twin.set(item);
	}
	const levels = twin.sorted();
	assert.ok(levels.length > 3000);
	assert.equal(side.length, levels.length);
	for (const [rank, {price, size}] of levels.entries()) {
		assert.deepEqual(side.price(rank), price);
		assert.deepEqual(side.size(rank), size);
	}
});
