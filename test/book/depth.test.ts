import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {BookSide} from '../../source/book/book-side.js';
import {emptySide, type SideName} from '../../source/book/side-view.js';
import {
	bestSize,
	countRows,
	isOneRow,
	distanceBps,
	groupingFactor,
	groupingStep,
	imbalance,
	spreadOf,
	toDepthRows,
	toSpread,
} from '../../source/book/depth.js';
import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	parseDecimal,
	subtractDecimals,
	zero,
} from '../../source/book/fixed-point.js';
import {columns} from '../helpers/columns.js';
import {sideOf} from '../helpers/sides.js';

const asks = sideOf('asks', [
	['0.1643', '12'],
	['0.1644', '0.3'],
	['0.1651', '100'],
	['0.166', '7'],
]);
const bids = sideOf('bids', [
	['0.1642', '677.3'],
	['0.1639', '20'],
	['0.1631', '5'],
]);

const texts = (rows: ReturnType<typeof toDepthRows>) =>
	rows.map(({price, size, total, levels}) =>
		[price, size, total]
			.map(value => formatDecimal(value))
			.concat(String(levels))
			.join(' '),
	);

const cases = [
	{
		name: 'asks level by level',
		given: toDepthRows(asks, 'asks', 3),
		expected: ['0.1643 12 12 1', '0.1644 0.3 12.3 2', '0.1651 100 112.3 3'],
	},
	{
		name: 'asks in groups, rounded up',
		given: toDepthRows(asks, 'asks', 9, parseDecimal('0.001')),
		expected: ['0.165 12.3 12.3 2', '0.166 107 119.3 4'],
	},
	{
		name: 'bids in groups, rounded down',
		given: toDepthRows(bids, 'bids', 9, parseDecimal('0.0005')),
		expected: ['0.164 677.3 677.3 1', '0.1635 20 697.3 2', '0.163 5 702.3 3'],
	},
	{name: 'no rows where none are wanted', given: toDepthRows(asks, 'asks', 0), expected: []},
	{name: 'no rows of an empty side', given: toDepthRows(emptySide, 'asks', 5), expected: []},
];

for (const {name, given, expected} of cases) {
	test(`shows ${name}`, () => {
		assert.deepEqual(texts(given), expected);
	});
}

test('adds sizes that floats cannot', () => {
	const side = sideOf('bids', [
		['2', '0.1'],
		['1', '0.2'],
	]);
	assert.equal(texts(toDepthRows(side, 'bids', 2))[1], '1 0.2 0.3 2');
});

test('tells spread and mid exactly', () => {
	const spread = spreadOf({bids, asks});
	assert.ok(spread);
	assert.equal(formatDecimal(spread.absolute), '0.0001');
	assert.equal(formatDecimal(spread.mid), '0.16425');
	assert.equal(spread.bps.toFixed(3), '6.088');
	assert.equal(spreadOf({bids, asks: emptySide}), null);
});

test('a spread between exchanges can be negative', () => {
	const spread = toSpread(parseDecimal('2.02'), parseDecimal('2'));
	assert.equal(formatDecimal(spread.absolute), '-0.02');
	assert.ok(spread.bps < 0);
});

test('adds up the best levels of a side, and all of a shorter one', () => {
	const levels = Array.from({length: 30}, (_, rank) => [`${rank + 1}`, '0.5'] as const);
	assert.deepEqual(bestSize(sideOf('bids', levels)), parseDecimal('10'));
	assert.deepEqual(bestSize(sideOf('bids', levels.slice(0, 3))), parseDecimal('1.5'));
	assert.deepEqual(bestSize(emptySide), zero);
	const huge = [
		['2', '9007199254740991'],
		['1', '2'],
	] as const;
	assert.deepEqual(bestSize(sideOf('bids', huge)), parseDecimal('9007199254740993'));
});

test('shares the size between the sides', () => {
	assert.equal(imbalance(parseDecimal('3'), parseDecimal('1')), 0.75);
	assert.equal(imbalance(zero, zero), 0.5);
	assert.equal(distanceBps(parseDecimal('101'), parseDecimal('100')), 100);
});

test('price groups run 1, 2, 5, 10 times the tick size', () => {
	assert.deepEqual([0, 1, 2, 3, 4, 5, 6].map(groupingFactor), [1, 2, 5, 10, 20, 50, 100]);
	assert.equal(groupingStep(parseDecimal('0.0001'), 0), null);
	assert.deepEqual(groupingStep(parseDecimal('0.00000001'), 5), parseDecimal('0.0000005'));
});

const level = fc.record({
	price: fc.integer({min: 1, max: 3000}).map(units => ({units, decimals: 0})),
	size: fc.integer({min: 1, max: 1_000_000}).map(units => parseDecimal(`${units}e-5`)),
});

test('grouping keeps every size, its order and its side of the price', () => {
	fc.assert(
		fc.property(
			fc.array(level, {maxLength: 60}),
			fc.constantFrom<SideName>('bids', 'asks'),
			fc.integer({min: 0, max: 9}),
			(levels, name, index) => {
				const side = new BookSide(name);
				side.update(columns(...levels));
				const step = groupingStep({units: 1, decimals: 0}, index);
				const rows = toDepthRows(side, name, Infinity, step);
				const all = toDepthRows(side, name, Infinity);
				assert.equal(rows.length, countRows(side, name, step));
				assert.deepEqual(rows.at(-1)?.total, all.at(-1)?.total);
				let last = zero;
				let worse: (typeof rows)[number] | null = null;
				for (const row of rows) {
					assert.deepEqual(subtractDecimals(row.total, row.size), last);
					last = row.total;
					const end = all[row.levels - 1];
					assert.ok(end);
					assert.deepEqual(end.total, row.total);
					// No group promises a better price than its levels have.
					const order = compareDecimals(row.price, end.price);
					assert.ok(name === 'asks' ? order >= 0 : order <= 0);
					if (worse) assert.notEqual(compareDecimals(worse.price, row.price), 0);
					worse = row;
				}
			},
		),
	);
});

test('sums do not depend on the order of adding', () => {
	assert.deepEqual(
		addDecimals(parseDecimal('0.1'), parseDecimal('0.2')),
		addDecimals(parseDecimal('0.2'), parseDecimal('0.1')),
	);
});

test('one row holds all where both ends of a side fall into it', () => {
	const isOne = (step: string, ...sides: (readonly string[])[]) =>
		isOneRow(
			sides.map(prices =>
				sideOf(
					'bids',
					prices.map(price => [price, '1']),
				),
			),
			'bids',
			parseDecimal(step),
		);
	assert.equal(isOne('0.005', ['0.1642', '0.1641', '0.1605']), true);
	assert.equal(isOne('0.005', ['0.1642', '0.1641', '0.1599']), false);
	assert.equal(isOne('0.01', ['0.1642', '0.1641', '0.1605']), true);
	assert.equal(isOne('0.01', ['0.1642'], ['0.1599']), false);
	assert.equal(isOne('0.01', []), true);
});
