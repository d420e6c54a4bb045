import type {FaultSite} from '../fault-site.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import {exchangeInfo} from './info.js';
import {parseLimit} from './parameters.js';
import {createPast} from './past.js';
import {createPrinter} from './print.js';
import {createSelection, type SelectionOptions} from './selection.js';
import {createTickers} from './tickers.js';

export type MarketDataOptions = SelectionOptions & {
	readonly site: FaultSite;
	readonly takeSnapshot: TakeSnapshot;
};

/** What is answered, and how many milliseconds it waits. */
export type Result = {
	/** Becomes JSON. */
	readonly value: unknown;
	/** How long it waits. */
	readonly delayMs: number;
};

/** The id of a book that is listed and has nothing in it. */
export const emptySequence = 1;

const mostLevels = 5000;

const prompt = (value: unknown): Result => ({value, delayMs: 0});

const promptly =
	(answer: (query: URLSearchParams) => unknown) =>
	(query: URLSearchParams): Result =>
		prompt(answer(query));

/** The questions about markets, whichever way they come: REST, or the API over a websocket. */
export const createMarketData = (options: MarketDataOptions) => {
	const {site, takeSnapshot} = options;
	const selection = createSelection(options);
	const {marketOf, oneOf} = selection;

	const depth = (query: URLSearchParams): Result => {
		const listing = oneOf(query);
		const limit = parseLimit(query, 100, mostLevels);
		const market = marketOf(listing);
		if (!market) return prompt({lastUpdateId: emptySequence, bids: [], asks: []});
		const {sequence, rungs, delayMs} = takeSnapshot(market, limit);
		const {level} = createPrinter(market.books.binance.scale);
		const value = {
			lastUpdateId: sequence,
			bids: rungs.bids.map(level),
			asks: rungs.asks.map(level),
		};
		return {value, delayMs};
	};

	const past = createPast(selection, site.time);
	const tickers = createTickers(selection, site.time);

	return {
		ping: () => prompt({}),
		time: () => prompt({serverTime: site.time()}),
		info: promptly(query => exchangeInfo(selection.named(query), site.time())),
		depth,
		trades: promptly(past.trades),
		aggregates: promptly(past.aggregates),
		klines: promptly(past.klines),
		average: promptly(tickers.average),
		day: promptly(tickers.day),
		tradingDay: promptly(tickers.tradingDay),
		window: promptly(tickers.window),
		price: promptly(tickers.price),
		touch: promptly(tickers.touch),
	};
};

export type MarketData = ReturnType<typeof createMarketData>;
export type Question = keyof MarketData;
