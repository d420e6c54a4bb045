import {parseDecimal} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import type {Increment, Snapshot} from '../increment.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	parseId,
	parseJson,
	parseLevels,
	parseName,
	parseSymbol,
	type JsonObject,
	parseTrade,
	parseTime,
	parseTimeField,
	reading,
} from '../parse.js';

export type BinanceMessage =
	| {readonly type: 'depth'; readonly increment: Increment}
	| {readonly type: 'trade'; readonly trade: Trade}
	/** The fills of one taker order at one price. */
	| {
			readonly type: 'merged-trade';
			/** Its id is that of the last fill in it. */
			readonly trade: Trade;
	  }
	| {readonly type: 'shutdown'}
	| {
			readonly type: 'error';
			/** In the exchange's own words. */
			readonly message: string;
	  }
	/** The streams that are on, as asked for. */
	| {
			readonly type: 'subscriptions';
			/** By their names, `steembtc@depth@100ms`. */
			readonly streams: readonly string[];
	  }
	/** Another stream's message, or one that is not documented. */
	| {readonly type: 'other'};

/**
 * Reads one message of a raw or combined stream.
 * https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams
 */
export const parseMessage = (text: string, symbol: string): BinanceMessage =>
	reading('Binance', text, () => {
		const message: unknown = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const data = 'stream' in message ? message['data'] : message;
		// An array or null is what some other stream sends.
		if (!isObject(data)) return {type: 'other'};
		if (data['e'] === 'depthUpdate') {
			if (!isOf(symbol, data)) return {type: 'other'};
			return {type: 'depth', increment: parseDepth(data)};
		}
		if (data['e'] === 'trade' || data['e'] === 'aggTrade') {
			if (!isOf(symbol, data)) return {type: 'other'};
			return data['e'] === 'trade'
				? parseFill('trade', data['t'], data)
				: parseFill('merged-trade', data['l'] ?? data['a'], data);
		}
		if (Array.isArray(data['result']))
			return {type: 'subscriptions', streams: toNames(data['result'])};
		if (data['e'] === 'serverShutdown') return {type: 'shutdown'};
		const error = isObject(data['error']) ? data['error'] : data;
		if (typeof error['code'] === 'number' && typeof error['msg'] === 'string')
			return {type: 'error', message: error['msg']};
		return {type: 'other'};
	});

const toNames = (values: readonly unknown[]): readonly string[] =>
	values.filter(value => typeof value === 'string');

/** Mirrors write symbols in other cases. */
const isOf = (symbol: string, data: JsonObject): boolean =>
	typeof data['s'] === 'string' && data['s'].toUpperCase() === symbol.toUpperCase();

/** A fill that cannot be read is no reason to doubt the book. */
const parseFill = (
	type: 'trade' | 'merged-trade',
	id: unknown,
	data: JsonObject,
): BinanceMessage => {
	// `m`: the buyer was the maker, so the taker sold.
	const side = data['m'] === true ? 'sell' : 'buy';
	try {
		return {type, trade: parseTrade(id, data['p'], data['q'], side, data['T'])};
	} catch {
		return {type: 'other'};
	}
};

/** `U` and `u` are the first and last update id in the event: it follows on from `U` - 1. */
const parseDepth = (data: JsonObject): Increment => {
	const first = parseId(data['U']);
	const last = parseId(data['u']);
	if (first > last) throw new RangeError('update ids run backwards');
	return {
		from: first - 1,
		to: last,
		time: parseTime(data['E']),
		bids: parseLevels(data['b']),
		asks: parseLevels(data['a']),
	};
};

/** Reads the body of `GET /api/v3/depth`. */
export const parseSnapshot = (body: string): Snapshot =>
	reading('Binance', body, () => {
		const snapshot: unknown = parseJson(body);
		if (!isObject(snapshot)) throw new RangeError('not an object');
		return {
			to: parseId(snapshot['lastUpdateId']),
			time: null,
			bids: parseLevels(snapshot['bids']),
			asks: parseLevels(snapshot['asks']),
		};
	});

/** `BREAK` is the one state in which no market data flows: docs, faqs/spot_glossary.md. */
const toState = (status: string): MarketState =>
	status === 'TRADING'
		? {type: 'trading'}
		: {type: 'halted', word: status, hasData: status !== 'BREAK'};

/** A step of 0 means the rule is switched off: docs, filters.md. */
const filterStep = (filters: unknown, filterType: string, field: string) => {
	if (!Array.isArray(filters)) return null;
	const filter = filters.find(
		(entry: unknown): entry is JsonObject => isObject(entry) && entry['filterType'] === filterType,
	);
	const text = filter?.[field];
	if (typeof text !== 'string') return null;
	const step = parseDecimal(text);
	return step.units === 0 ? null : step;
};

/** Reads the body of `GET /api/v3/exchangeInfo`. */
export const parseExchangeInfo = (body: string): Steps<readonly Market[]> =>
	readList('Binance', body, {
		field: 'symbols',
		read: entry => ({
			base: parseName(entry['baseAsset']).toUpperCase(),
			quote: parseName(entry['quoteAsset']).toUpperCase(),
			symbol: parseSymbol(entry['symbol']),
			tickSize: filterStep(entry['filters'], 'PRICE_FILTER', 'tickSize'),
			sizeStep: filterStep(entry['filters'], 'LOT_SIZE', 'stepSize'),
			state: toState(parseName(entry['status'])),
		}),
	});

/** Reads the body of `GET /api/v3/time`. */
export const parseServerTime = (body: string): number =>
	reading('Binance', body, () => parseTimeField(body, 'serverTime'));
