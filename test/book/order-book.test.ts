import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {OrderBook, type BookChange} from '../../source/book/order-book.js';
import {columns} from '../helpers/columns.js';

const change = (
	type: BookChange['type'],
	bids: Record<string, string>,
	asks: Record<string, string>,
	more: Partial<BookChange> = {},
): BookChange => ({
	type,
	bids: columns(...Object.entries(bids)),
	asks: columns(...Object.entries(asks)),
	sequence: 1,
	exchangeTime: null,
	...more,
});

const pricesOf = (book: OrderBook) => {
	const [bids, asks] = [book.bids, book.asks].map(side =>
		Array.from({length: side.length}, (_, rank) => formatDecimal(side.price(rank))),
	);
	return {bids, asks};
};

test('is empty and without a sequence at first', () => {
	const book = new OrderBook();
	assert.deepEqual(pricesOf(book), {bids: [], asks: []});
	assert.equal(book.sequence, null);
	assert.equal(book.exchangeTime, null);
	assert.equal(book.isCrossed(), false);
});

test('a snapshot replaces both sides', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'1': '1', '0.9': '1'}, {'1.1': '1'}));
	book.apply(change('snapshot', {'0.8': '2'}, {}, {sequence: 7, exchangeTime: 1000}));
	assert.deepEqual(pricesOf(book), {bids: ['0.8'], asks: []});
	assert.equal(book.sequence, 7);
	assert.equal(book.exchangeTime, 1000);
});

test('an update changes only its levels', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'1': '1', '0.9': '1'}, {'1.1': '1', '1.2': '1'}));
	book.apply(change('update', {'0.9': '0', '0.95': '2'}, {'1.1': '0'}, {sequence: 2}));
	assert.deepEqual(pricesOf(book), {bids: ['1', '0.95'], asks: ['1.2']});
	assert.equal(book.sequence, 2);
});

test('a change without a time keeps the last one', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {}, {}, {exchangeTime: 1000}));
	book.apply(change('update', {}, {}, {sequence: 2}));
	assert.equal(book.exchangeTime, 1000);
});

test('cuts both sides to what the feed keeps current', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'3': '1', '2': '1', '1': '1'}, {'4': '1', '5': '1', '6': '1'}));
	book.apply(change('update', {'3.5': '1'}, {}, {maxLevels: 2}));
	assert.deepEqual(pricesOf(book), {bids: ['3.5', '3'], asks: ['4', '5']});
});

const books: {name: string; bid: string; ask: string; isCrossed: boolean}[] = [
	{name: 'a bid below the ask', bid: '0.1642', ask: '0.1643', isCrossed: false},
	{name: 'a bid at the ask', bid: '0.1643', ask: '0.16430', isCrossed: true},
	{name: 'a bid above the ask', bid: '0.1644', ask: '0.1643', isCrossed: true},
	{name: 'a bid above it by a hair', bid: '1.00000000001', ask: '1', isCrossed: true},
	{name: 'a bid of more decimals below the ask', bid: '0.16425', ask: '0.1643', isCrossed: false},
	{name: 'a bid of fewer decimals above the ask', bid: '0.1643', ask: '0.16425', isCrossed: true},
	{
		name: 'long prices one unit apart',
		bid: '9007199254740992',
		ask: '9007199254740993',
		isCrossed: false,
	},
];
for (const {name, bid, ask, isCrossed} of books) {
	test(`${name} is ${isCrossed ? '' : 'not '}crossed`, () => {
		const book = new OrderBook();
		book.apply(change('snapshot', {[bid]: '1'}, {[ask]: '1'}));
		assert.equal(book.isCrossed(), isCrossed);
	});
}

test('tells of what a cut takes out, the worst first', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'1': '1', '0.9': '1'}, {'1.1': '1', '1.25': '1'}));
	const cut: string[] = [];
	book.onCut = (side, price) => {
		cut.push(`${side} ${formatDecimal(price)}`);
	};
	const deep = {'1': '0', '0.8': '1', '0.95': '1', '0.7': '1'};
	book.apply(change('update', deep, {'1.2': '3'}, {maxLevels: 2}));
	assert.deepEqual(pricesOf(book), {bids: ['0.95', '0.9'], asks: ['1.1', '1.2']});
	assert.deepEqual(cut, ['bids 0.7', 'bids 0.8', 'asks 1.25']);
	book.apply(change('update', {'0.9': '0'}, {'1.2': '4'}, {maxLevels: 2}));
	book.onCut = null;
	book.apply(change('update', {'0.5': '1', '0.6': '1'}, {}, {maxLevels: 2}));
	assert.deepEqual(pricesOf(book).bids, ['0.95', '0.6']);
	assert.equal(cut.length, 3);
});

test('tells of many that a cut takes out, and takes them out at once', t => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'1': '1'}, {}));
	const cut: string[] = [];
	book.onCut = (_, price) => {
		cut.push(formatDecimal(price));
	};
	const cutTo = t.mock.method(book.bids, 'cutTo');
	const prices = Array.from({length: 500}, (_, index) => String(index + 2));
	const many = Object.fromEntries(prices.map(price => [price, '1']));
	book.apply(change('update', many, {}, {maxLevels: 100}));
	assert.equal(book.bids.length, 100);
	assert.deepEqual(cut, ['1', ...prices.slice(0, 400)]);
	assert.ok(cutTo.mock.callCount() < 3, String(cutTo.mock.callCount()));
});

test('one side alone is not crossed', () => {
	const book = new OrderBook();
	book.apply(change('snapshot', {'1': '1'}, {}));
	assert.equal(book.isCrossed(), false);
});

test('levels in which no loss would be seen are not vouched for', () => {
	const book = new OrderBook();
	const more = {seenLevels: 2, maxLevels: 10};
	book.apply(change('snapshot', {'3': '1', '2': '1', '1': '1'}, {'4': '1', '5': '1'}, more));
	const shown = () => {
		const {bids, asks} = book.shownRange();
		return [bids && formatDecimal(bids), asks && formatDecimal(asks)];
	};
	assert.deepEqual(shown(), ['2', '5'], 'a third ask may have been lost');
	book.apply(change('update', {'2': '0', '1': '0'}, {'6': '1'}, more));
	assert.deepEqual(shown(), [null, '5'], 'a second bid would have been seen');
	assert.equal(book.vouchedLevels(), Infinity, 'it has not left what its snapshot vouches for');
});
