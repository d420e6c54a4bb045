import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal, toNumber} from '../../source/book/fixed-point.js';
import {binOf} from '../../source/heat/bins.js';
import {spans, type HeatColumn} from '../../source/heat/heat-column.js';
import type {HeatReader} from '../../source/heat/heat-reader.js';
import {createHeatTracker} from '../../source/heat/heat-tracker.js';
import {createBookChart} from '../../source/panes/heatmap/book-chart.js';
import {createHeatIndex} from '../../source/replay/heat-index.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import type {BookView} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {goLive} from '../helpers/statuses.js';

const key = 'binance:STEEM/USDT';
/** A whole minute: the columns of every span begin here. */
const start = Date.UTC(2026, 0, 2, 12, 4);
const second = start / 1000;

const createStore = (tickSize = '0.0001'): BookStore => {
	const store = createBookStore();
	store.add({
		key,
		exchange: 'binance',
		title: 'Binance',
		market: 'STEEM/USDT',
		tickSize: parseDecimal(tickSize),
	});
	return store;
};

const bookOf = (store: BookStore): BookView => {
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	return book;
};

/** A book of one bid and one ask. */
const setBook = (store: BookStore, bid: string, bidSize: string, more: object = {}) => {
	const ask = (Number(bid) + 0.0001).toFixed(4);
	store.apply(
		key,
		{
			type: 'snapshot',
			bids: columns([bid, bidSize]),
			asks: columns([ask, '7']),
			sequence: 1,
			exchangeTime: null,
			...more,
		},
		start,
	);
};

const lose = (store: BookStore, at: number) => {
	store.setStatus(key, {status: 'resyncing', reason: null, retryAt: null}, at);
};

/** A tracker that sees one live book from `start` on. */
const startTracking = () => {
	const store = createStore();
	const tracker = createHeatTracker();
	setBook(store, '0.1642', '100');
	goLive(store, key, start);
	const sample = (at: number) => {
		bookOf(store);
		tracker.sample(store.getView(), at);
	};
	sample(start);
	return {store, tracker, sample};
};

/** The size at a price in a column. */
const sizeAt = (reader: HeatReader, book: BookView, column: HeatColumn, price: number): number => {
	const step = reader.stepOf(book);
	assert.ok(step);
	return column.sizes[binOf(price, toNumber(step)) - column.first] ?? Number.NaN;
};

const proofs = (reader: HeatReader, book: BookView, from: number, to: number) =>
	Array.from(
		{length: to - from},
		(_, by) => reader.ended(book, 0, second + from + by)?.proof ?? 'unknown',
	);

test('a second shows the book at its end', () => {
	const {store, tracker, sample} = startTracking();
	setBook(store, '0.1642', '200');
	sample(start + 400);
	setBook(store, '0.1642', '300');
	sample(start + 900);
	setBook(store, '0.1642', '400');
	sample(start + 1100);
	const book = bookOf(store);
	const column = tracker.ended(book, 0, second);
	assert.ok(column);
	assert.equal(sizeAt(tracker, book, column, 0.1642), 300);
	assert.equal(sizeAt(tracker, book, column, 0.1643), 7);
	assert.equal(sizeAt(tracker, book, column, 0.1641), 0);
	assert.equal(column.mid, 0.16425);
	assert.equal(tracker.ended(book, 0, second + 1), null);
	const current = tracker.current(book, 0, start + 1100);
	assert.ok(current);
	assert.equal(sizeAt(tracker, book, current, 0.1642), 400);
});

test('a longer column is the mean over its proven seconds', () => {
	const {store, tracker, sample} = startTracking();
	for (const [at, size] of [100, 200, 300, 400, 500].entries()) {
		setBook(store, '0.1642', String(size));
		sample(start + at * 1000 + 500);
	}
	const open = tracker.current(bookOf(store), 1, start + 4600);
	assert.ok(open);
	assert.equal(sizeAt(tracker, bookOf(store), open, 0.1642), 300);
	lose(store, start + 5100);
	sample(start + 5100);
	setBook(store, '0.1642', '900');
	goLive(store, key, start + 7200);
	sample(start + 7200);
	tracker.look(start + 10_000);
	const book = bookOf(store);
	const whole = tracker.ended(book, 1, start / 5000);
	const broken = tracker.ended(book, 1, start / 5000 + 1);
	assert.ok(whole && broken);
	assert.deepEqual([whole.proof, broken.proof], ['proven', 'broken']);
	assert.equal(sizeAt(tracker, book, whole, 0.1642), 300);
	assert.equal(sizeAt(tracker, book, broken, 0.1642), 900);
});

test('a book that is not live is never what it was before', () => {
	const {store, tracker, sample} = startTracking();
	lose(store, start + 1500);
	sample(start + 1500);
	tracker.look(start + 2500);
	tracker.look(start + 3500);
	const book = bookOf(store);
	assert.deepEqual(proofs(tracker, book, 0, 4), ['proven', 'unproven', 'unproven', 'unknown']);
	for (const at of [1, 2]) {
		const column = tracker.ended(book, 0, second + at);
		assert.ok(column);
		assert.ok(column.sizes.every(size => size === 0));
		assert.ok(Number.isNaN(column.mid));
	}
	assert.equal(tracker.current(book, 0, start + 3500)?.proof, 'unproven');
});

