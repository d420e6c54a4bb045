import './strict-statuses.js';
import assert from 'node:assert/strict';
import {binance} from '../../source/exchanges/binance/index.js';
import type {Endpoints, Exchange} from '../../source/exchanges/exchange.js';
import {startFeed} from '../../source/feed/feed.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createBookStore} from '../../source/store/book-store.js';
import {marketOf} from './client-run.js';
import {createFakeClock} from './fake-clock.js';
import {createFakeTransport} from './fake-transport.js';

const usual: Endpoints = {ws: 'ws://exchange', rest: 'http://exchange'};
const key = 'x:STEEM/USDT';

/** A feed with its transport and clock in hand; `random` is 1, so each wait is its bound.
 * Without a connection for trades where not wanted. */
export const startFeedRun = (
	from: Exchange,
	symbol: string,
	hasTrades = false,
	endpoints: Endpoints = usual,
) => {
	const exchange = hasTrades ? from : {...from, tradesChannel: null};
	const clock = createFakeClock(1_700_000_000_000);
	const fake = createFakeTransport();
	const store = createBookStore();
	const market = marketOf(symbol, 'STEEM', 'USDT');
	const facts = {
		exchange: exchange.id,
		title: exchange.title,
		market: 'STEEM/USDT',
		tickSize: null,
	};
	store.add({key, ...facts});
	const {transport} = fake;
	const link = linkVenue({exchange, endpoints}, {transport, clock, share: 1});
	const clockOffset = {get: () => 0, stop: () => undefined};
	const shared = {transport, clockOffset, clock, random: () => 1};
	const feed = startFeed({...link, market, key, store, ...shared});
	const view = () => {
		store.publish();
		const [book] = store.getView().books;
		assert.ok(book);
		return book;
	};
	return {...fake, clock, feed, view, link};
};

export type FeedRun = ReturnType<typeof startFeedRun>;

/** A Binance depth event of STEEMUSDT. */
export const event = (first: number, last: number, bids: [string, string][] = []) => ({
	type: 'message' as const,
	data: JSON.stringify({e: 'depthUpdate', E: 5, s: 'STEEMUSDT', U: first, u: last, b: bids, a: []}),
});

/** What Binance answers where it is asked which streams are on. */
export const acknowledgement = {
	type: 'message',
	data: '{"result":["steemusdt@depth@100ms","steemusdt@trade"],"id":1}',
} as const;

/** A Binance snapshot with one level a side. */
export const snapshot = (id: number, bid = '1') => ({
	body: JSON.stringify({lastUpdateId: id, bids: [[bid, '5']], asks: [['2', '5']]}),
});

export const startBinance = () => startFeedRun(binance, 'STEEMUSDT');

/** A Binance feed whose book is at sequence 100, with so many bids. */
export const startLive = async (bidCount = 1) => {
	const run = startBinance();
	run.socket().emit({type: 'open'});
	run.socket().emit(event(99, 100));
	const bids = Array.from({length: bidCount}, (_, rank) => [`${bidCount - rank}`, '5']);
	const asks = [[`${bidCount + 1}`, '5']];
	await run.request().answer({body: JSON.stringify({lastUpdateId: 100, bids, asks})});
	assert.equal(run.view().status, 'live');
	return run;
};
