import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels} from '../../source/book/level-columns.js';
import {toBookJson} from '../../source/output/book-json.js';
import {createBookStore} from '../../source/store/book-store.js';

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
