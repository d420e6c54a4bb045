import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import {toTicker} from '../../source/exchanges/ticker.js';
import {createBooksBoard} from '../../source/markets/books-board.js';
import type {Board, Line, Quote} from '../../source/markets/line.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {startTime} from './market.js';
import {goLive} from './statuses.js';

/** A market whose first exchange asks `price`; each next one is `apart` ticks above. */
export type MarketFacts = {
	readonly market: string;
	readonly price: string;
	readonly apart: number;
};

export const someMarkets: readonly MarketFacts[] = [
	{market: 'STEEM/USDT', price: '0.1642', apart: 1},
	{market: 'BTC/USDT', price: '65083.67', apart: 900},
	{market: 'STEEM/BTC', price: '0.00000252', apart: 3},
	{market: 'ETH/USDT', price: '3012.5', apart: 2},
	{market: 'HIVE/USDT', price: '0.2201', apart: -1},
	{market: 'SHIB/USDT', price: '0.00001801', apart: 20},
	{market: 'DOGE/USDT', price: '0.1201', apart: 0},
	{market: '1000SATS/USDT', price: '0.0001342', apart: 4},
];

const titles = ['Binance', 'Huobi', 'Kraken', 'OKX'];

/** So many ticks above a price, in as many decimals. */
const priceAt = (text: string, ticks: number): string => {
	const decimals = text.split('.')[1]?.length ?? 0;
	const units = String(Math.round(Number(text) * 10 ** decimals) + ticks).padStart(
		decimals + 1,
		'0',
	);
	return decimals === 0 ? units : `${units.slice(0, -decimals)}.${units.slice(-decimals)}`;
};

const sidesOf = (price: string, size: string) => {
	const side = (sign: 1 | -1) =>
		toColumns(
			Array.from({length: 20}, (_, rank) => ({
				price: parseDecimal(priceAt(price, sign * rank + (sign > 0 ? 1 : 0))),
				size: parseDecimal(size),
			})),
		);
	return {bids: side(-1), asks: side(1)};
};

const sizeFor = (price: string): string =>
	(3000 / Number(price)).toFixed(Number(price) > 10 ? 3 : 0);

/** All levels of a book anew, so many ticks from where they were. */
export const moveBook = (
	store: BookStore,
	key: string,
	price: string,
	ticks: number,
	at: number,
): void => {
	const sides = sidesOf(priceAt(price, ticks), sizeFor(price));
	store.apply(key, {type: 'snapshot', ...sides, sequence: at, exchangeTime: null}, at);
};

/** The books of a market on so many exchanges, live. */
export const createMarketStore = (
	{market, price, apart}: MarketFacts,
	exchanges = 2,
): BookStore => {
	const store = createBookStore();
	for (const [index, title] of titles.slice(0, exchanges).entries()) {
		const exchange = title.toLowerCase();
		const key = `${exchange}:${market}`;
		const {decimals} = parseDecimal(price);
		store.add({key, exchange, title, market, tickSize: {units: 1, decimals}});
		const at = startTime - 300 * (index + 1);
		moveBook(store, key, price, index * apart, at);
		goLive(store, key, at);
		const side = index % 2 === 0 ? ('buy' as const) : ('sell' as const);
		const trade = {id: '1', price: parseDecimal(price), size: parseDecimal('1'), side, time: at};
		store.addTrades(key, [trade], at);
	}
	store.publish();
	return store;
};

/** Stores of several markets, and the board of them. */
export const createMarketStores = (
	facts: readonly MarketFacts[] = someMarkets,
	exchanges = 2,
): {readonly stores: readonly BookStore[]; readonly board: Board} => {
	const stores = facts.map(one => createMarketStore(one, exchanges));
	const all = {
		subscribe(listener: () => void) {
			const stops = stores.map(store => store.subscribe(listener));
			return () => {
				for (const stop of stops) stop();
			};
		},
	};
	return {stores, board: createBooksBoard(stores, all)};
};

type Told = {
	readonly bid?: string;
	readonly ask?: string;
	readonly last?: string;
	readonly open?: string;
};

/** A line of what exchanges tell, without a book. */
export const toldLine = (market: string, told: Readonly<Record<string, Told | null>>): Line => ({
	market,
	quotes: Object.entries(told).map(([title, texts]): Quote => ({
		exchange: title.toLowerCase(),
		title,
		tickSize: null,
		book: null,
		told: texts && {ticker: toTicker(market, texts), at: startTime - 2000},
	})),
});

/** A board of lines that stay. */
export const fixedBoard = (lines: readonly Line[], notes: readonly string[] = []): Board => {
	const exchanges = new Map(
		lines.flatMap(({quotes}) =>
			quotes.map(({exchange, title}) => [exchange, {exchange, title}] as const),
		),
	);
	return {
		exchanges: () => [...exchanges.values()],
		lines: () => lines,
		notes: () => notes,
		watch: () => () => undefined,
	};
};
