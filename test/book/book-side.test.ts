import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {BookSide} from '../../source/book/book-side.js';
import {topOf} from '../../source/book/block-view.js';
import {noLevels, toLevels} from '../../source/book/level-columns.js';
import {WideSide} from '../../source/book/wide-side.js';
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

test('leaves out empty levels before the best of a snapshot of any length', () => {
	const gone = [
		['300', '0'],
		['299', '0'],
	] as const;
	for (let count = 0; count < 130; count++) {
		const there = Array.from({length: count}, (_, index) => [`${200 - index}`, '1'] as const);
		const side = createSide('bids', [...gone, ...there]);
		assert.equal(side.length, count);
		assert.deepEqual(side.best()?.units, count === 0 ? undefined : 200);
		side.update(columns(['250', '2']));
		assert.deepEqual(toTexts(side), ['250 2', ...there.map(([price]) => `${price} 1`)]);
	}
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
	side.update(columns(['0.16420000', '1']));
	side.update(columns(['1.642E-1', '2.5']));
	assert.deepEqual(toTexts(side), ['0.1642 2.5', '0.1641 12', '0.16 5']);
});

test('removes at zero, however it is written', () => {
	const side = createSide('bids', bids);
	side.update(columns(['0.1641', '0.00000000']));
	side.update(columns(['1.6E-1', '0E-10']));
	assert.deepEqual(toTexts(side), ['0.1642 677.3']);
});

