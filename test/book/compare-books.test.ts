import assert from 'node:assert/strict';
import {test} from 'node:test';
import {countDifferences, knownFurther} from '../../source/book/compare-books.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {noLevels} from '../../source/book/level-columns.js';
import {OrderBook} from '../../source/book/order-book.js';
import {columns} from '../helpers/columns.js';

type Levels = Readonly<Record<string, string>>;

const sideOf = (levels: Levels) => columns(...Object.entries(levels));

const bookOf = (bids: Levels, asks: Levels, limit?: number): OrderBook => {
	const book = new OrderBook();
	const sides = {bids: sideOf(bids), asks: sideOf(asks)};
	const change = {type: 'snapshot', sequence: 1, exchangeTime: null, ...sides} as const;
	book.apply(limit === undefined ? change : {...change, limit});
	return book;
};

const base = () => bookOf({'1.0': '5', '0.9': '6', '0.8': '7'}, {'1.1': '5', '1.2': '6'});

for (const {name, other, expected} of [
	{name: 'none between equal books', other: base(), expected: 0},
	{
		name: 'none between other ways of writing',
		other: bookOf({'1': '5.0', '0.90': '6', '0.8': '7'}, {'1.10': '5', '1.2': '6'}),
		expected: 0,
	},
	{
		name: 'a size',
		other: bookOf({'1.0': '5', '0.9': '6.1', '0.8': '7'}, {'1.1': '5', '1.2': '6'}),
		expected: 1,
	},
	{
		name: 'a level too many',
		other: bookOf({'1.0': '5', '0.95': '1', '0.9': '6', '0.8': '7'}, {'1.1': '5', '1.2': '6'}),
		expected: 1,
	},
	{
		name: 'a level too few',
		other: bookOf({'0.9': '6', '0.8': '7'}, {'1.1': '5', '1.2': '6'}),
		expected: 1,
	},
	{name: 'a whole side', other: bookOf({}, {'1.1': '5', '1.2': '6'}), expected: 3},
	{name: 'both sides', other: bookOf({'1.0': '5', '0.9': '6'}, {'1.2': '6'}), expected: 2},
]) {
	test(`counts what differs: ${name}`, () => {
		assert.equal(countDifferences(base(), other), expected);
		assert.equal(countDifferences(other, base()), expected);
	});
}

test('compares no further than both snapshots vouch for', () => {
	const short = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5', '1.2': '6'}, 2);
	assert.equal(countDifferences(base(), short), 0);
	assert.equal(countDifferences(short, base()), 0);
	const wrong = bookOf({'1.0': '5', '0.9': '9'}, {'1.1': '5', '1.2': '6'}, 2);
	assert.equal(countDifferences(base(), wrong), 1);
});

test('compares no further than a window of levels reaches', () => {
	const window = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5'});
	assert.equal(countDifferences(base(), window, 2), 1);
	assert.equal(
		countDifferences(base(), bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5', '1.2': '6'}), 2),
		0,
	);
});

test('a snapshot cut off by its limit vouches as far as it goes', () => {
	const book = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5'}, 2);
	assert.deepEqual(book.vouched, {bids: {units: 9, decimals: 1}, asks: null});
	assert.equal(book.bids.countTo(parseDecimal('0.95')), 1);
	assert.equal(book.bids.countTo(parseDecimal('0.9')), 2);
});

test('of two books that agree the one is left that knows one side further', () => {
	const whole = base();
	const cut = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5', '1.2': '6'}, 2);
	assert.equal(knownFurther(whole, cut), whole);
	assert.equal(knownFurther(cut, whole), whole);
	// Its asks are whole, as there are fewer than it was cut to: so are those of the other.
	const half = bookOf({'1.0': '5', '0.9': '6', '0.8': '7'}, {'1.1': '5'});
	const short = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5'}, 2);
	assert.equal(knownFurther(half, short), half);
	assert.equal(knownFurther(short, half), half);
	const further = bookOf({'1.0': '5', '0.9': '6'}, {'1.1': '5', '1.2': '6', '1.3': '1'}, 3);
	assert.equal(knownFurther(cut, further), further);
});

test('holds a bounded number of levels, and knows what it cut', () => {
	const book = bookOf({}, {'100000': '1'});
	const bids = sideOf(
		Object.fromEntries(Array.from({length: 50_010}, (_, index) => [`${index + 1}`, '1'])),
	);
	book.apply({type: 'update', sequence: 2, exchangeTime: null, bids, asks: noLevels});
	assert.equal(book.bids.length, 50_000);
	assert.deepEqual(book.vouched, {bids: {units: 11, decimals: 0}, asks: null});
});
