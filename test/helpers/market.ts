import {parseDecimal} from '../../source/book/fixed-point.js';
import {noLevels, toColumns} from '../../source/book/level-columns.js';
import type {Level} from '../../source/book/side-view.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {columns} from './columns.js';
import {goLive} from './statuses.js';

export const market = 'STEEM/USDT';
export const startTime = Date.UTC(2026, 0, 2, 12, 4, 31);

export const binance = `binance:${market}`;
export const huobi = `huobi:${market}`;

/** Levels a tick apart whose sizes look arbitrary but never change. */
const ladder = (best: number, sign: 1 | -1, count: number): readonly Level[] =>
	Array.from({length: count}, (_, rank) => ({
		price: parseDecimal(((best + sign * (rank + (rank > 3 ? 1 : 0))) / 10_000).toFixed(4)),
		size: parseDecimal(
			(((rank * rank * 37 + rank * 971 + best) % 4200) + 0.5 + rank / 10).toFixed(1),
		),
	}));

export const fill = (store: BookStore, key: string, bestBid: number, at: number): void => {
	const bids = toColumns(ladder(bestBid, -1, 60));
	const asks = toColumns(ladder(bestBid + 1, 1, 60));
	store.apply(key, {type: 'snapshot', bids, asks, sequence: 1, exchangeTime: null}, at);
	goLive(store, key, at);
};

/** A store with both books added, nothing known of them yet. */
export const createMarket = (): BookStore => {
	const store = createBookStore();
	const tickSize = parseDecimal('0.0001');
	store.add({key: binance, exchange: 'binance', title: 'Binance', market, tickSize});
	store.add({key: huobi, exchange: 'huobi', title: 'Huobi', market, tickSize});
	store.publish();
	return store;
};

/** A store with both books live. */
export const createLiveMarket = (): BookStore => {
	const store = createMarket();
	fill(store, binance, 1642, startTime - 240);
	fill(store, huobi, 1643, startTime - 80);
	store.setRate(binance, 10);
	store.setRate(huobi, 5.6);
	store.publish();
	return store;
};

/** One level set anew. */
export const setLevel = (
	store: BookStore,
	key: string,
	side: 'bids' | 'asks',
	[price, size]: readonly [string, string],
	at: number,
): void => {
	const levels = {bids: noLevels, asks: noLevels, [side]: columns([price, size])};
	store.apply(key, {type: 'update', ...levels, sequence: 2, exchangeTime: null}, at);
};
