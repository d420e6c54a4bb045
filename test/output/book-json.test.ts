import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import {toReason} from '../../source/faults.js';
import {toBookJson} from '../../source/output/book-json.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';

const key = 'binance:STEEM/USDT';

const bookOf = (wallAhead: number, at: number | null) => {
	const store = createBookStore();
	store.add({key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null});
	if (at !== null)
		store.apply(
			key,
			{type: 'snapshot', sequence: 7, exchangeTime: 5, bids: noLevels, asks: noLevels},
			at,
		);
	store.setWallAhead(wallAhead);
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	return JSON.parse(toBookJson(book, 20)) as Record<string, unknown>;
};

test('a line tells when it was received by the wall clock', () => {
	assert.equal(bookOf(0, 1000.4)['receivedAt'], 1000);
	assert.equal(bookOf(3_600_000, 1000.4)['receivedAt'], 3_601_000);
	assert.equal(bookOf(0, null)['receivedAt'], null);
});

test('a line tells the code of a fault beside its words', () => {
	const store = createBookStore();
	store.add({key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null});
	const told = () => {
		store.publish();
		const [book] = store.getView().books;
		assert.ok(book);
		const {reason, code} = JSON.parse(toBookJson(book, 20)) as Record<string, unknown>;
		return {reason, code};
	};
	assert.deepEqual(told(), {reason: undefined, code: undefined});
	const fault = {code: 'closed', detail: 'going away'} as const;
	store.setStatus(key, {...toReason(fault), status: 'reconnecting', retryAt: 9}, 1);
	assert.deepEqual(told(), {reason: 'going away', code: 'closed'});
});

test('a line tells any number of levels', () => {
	const store = createBookStore();
	store.add({key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null});
	const long = '1'.repeat(40);
	const bids = Array.from({length: 700}, (_, rank) => [`${900 - rank}.${long.slice(1)}`, long]);
	store.apply(
		key,
		{type: 'snapshot', sequence: 7, exchangeTime: 5, bids: columns(...bids), asks: noLevels},
		1,
	);
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	const told = (count: number) => JSON.parse(toBookJson(book, count)) as Record<string, unknown>;
	for (const count of [0, 1, 2, 98, 99, 700]) {
		assert.deepEqual(told(count)['bids'], bids.slice(0, count));
		assert.deepEqual(told(count)['asks'], []);
	}
	assert.deepEqual(told(900)['bids'], bids);
});

test('a line tells how many of its levels are vouched for', () => {
	const told = (seenLevels: number | undefined, count: number, size = '1') => {
		const store = createBookStore();
		store.add({key, exchange: 'kraken', title: 'Kraken', market: 'STEEM/USDT', tickSize: null});
		const bids = columns(['9', size], ['8', size], ['7', size]);
		const asks = columns(['10', size], ['11', size]);
		const change = {type: 'snapshot', sequence: 7, exchangeTime: 5, bids, asks} as const;
		store.apply(key, {...change, ...(seenLevels === undefined ? {} : {seenLevels})}, 1);
		store.publish();
		const [book] = store.getView().books;
		assert.ok(book);
		return (JSON.parse(toBookJson(book, count)) as Record<string, unknown>)['vouched'];
	};
	assert.equal(told(undefined, 20), undefined);
	assert.equal(told(3, 20), undefined);
	assert.equal(told(2, 2), undefined);
	assert.deepEqual(told(2, 20), {bids: 2, asks: 2});
	assert.deepEqual(told(1, 20), {bids: 1, asks: 1});
	// Sizes beyond what a number holds.
	assert.deepEqual(told(2, 20, '1'.repeat(30)), {bids: 2, asks: 2});
});