test('a moment that was not proven is seen in its second', () => {
	const {store, tracker, sample} = startTracking();
	lose(store, start + 1200);
	sample(start + 1200);
	setBook(store, '0.1642', '100');
	goLive(store, key, start + 1400);
	sample(start + 1400);
	tracker.look(start + 3000);
	assert.deepEqual(proofs(tracker, bookOf(store), 0, 3), ['proven', 'broken', 'proven']);
});

test('a chart that is painted anew in a second lacks none of those before it', () => {
	const {store, tracker} = startTracking();
	const book = bookOf(store);
	const size = {columns: 3, rows: 10, span: 0};
	const {columns} = createBookChart().past(tracker, book, size, start + 2001);
	assert.deepEqual(
		columns.map(column => column?.proof),
		['proven', 'proven', 'proven'],
	);
});

test('a chart shows nothing of a past that is another one’s, as of the demo', () => {
	const {store, tracker} = startTracking();
	const book = bookOf(store);
	for (let at = 1; at <= 7; at++) tracker.look(start + at * 1000);
	const chart = createBookChart();
	const size = {columns: 8, rows: 10, span: 0};
	const provenIn = (heat: HeatReader) =>
		chart.past(heat, book, size, start + 7001).columns.filter(column => column !== null).length;
	assert.equal(provenIn(tracker), 8);
	const other = createHeatTracker();
	other.sample(store.getView(), start + 7000);
	assert.equal(provenIn(other), 1);
});

test('a book that was lost between two views was not proven all of its second', () => {
	const {store, tracker, sample} = startTracking();
	sample(start + 1100);
	lose(store, start + 1120);
	goLive(store, key, start + 1150);
	sample(start + 1200);
	sample(start + 3100);
	assert.deepEqual(proofs(tracker, bookOf(store), 0, 3), ['proven', 'broken', 'proven']);
});

test('what nobody looked at is not known', () => {
	const {store, tracker, sample} = startTracking();
	tracker.look(start + 1500);
	// As after the program was stopped and went on.
	tracker.look(start + 60_500);
	sample(start + 61_200);
	const book = bookOf(store);
	assert.deepEqual(proofs(tracker, book, 0, 4), ['proven', 'proven', 'unknown', 'unknown']);
	assert.deepEqual(proofs(tracker, book, 59, 62), ['unknown', 'broken', 'unknown']);
	assert.equal(tracker.ended(book, 3, start / 60_000)?.proof, 'broken');
});

test('a quiet book goes on as long as somebody looks', () => {
	const {store, tracker} = startTracking();
	for (let at = 1; at <= 90; at++) tracker.look(start + at * 1000);
	const book = bookOf(store);
	assert.ok(proofs(tracker, book, 0, 90).every(proof => proof === 'proven'));
	assert.equal(tracker.ended(book, 3, start / 60_000)?.proof, 'proven');
});

test('who looked late in a second was there until then', () => {
	const {store, tracker} = startTracking();
	for (const at of [1000, 1900, 4500]) tracker.look(start + at);
	const book = bookOf(store);
	assert.ok(proofs(tracker, book, 0, 4).every(proof => proof === 'proven'));
});

test('levels that nobody vouches for are not known', () => {
	const store = createStore();
	const tracker = createHeatTracker();
	const levels = (best: number, sign: 1 | -1) =>
		columns(
			...Array.from({length: 10}, (_, rank) => [
				((best + sign * rank) / 10_000).toFixed(4),
				String(rank + 1),
			]),
		);
	const sides = {bids: levels(1642, -1), asks: levels(1643, 1)};
	const limits = {limit: 10, seenLevels: 4};
	store.apply(key, {type: 'snapshot', ...sides, ...limits, sequence: 1, exchangeTime: null}, start);
	goLive(store, key, start);
	const book = bookOf(store);
	const column = tracker.current(book, 0, start);
	assert.ok(column);
	assert.deepEqual([column.from, column.to], [1639, 1647]);
	assert.equal(sizeAt(tracker, book, column, 0.1639), 4);
	assert.equal(sizeAt(tracker, book, column, 0.1638), 0);
});

test('fills are in the second in which they were, each once', () => {
	const {store, tracker, sample} = startTracking();
	const trade = (id: string, side: 'buy' | 'sell', size: string, time: number) => ({
		id,
		price: parseDecimal('0.1643'),
		size: parseDecimal(size),
		side,
		time,
	});
	store.addTrades(key, [trade('1', 'buy', '5', start + 300)], start + 350);
	sample(start + 400);
	store.addTrades(
		key,
		[trade('2', 'buy', '6', start + 800), trade('3', 'sell', '1', start + 1200)],
		start + 1250,
	);
	sample(start + 1300);
	const book = bookOf(store);
	const current = tracker.current(book, 0, start + 1300);
	assert.deepEqual(current?.trades, [{bin: 1643, bought: 0, sold: 1}]);
	tracker.look(start + 2000);
	assert.deepEqual(tracker.ended(book, 0, second)?.trades, [{bin: 1643, bought: 11, sold: 0}]);
	assert.deepEqual(tracker.ended(book, 0, second + 1)?.trades, [{bin: 1643, bought: 0, sold: 1}]);
	for (let at = 3; at <= 5; at++) tracker.look(start + at * 1000);
	assert.deepEqual(tracker.ended(book, 1, start / 5000)?.trades, [
		{bin: 1643, bought: 11, sold: 1},
	]);
});

