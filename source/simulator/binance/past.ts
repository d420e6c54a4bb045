import type {RunningMarket} from '../market-runner.js';
import type {Fill} from '../tape.js';
import {barsOf, toKlineRow} from './klines.js';
import {parseInteger, parseInterval, parseLimit, parseTime} from './parameters.js';
import {createPrinter} from './print.js';
import type {Selection} from './selection.js';

const mostRows = 1000;
const usualRows = 500;

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

/** The questions about what was traded: single fills, merged ones, and bars. */
export const createPast = ({marketOf, oneOf}: Selection, time: () => number) => {
	const rowsOf = <T>(
		query: URLSearchParams,
		print: (fill: Fill, market: RunningMarket) => T,
		all: (market: RunningMarket) => readonly Fill[],
	) => {
		const market = marketOf(oneOf(query));
		const fromId = parseInteger(query, 'fromId');
		const [from, to] = [parseTime(query, 'startTime'), parseTime(query, 'endTime')];
		const limit = parseLimit(query, usualRows, mostRows);
		const fills = (market ? all(market) : []).filter(
			({id, time}) => id >= (fromId ?? 0) && time >= (from ?? 0) && time <= (to ?? Infinity),
		);
		const isFromStart = fromId !== null || from !== null;
		const chosen = isFromStart ? fills.slice(0, limit) : fills.slice(-limit);
		return market ? chosen.map(fill => print(fill, market)) : [];
	};

	const klines = (query: URLSearchParams) => {
		const market = marketOf(oneOf(query));
		const interval = parseInterval(query);
		const [from, to] = [parseTime(query, 'startTime'), parseTime(query, 'endTime')];
		const limit = parseLimit(query, usualRows, mostRows);
		if (!market) return [];
		const bars = barsOf(market, interval, time(), Infinity).filter(
			({open}) => open >= (from ?? 0) && open <= (to ?? Infinity),
		);
		const chosen = from === null ? bars.slice(-limit) : bars.slice(0, limit);
		return chosen.map(bar => toKlineRow(market, interval, bar));
	};

	return {
		trades: (query: URLSearchParams) =>
			rowsOf(query, toTrade, market => market.newest('binance', mostRows)),
		aggregates: (query: URLSearchParams) =>
			rowsOf(query, toAggregate, ({tapes}) => tapes.binance.fills()),
		klines,
	};
};
