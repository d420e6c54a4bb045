import type {Clock} from '../../clock.js';
import {binanceIntervals} from '../intervals.js';
import {isSilent, type Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import type {Subscribers} from '../subscribers.js';
import {createPartialStream, createTouchStream} from './book-streams.js';
import {createDepthStream} from './depth.js';
import {createKlineStream} from './kline-stream.js';
import {toDayEvent, toMiniEvent, toWindowEvent} from './statistics.js';
import {
	createAllMiniTickers,
	createAverageStream,
	createTickerStream,
	dayMs,
} from './ticker-streams.js';
import {createTradeStream} from './trades.js';

export type StreamsOptions = {
	readonly runner: MarketRunner;
	readonly clock: Clock;
	/** Epoch milliseconds as the exchange tells them. */
	time(): number;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

type Create = (market: RunningMarket) => Subscribers;

const windows: ReadonlyMap<string, number> = new Map([
	['1h', dayMs / 24],
	['4h', dayMs / 6],
	['1d', dayMs],
]);

/** What a stream's name may end in, and how the stream is made. */
const createKinds = (time: () => number): ReadonlyMap<string, Create> => {
	const partial = [5, 10, 20].flatMap((levels): [string, Create][] => [
		[`depth${String(levels)}`, market => createPartialStream(market, levels, 10)],
		[`depth${String(levels)}@100ms`, market => createPartialStream(market, levels, 1)],
	]);
	const klines = [...binanceIntervals].map(([name, interval]): [string, Create] => [
		`kline_${name}`,
		market => createKlineStream(market, name, interval, time),
	]);
	const tickers = [...windows].map(([name, ms]): [string, Create] => [
		`ticker_${name}`,
		market => createTickerStream(market, ms, time, all => toWindowEvent(all, name)),
	]);
	return new Map<string, Create>([
		['depth@100ms', market => createDepthStream(market, 1)],
		['depth', market => createDepthStream(market, 10)],
		['trade', market => createTradeStream(market, 'trade')],
		['aggTrade', market => createTradeStream(market, 'aggTrade')],
		['bookTicker', createTouchStream],
		['ticker', market => createTickerStream(market, dayMs, time, toDayEvent)],
		['miniTicker', market => createTickerStream(market, dayMs, time, toMiniEvent)],
		['avgPrice', market => createAverageStream(market, time)],
		...partial,
		...klines,
		...tickers,
	]);
};

/** Streams by name, made when first asked for. An unknown or upper-case name is none. */
export const createStreams = ({runner, clock, time, symbols}: StreamsOptions) => {
	const kinds = createKinds(time);
	const streams = new Map<string, Subscribers>();
	const isAlive = (listing: Listing) =>
		listing.special !== 'break on binance' && !isSilent('binance', listing);

	const create = (name: string): Subscribers | null => {
		if (name === '!miniTicker@arr')
			return createAllMiniTickers(runner, [...symbols.values()].filter(isAlive), clock, time);
		const [, symbol = '', kind = ''] = /^([^@]+)@(.+)$/.exec(name) ?? [];
		const listing = symbol === symbol.toLowerCase() ? symbols.get(symbol.toUpperCase()) : undefined;
		return listing && isAlive(listing) ? (kinds.get(kind)?.(runner.use(listing)) ?? null) : null;
	};

	return (name: string): Subscribers | null => {
		const stream = streams.get(name) ?? create(name);
		if (stream) streams.set(name, stream);
		return stream;
	};
};