test('a frozen past stays as it was', () => {
	const {store, tracker, sample} = startTracking();
	tracker.look(start + 1000);
	const book = bookOf(store);
	const frozen = tracker.freeze();
	setBook(store, '0.1642', '500');
	sample(start + 1500);
	for (let at = 2; at <= 1000; at++) tracker.look(start + at * 1000);
	assert.equal(tracker.ended(book, 0, second), null);
	const column = frozen.ended(book, 0, second);
	assert.ok(column);
	assert.equal(sizeAt(frozen, book, column, 0.1642), 100);
	assert.equal(frozen.ended(book, 0, second + 1), null);
});

test('columns enough for a wide screen are kept, and no more', () => {
	const {store, tracker} = startTracking();
	for (let at = 1; at <= 2000; at++) tracker.look(start + at * 1000);
	const book = bookOf(store);
	assert.ok(tracker.ended(book, 0, second + 2000 - 272));
	assert.equal(tracker.ended(book, 0, second + 2000 - 289), null);
	assert.ok(tracker.ended(book, 1, start / 5000 + 130));
});

test('a book that is followed no more is forgotten', () => {
	const {store, tracker, sample} = startTracking();
	sample(start + 2000);
	const book = bookOf(store);
	assert.ok(tracker.ended(book, 0, second));
	tracker.sample({lastUpdate: 0, books: []}, start + 3000);
	assert.equal(tracker.ended(book, 0, second), null);
});

test('bins are ticks, or more where ticks would cover too little', () => {
	const stepOf = (tick: string, price: string) => {
		const store = createStore(tick);
		setBook(store, price, '1');
		goLive(store, key, start);
		const step = createHeatTracker().stepOf(bookOf(store));
		return step && toNumber(step);
	};
	assert.equal(stepOf('0.0001', '0.1642'), 0.0001);
	assert.equal(stepOf('0.01', '60000.1'), 2);
	assert.equal(stepOf('0.000001', '0.1642'), 0.000005);
});

test('all books of nine exchanges take less than 20 MB', () => {
	const columnsKept = 11 * 32;
	const bytes = columnsKept * 384 * Float32Array.BYTES_PER_ELEMENT * spans.length;
	assert.ok(9 * bytes < 20e6, `${9 * bytes}`);
	const {store, tracker} = startTracking();
	const before = process.memoryUsage().arrayBuffers;
	for (let at = 1; at <= 1200; at++) tracker.look(start + at * 1000);
	assert.ok(tracker.ended(bookOf(store), 0, second + 1199));
	assert.ok(process.memoryUsage().arrayBuffers - before < 2 * bytes);
});

test('a bin of which a part is not known is not known', () => {
	const store = createStore('0.001');
	const tracker = createHeatTracker();
	const sides = {
		bids: columns(['99.999', '1'], ['99.992', '2']),
		asks: columns(['100', '3'], ['100.008', '4']),
	};
	const limits = {limit: 2, sequence: 1, exchangeTime: null} as const;
	store.apply(key, {type: 'snapshot', ...sides, ...limits}, start);
	goLive(store, key, start);
	const book = bookOf(store);
	const step = tracker.stepOf(book);
	assert.equal(step && toNumber(step), 0.005);
	const column = tracker.current(book, 0, start);
	assert.ok(column);
	// 99.991 and 100.009 may hold anything.
	assert.deepEqual([column.from, column.to], [99.995 / 0.005, 100.005 / 0.005]);
	assert.deepEqual(
		[99.999, 99.992, 100, 100.008].map(price => sizeAt(tracker, book, column, price)),
		[1, 0, 3, 0],
	);
});

test('a year in which nobody looked costs no more than a minute', () => {
	const {store, tracker} = startTracking();
	const years = 365 * 86_400;
	tracker.look(start + 1000 * years);
	const book = bookOf(store);
	assert.equal(tracker.ended(book, 0, second)?.proof, 'proven');
	assert.equal(tracker.ended(book, 3, second / 60)?.proof, 'broken');
	assert.equal(tracker.ended(book, 0, second + years - 1), null);
});

test('a leap of a capture’s time is a stretch of which nothing is known', () => {
	const store = createStore();
	const index = createHeatIndex(store);
	setBook(store, '0.1642', '100');
	goLive(store, key, start);
	index.begin(start);
	lose(store, start + 1000);
	index.begin(start + 1e12);
	const book = bookOf(store);
	assert.equal(index.reader.ended(book, 0, second + 100)?.proof, 'unproven');
	assert.equal(index.reader.ended(book, 0, second + 5e8), null);
});