test('ignores the removal of what is not there', () => {
	const side = createSide('bids', bids);
	for (const price of ['0.2', '0.16415', '0.1', '1e-12', '92233720368.54775807'])
		side.update(columns([price, '0']));
	assert.deepEqual(toTexts(side), toTexts(createSide('bids', bids)));
	const empty = new BookSide('asks');
	empty.update(columns(['1', '0']));
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

test('a view stays as it was', () => {
	const side = createSide('asks', bids);
	const view = side.view();
	side.update(columns(['0.1600', '0']));
	side.update(columns(['0.15', '92233720368.54775807']));
	assert.deepEqual(toTexts(view), toTexts(createSide('asks', bids)));
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
	{
		weight: 30,
		arbitrary: fc.record({
			type: fc.constant('update' as const),
			levels: fc.array(someLevel, {minLength: 1, maxLength: 6}),
		}),
	},
	{
		weight: 1,
		arbitrary: fc.record({
			type: fc.constant('replace' as const),
			levels: fc.array(someLevel, {maxLength: 60}),
		}),
	},
	{weight: 2, arbitrary: fc.record({type: fc.constant('cut' as const), count: fc.nat({max: 60})})},
	{weight: 4, arbitrary: fc.record({type: fc.constant('view' as const)})},
);

const levelsOf = (side: SideView): readonly Level[] =>
	Array.from({length: side.length}, (_, rank) => ({
		price: side.price(rank),
		size: side.size(rank),
	}));

for (const name of ['bids', 'asks'] as const) {
	test(`${name} match a sorted map under any changes`, () => {
		fc.assert(
			fc.property(fc.array(change, {size: 'max', maxLength: 120}), changes => {
				const side = new BookSide(name);
				const twin = new NaiveSide(name);
				const views: [SideView, readonly Level[]][] = [];
				for (const step of changes)
					switch (step.type) {
						case 'update':
							side.update(columns(...step.levels));
							for (const item of step.levels) twin.set(item);
							break;
						case 'replace':
							side.replace(columns(...step.levels));
							twin.replace(step.levels);
							break;
						case 'cut':
							side.cutTo(step.count);
							twin.cutTo(step.count);
							break;
						case 'view':
							views.push([side.view(), twin.sorted()]);
					}
				for (const [view, then] of [...views, [side, twin.sorted()] as const])
					assert.deepEqual(levelsOf(view), then);
			}),
			{seed: 20210417, numRuns: 250},
		);
	});
}

/** Random numbers from 0 to 1, the same each time. */
const createRandom = () => {
	let state = 7;
	return () => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) / 2 ** 31;
};

const wideSizes = ['10049.005510062893', '12345678901234567.8'] as const;

for (const name of ['bids', 'asks'] as const)
	test(`long ${name} match the plain ones, as do their views`, () => {
		const random = createRandom();
		const side = new BookSide(name);
		const twin = new WideSide(name);
		const views: [SideView, readonly Level[]][] = [];
		let longest = 0;
		for (let message = 0; message < 800; message++) {
			// The price drifts, the book is filled and thinned out, and a message now and then has finer numbers.
			const middle = 3000 + 2500 * Math.sin(message / 60);
			const gone = message % 200 < 120 ? 0.2 : 0.9;
			const levels = Array.from({length: 1 + Math.floor(random() * 60)}, () => {
				const units = Math.floor(random() < 0.5 ? middle + 40 * random() : 6000 * random());
				const fine = random() < 0.002 ? '5' : '';
				const wide = random() < 0.002 ? wideSizes[message % 2] : undefined;
				const size =
					random() < gone
						? '0'
						: (wide ?? (random() * 100).toFixed(random() < 0.02 ? 14 : message % 9));
				return level(`${1 + units}${fine}e-${4 + fine.length}`, size);
			});
			// Exchanges list them best first.
			const sign = name === 'bids' ? -1 : 1;
			if (message % 3 > 0) levels.sort((a, b) => sign * compareDecimals(a.price, b.price));
			side.update(columns(...levels));
			for (const item of levels) twin.set(item);
			if (message % 150 === 149) {
				side.cutTo(side.length - 100);
				twin.cutTo(twin.length - 100);
			}
			if (message % 100 === 0) views.push([side.view(), levelsOf(twin)]);
			longest = Math.max(longest, side.length);
			const price = levels[0]?.price;
			if (price) assert.equal(side.countTo(price), twin.countTo(price));
		}
		assert.ok(longest > 2500, String(longest));
		assert.deepEqual(levelsOf(side), levelsOf(twin));
		for (const [view, then] of views) assert.deepEqual(levelsOf(view), then);
		const pairs = new Float64Array(60);
		for (const [view, then] of views) {
			assert.deepEqual(toLevels(topOf(view, view.length)), then);
			assert.deepEqual(toLevels(topOf(view, 30, pairs)), then.slice(0, 30));
			assert.deepEqual(toLevels(topOf(view, 31, pairs)), then.slice(0, 31));
		}
	});

test('a long snapshot is in order from any end', () => {
	const levels = Array.from({length: 2000}, (_, rank) => [`${1 + rank}`, `${1 + (rank % 7)}`]);
	const side = new BookSide('asks');
	side.replace(columns(...levels));
	const texts = levels.map(texts => texts.join(' '));
	assert.deepEqual(toTexts(side), texts);
	const ranks = Array.from({length: 2000}, (_, rank) => (rank * 1117) % 2000);
	for (const rank of [...ranks, 1999, 0])
		assert.equal(
			`${formatDecimal(side.price(rank))} ${formatDecimal(side.size(rank))}`,
			texts[rank],
		);
	assert.throws(() => side.price(2000), RangeError);
	side.replace(columns(...levels.toReversed()));
	assert.deepEqual(toTexts(side), texts);
});

test('passes over levels that are gone from any end', () => {
	const levels = Array.from({length: 500}, (_, rank) => [`${1 + rank}`, '1'] as const);
	const isGone = (rank: number) => rank % 3 === 0 || (rank > 200 && rank < 300);
	const side = new BookSide('asks');
	side.replace(columns(...levels));
	side.update(
		columns(...levels.filter((_, rank) => isGone(rank)).map(([at]) => [at, '0'] as const)),
	);
	const left = levels.filter((_, rank) => !isGone(rank)).map(texts => texts.join(' '));
	assert.deepEqual(toTexts(side), left);
	const ranks = Array.from({length: left.length}, (_, rank) => (rank * 97) % left.length);
	for (const rank of ranks)
		assert.equal(
			`${formatDecimal(side.price(rank))} ${formatDecimal(side.size(rank))}`,
			left[rank],
		);
	assert.equal(
		side.countTo(parseDecimal('301')),
		left.findIndex(text => text === '302 1'),
	);
	assert.deepEqual(side.worst(), parseDecimal('500'));
	side.cutTo(10);
	assert.deepEqual(toTexts(side), left.slice(0, 10));
});

for (const name of ['bids', 'asks'] as const)
	test(`a view of ${name} that is read late shows its moment`, () => {
		const random = createRandom();
		const side = new BookSide(name);
		const twin = new WideSide(name);
		const views: {view: SideView; then: readonly Level[]; readAt: number}[] = [];
		for (let message = 0; message < 400; message++) {
			const isFine = random() < 0.02;
			const levels = Array.from({length: 1 + Math.floor(random() * 12)}, () =>
				level(
					`${1000 + Math.floor(random() * 300)}${isFine ? '.5' : ''}`,
					random() < 0.4 ? '0' : (random() * 100).toFixed(isFine ? 6 : 2),
				),
			);
			side.update(columns(...levels));
			for (const item of levels) twin.set(item);
			// All of it goes, and what comes next has another scale.
			if (random() < 0.02) {
				const gone = levelsOf(twin).map(({price}) => ({price, size: parseDecimal('0')}));
				side.update(columns(...gone));
				for (const item of gone) twin.set(item);
			}
			if (random() < 0.02) {
				side.cutTo(20);
				twin.cutTo(20);
			}
			// Some at once, some soon, some when much more was written than is noted.
			const readAt = message + Math.floor(random() ** 3 * 300);
			if (random() < 0.5) views.push({view: side.view(), then: levelsOf(twin), readAt});
			for (const {view, then} of views.filter(({readAt}) => readAt === message))
				assert.deepEqual(levelsOf(view), then);
		}
		for (const {view, then} of views) assert.deepEqual(levelsOf(view), then);
	});

test('shows the same view until something is written', () => {
	const side = createSide('bids', bids);
	const view = side.view();
	assert.equal(side.view(), view);
	side.update(columns(['0.1642', '1']));
	assert.notEqual(side.view(), view);
});

test('goes on when a price fits no scale, and after it', () => {
	const side = createSide('bids', bids);
	side.update(columns(['0.1641', '7'], ['92233720368.54775807', '1'], ['0.16', '0']));
	const held = ['92233720368.54775807 1', '0.1642 677.3', '0.1641 7'];
	assert.deepEqual(toTexts(side), held);
	assert.equal(side.best()?.units, 9223372036854775807n);
	assert.equal(side.countTo(parseDecimal('0.1641')), 3);
	side.replace(columns(...bids));
	assert.deepEqual(toTexts(side), toTexts(createSide('bids', bids)));
});

test('sizes of many decimals leave all others as numbers', () => {
	const others = [
		['0.1642', '23949'],
		['0.1641', '12.345'],
	] as const;
	const fine = ['0.1600', '200.00002857142857'] as const;
	const [replaced, updated] = [createSide('bids', [...others, fine]), createSide('bids', others)];
	updated.update(columns(fine));
	for (const side of [replaced, updated]) {
		assert.deepEqual(toTexts(side), ['0.1642 23949', '0.1641 12.345', '0.16 200.00002857142857']);
		assert.equal(side.top(2).wide, null);
		side.update(columns(['0.1600', '0.00002857142857'], ['0.1642', '0.50000000000000']));
		assert.deepEqual(toTexts(side), ['0.1642 0.5', '0.1641 12.345', '0.16 0.00002857142857']);
		side.update(columns(['0.1600', '0.0000000000']));
		assert.deepEqual(toTexts(side), ['0.1642 0.5', '0.1641 12.345']);
	}
});

test('forgets long sizes that no level has any more', () => {
	const side = new BookSide('bids');
	side.update(columns(['3', wideSizes[0]], ['2', '5']));
	const view = side.view();
	for (let turn = 0; turn < 500; turn++)
		side.update(columns(['1', `${turn % 10}2345678901234567.8`]));
	assert.deepEqual(toTexts(side), [`3 ${wideSizes[0]}`, '2 5', '1 92345678901234567.8']);
	assert.deepEqual(toTexts(view), [`3 ${wideSizes[0]}`, '2 5']);
	for (let turn = 0; turn < 300; turn++)
		side.update(columns(...['3', '2', '1'].map(price => [price, `${turn + 10_000}.5`])));
	assert.deepEqual(toTexts(side), ['3 10299.5', '2 10299.5', '1 10299.5']);
});

test('the best levels of a view that is read late are those of its moment', () => {
	const side = createSide('bids', bids);
	const view = side.view();
	side.update(columns(['0.1642', '0'], ['0.2', '1'], ['0.1641', '7']));
	const [first, second] = bids.map(([price, size]) => level(price, size));
	assert.deepEqual(toLevels(topOf(view, 2)), [first, second]);
});

for (const name of ['bids', 'asks'] as const)
	test(`a finer price leaves ${name} exact of which one does not fit its scale`, () => {
		const side = createSide(name, [['9007199254740991', '2']]);
		side.update(columns(['1', '3']));
		side.update(columns(['0.1', '4']));
		const levels = ['9007199254740991 2', '1 3', '0.1 4'];
		assert.deepEqual(toTexts(side), name === 'bids' ? levels : levels.toReversed());
	});
