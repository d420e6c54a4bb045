import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {alignBooks, type Axis} from '../../source/book/align.js';
import {groupingStep} from '../../source/book/depth.js';
import {compareDecimals, formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {levelsOf, sideOf} from '../helpers/sides.js';

type Levels = readonly (readonly [string, string])[];

const bookOf = ({bids = [], asks = []}: {bids?: Levels; asks?: Levels}) => ({
	bids: sideOf('bids', bids),
	asks: sideOf('asks', asks),
});

const show = ({above, below}: Axis) =>
	[...above.toReversed(), ...below].map(
		({price, cells}) =>
			`${formatDecimal(price)} ${cells
				.map(cell => (cell ? `${cell.side.slice(0, 1)}${formatDecimal(cell.row.size)}` : '-'))
				.join(' ')}`,
	);

const most = {above: 9, below: 9};
const first = bookOf({bids: [['0.1', '1']], asks: [['0.2', '2']]});
const second = bookOf({bids: [['0.15', '3']], asks: [['0.2', '4']]});

test('puts sizes on the row of their price', () => {
	const axis = alignBooks([first, second], parseDecimal('0.175'), most);
	assert.deepEqual(show(axis), ['0.2 a2 a4', '0.15 - b3', '0.1 b1 -']);
	assert.equal(axis.above.length, 1);
});

test('where prices cross, a row has both sides', () => {
	const high = bookOf({
		bids: [
			['0.3', '5'],
			['0.2', '6'],
		],
		asks: [['0.4', '7']],
	});
	const axis = alignBooks([first, high], parseDecimal('0.25'), most);
	assert.deepEqual(show(axis), ['0.4 - a7', '0.3 - b5', '0.2 a2 b6', '0.1 b1 -']);
	assert.equal(axis.above.length, 2);
});

test('without a middle, asks go above and bids below', () => {
	const onlyAsks = bookOf({asks: [['0.2', '1']]});
	assert.deepEqual(alignBooks([onlyAsks], null, most).above.length, 1);
	const onlyBids = bookOf({bids: [['0.2', '1']]});
	assert.deepEqual(alignBooks([onlyBids], null, most).below.length, 1);
	assert.deepEqual(alignBooks([], null, most), {above: [], below: []});
});

test('groups round away from the middle', () => {
	const book = bookOf({bids: [['0.149', '1']], asks: [['0.151', '2']]});
	const axis = alignBooks([book], parseDecimal('0.15'), most, parseDecimal('0.01'));
	assert.deepEqual(show(axis), ['0.16 a2', '0.14 b1']);
});

test('a short axis is the middle of a long one', () => {
	const books = fc.array(fc.record({bids: levelsOf(1, 50), asks: levelsOf(1, 50)}), {
		minLength: 1,
		maxLength: 3,
	});
	fc.assert(
		fc.property(
			books,
			fc.integer({min: 1, max: 50}),
			fc.integer({min: 0, max: 8}),
			fc.integer({min: 0, max: 8}),
			fc.integer({min: 0, max: 3}),
			(given, at, above, below, grouping) => {
				const sides = given.map(bookOf);
				const middle = parseDecimal((at / 1000).toFixed(3));
				const step = groupingStep(parseDecimal('0.001'), grouping);
				const long = alignBooks(sides, middle, {above: 999, below: 999}, step);
				const short = alignBooks(sides, middle, {above, below}, step);
				const prices = (rows: Axis['above']) => rows.map(({price}) => price);
				assert.deepEqual(prices(short.above), prices(long.above.slice(0, above)));
				assert.deepEqual(prices(short.below), prices(long.below.slice(0, below)));
				for (const {price} of long.above) assert.equal(compareDecimals(price, middle), 1);
				for (const {price} of long.below) assert.ok(compareDecimals(price, middle) <= 0);
			},
		),
	);
});
