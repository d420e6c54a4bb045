import type {FaultSite} from '../fault-site.js';
import {toSymbol, type Listing} from '../market-list.js';
import type {MarketRunner, RunningMarket} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import type {Fill} from '../tape.js';
import {ApiError} from './api-error.js';
import {exchangeInfo, statusOf} from './info.js';
import {barsOf, toKlineRow} from './klines.js';
import {
	parseInteger,
	parseInterval,
	parseLimit,
	parseSymbol,
	parseSymbols,
	parseTime,
	parseWindow,
} from './parameters.js';
import {createPrinter} from './print.js';
import {statisticsOf, toMini, toWindow, type Statistics} from './statistics.js';
import {averageOf, dayMs} from './ticker-streams.js';

export type MarketDataOptions = {
	readonly site: FaultSite;
	readonly runner: MarketRunner;
	readonly takeSnapshot: TakeSnapshot;
	/** What is listed, by symbol. */
	readonly symbols: ReadonlyMap<string, Listing>;
};

/** What is answered, and until when it waits. */
export type Result = {readonly value: unknown; readonly delayMs: number};

/** The id of a book that is listed and has nothing in it. */
export const emptySequence = 1;

const mostLevels = 5000;
const mostRows = 1000;
const usualRows = 500;

const prompt = (value: unknown): Result => ({value, delayMs: 0});

/** The questions about markets, whichever way they come: REST, or the API over a websocket. */
export const createMarketData = ({site, runner, takeSnapshot, symbols}: MarketDataOptions) => {
	const listingOf = (symbol: string): Listing => {
		const listing = symbols.get(symbol);
		if (!listing) throw new ApiError(-1121, 'Invalid symbol.');
		return listing;
	};

	/** Null where nothing is traded any more. */
	const marketOf = (listing: Listing): RunningMarket | null =>
		listing.special === 'break on binance' ? null : runner.use(listing);

	const isOfStatus = (query: URLSearchParams) => {
		const wanted = query.get('symbolStatus');
		if (wanted !== null && !['TRADING', 'HALT', 'BREAK'].includes(wanted))
			throw new ApiError(-1130, "Data sent for parameter 'symbolStatus' is not valid.");
		return (listing: Listing) => wanted === null || wanted === statusOf(listing);
	};

	/** The one listing asked for, of the status asked for. */
	const oneOf = (query: URLSearchParams): Listing => {
		const listing = listingOf(parseSymbol(query));
		if (isOfStatus(query)(listing)) return listing;
		throw new ApiError(-1220, "The symbol's status does not match the requested symbolStatus.");
	};

	/** One answer where one symbol was asked for, else a list, of all where none was named. */
	const each = (query: URLSearchParams, answer: (listing: Listing) => unknown): Result => {
		if (query.has('symbol') && !query.has('symbols')) return prompt(answer(oneOf(query)));
		const names = parseSymbols(query);
		const listings = names ? names.map(listingOf) : [...symbols.values()];
		return prompt(listings.filter(isOfStatus(query)).map(answer));
	};

	const statistics = (query: URLSearchParams, since: (now: number) => number) => {
		const isMini = query.get('type') === 'MINI';
		return (toFull: (all: Statistics) => object) =>
			each(query, listing => {
				const now = site.time();
				const all = statisticsOf({listing, market: marketOf(listing)}, since(now), now);
				return isMini ? toMini(all) : toFull(all);
			});
	};

	const rowsOf = <T>(query: URLSearchParams, print: (fill: Fill, market: RunningMarket) => T) => {
		const market = marketOf(oneOf(query));
		const fromId = parseInteger(query, 'fromId');
		const [from, to] = [parseTime(query, 'startTime'), parseTime(query, 'endTime')];
		const limit = parseLimit(query, usualRows, mostRows);
		const fills = (market?.tapes.binance.fills() ?? []).filter(
			({id, time}) => id >= (fromId ?? 0) && time >= (from ?? 0) && time <= (to ?? Infinity),
		);
		const isFromStart = fromId !== null || from !== null;
		const chosen = isFromStart ? fills.slice(0, limit) : fills.slice(-limit);
		return prompt(market ? chosen.map(fill => print(fill, market)) : []);
	};

	const klines = (query: URLSearchParams): Result => {
		const market = marketOf(oneOf(query));
		const interval = parseInterval(query);
		const [from, to] = [parseTime(query, 'startTime'), parseTime(query, 'endTime')];
		const limit = parseLimit(query, usualRows, mostRows);
		if (!market) return prompt([]);
		const bars = barsOf(market, interval, site.time(), Infinity).filter(
			({open}) => open >= (from ?? 0) && open <= (to ?? Infinity),
		);
		const chosen = from === null ? bars.slice(-limit) : bars.slice(0, limit);
		return prompt(chosen.map(bar => toKlineRow(market, interval, bar)));
	};

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

	const info = (query: URLSearchParams): Result => {
		const names = parseSymbols(query);
		return prompt(exchangeInfo(names ? names.map(listingOf) : symbols.values(), site.time()));
	};

	const toTrade = ({id, time, tick, lots, side}: Fill, market: RunningMarket) => {
		const print = createPrinter(market.books.binance.scale);
		return {
			id,
			price: print.price(tick),
			qty: print.size(lots),
			quoteQty: print.quote(BigInt(tick) * BigInt(lots)),
			time,
			isBuyerMaker: side === 'bids',
			isBestMatch: true,
		};
	};

	const toAggregate = ({id, time, tick, lots, side}: Fill, market: RunningMarket) => {
		const print = createPrinter(market.books.binance.scale);
		const [p, q] = [print.price(tick), print.size(lots)];
		return {a: id, p, q, f: id, l: id, T: time, m: side === 'bids', M: true};
	};

	const average = (query: URLSearchParams): Result => {
		const market = marketOf(oneOf(query));
		const found = market && averageOf(market, site.time());
		return prompt(found ?? {mins: 5, price: '0.00000000', closeTime: 0});
	};

	const touch = (query: URLSearchParams) =>
		each(query, listing => {
			const all = statisticsOf({listing, market: marketOf(listing)}, site.time(), site.time());
			const {symbol, bidPrice, bidQty, askPrice, askQty} = all;
			return {symbol, bidPrice, bidQty, askPrice, askQty};
		});

	const price = (query: URLSearchParams) =>
		each(query, listing => {
			const market = marketOf(listing);
			const last =
				market?.tapes.binance.fills().at(-1)?.tick ?? market?.books.binance.bids.at(0)[0];
			const print = market && createPrinter(market.books.binance.scale);
			return {symbol: toSymbol('binance', listing), price: print?.price(last ?? 0) ?? '0.00000000'};
		});

	return {
		ping: () => prompt({}),
		time: () => prompt({serverTime: site.time()}),
		info,
		depth,
		trades: (query: URLSearchParams) => rowsOf(query, toTrade),
		aggregates: (query: URLSearchParams) => rowsOf(query, toAggregate),
		klines,
		average,
		day: (query: URLSearchParams) => statistics(query, now => now - dayMs)(all => all),
		tradingDay: (query: URLSearchParams) => {
			const toMidnight = (now: number) => Math.floor(now / dayMs) * dayMs;
			return statistics(query, toMidnight)(toWindow);
		},
		window(query: URLSearchParams) {
			const ms = parseWindow(query);
			return statistics(query, now => now - ms)(toWindow);
		},
		price,
		touch,
	};
};

export type MarketData = ReturnType<typeof createMarketData>;
export type Question = keyof MarketData;
