import {parseDecimal} from '../../book/fixed-point.js';
import type {LevelColumns} from '../../book/level-columns.js';
import {compareTradeIds, type Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import {readList, type Steps} from '../list-entries.js';
import {
	decimalsOf,
	isObject,
	parseEntries,
	parseExactJson,
	parseId,
	parseLevels,
	parseName,
	parseSeconds,
	parseStep,
	parseSymbol,
	parseTime,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';
import type {Digits} from './checksum.js';

/** A whole book, or what changed of one. */
export type BookPush = {
	readonly isWhole: boolean;
	/** The time of the change as it was written, to the microsecond: times of one market never fall. */
	readonly timestamp: string;
	readonly bids: LevelColumns;
	readonly asks: LevelColumns;
	/** Of the ten best levels a side after it. */
	readonly checksum: number;
	/** With which its numbers are written; null where it has none. */
	readonly digits: Digits | null;
};

export type KrakenMessage =
	| {readonly type: 'book'; readonly pushes: readonly BookPush[]}
	/** Oldest first. */
	| {readonly type: 'trades'; readonly trades: readonly Trade[]}
	/** To the book; `depth` levels a side. */
	| {readonly type: 'subscribed'; readonly depth: number}
	/** From the book. */
	| {readonly type: 'unsubscribed'}
	/** In the exchange's own words; `id` is that of the request, null where that is not told. */
	| {readonly type: 'refused'; readonly message: string; readonly id: number | null}
	/** Of the whole exchange: `online`, `maintenance`. */
	| {readonly type: 'status'; readonly system: string}
	/** Another market's message, a heartbeat, a pong, or one that is not documented. */
	| {readonly type: 'other'};

const other: KrakenMessage = {type: 'other'};

/**
 * Reads one message for the client of a market. Numbers are read from their texts: a float would lose the zeros
 * that the checksum is made of. https://docs.kraken.com/api/docs/websocket-v2/book
 */
export const parseMessage = (text: string, symbol: string): KrakenMessage =>
	reading('Kraken', text, () => {
		const message = parseExactJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		if (message['method'] !== undefined || message['success'] !== undefined)
			return parseReply(message, symbol);
		switch (message['channel']) {
			case 'book':
				return {type: 'book', pushes: parsePushes(message, symbol)};
			case 'trade':
				return {type: 'trades', trades: parseTrades(message, symbol)};
			case 'status':
				return {type: 'status', system: String(entriesOf(message)[0]?.['system'])};
			default:
				return other;
		}
	});

const entriesOf = ({data}: JsonObject): readonly JsonObject[] => {
	if (!Array.isArray(data) || !data.every(isObject)) throw new RangeError('no data');
	return data;
};

/** A success names what it is about; a refusal has but the number of what was asked. */
const parseReply = (reply: JsonObject, symbol: string): KrakenMessage => {
	const {method, result, success, error, req_id: id} = reply;
	if (success === false) {
		if (method === 'unsubscribe' || method === 'ping') return other;
		const message = typeof error === 'string' ? error : 'no reason given';
		return {type: 'refused', message, id: id === undefined ? null : parseId(id)};
	}
	if (!isObject(result) || result['channel'] !== 'book' || result['symbol'] !== symbol)
		return other;
	if (method === 'subscribe') return {type: 'subscribed', depth: parseId(result['depth'])};
	return method === 'unsubscribe' ? {type: 'unsubscribed'} : other;
};

const parsePushes = (message: JsonObject, symbol: string): readonly BookPush[] => {
	const {type} = message;
	if (type !== 'snapshot' && type !== 'update') throw new RangeError('not a book');
	return entriesOf(message)
		.filter(entry => entry['symbol'] === symbol)
		.map(entry => parsePush(entry, type === 'snapshot'));
};

const parsePush = (entry: JsonObject, isWhole: boolean): BookPush => {
	const {checksum, timestamp} = entry;
	if (typeof timestamp !== 'string' || parseTime(timestamp) === null)
		throw new RangeError('no time');
	const [bids, asks] = [pairsOf(entry['bids']), pairsOf(entry['asks'])];
	const first = bids[0] ?? asks[0];
	return {
		isWhole,
		timestamp: timestamp.replace(/Z$/, ''),
		...{bids: parseLevels(bids), asks: parseLevels(asks)},
		checksum: parseId(checksum),
		// All numbers of a market are written with the same decimals, zeros at the end too.
		digits: first ? {price: decimalsOf(first[0]), size: decimalsOf(first[1])} : null,
	};
};

const pairsOf = (side: unknown): readonly (readonly [price: string, size: string])[] => {
	if (!Array.isArray(side) || !side.every(isObject)) throw new RangeError('levels are missing');
	return side.map(({price, qty}) => [String(price), String(qty)]);
};

/** A fill that cannot be read is no reason to doubt the book. `side` is the taker's. */
const parseTrades = ({data}: JsonObject, symbol: string): readonly Trade[] => {
	if (!Array.isArray(data)) return [];
	const trades = parseEntries(data, ({symbol: of, side, price, qty, trade_id: id, timestamp}) => {
		if (of !== symbol || (side !== 'buy' && side !== 'sell')) throw new RangeError('not a fill');
		return parseTrade(id, price, qty, side, timestamp);
	});
	return trades.sort((one, next) => compareTradeIds(one.id, next.id));
};

/** Names that v2 writes otherwise than the list, which has those of v1. */
const newNames: Readonly<Record<string, string>> = {XBT: 'BTC', XDG: 'DOGE'};

/** In all of these the book goes on moving: orders are at least cancelled. Lists of 2021 had no status. */
const toState = (status: unknown): MarketState =>
	status === undefined || status === 'online'
		? {type: 'trading'}
		: {type: 'halted', word: parseName(status), hasData: true};

/** Reads the body of `GET /0/public/AssetPairs`, of all or of one. */
export const parsePairs = (body: string): Steps<readonly Market[]> =>
	readList('Kraken', body, {
		field: 'result',
		isMap: true,
		read(entry) {
			const {tick_size: tick} = entry;
			const [base = '', quote = ''] = parseSymbol(entry['wsname'])
				.toUpperCase()
				.split('/')
				.map(name => newNames[name] ?? name);
			return {
				base: parseName(base),
				quote: parseName(quote),
				symbol: `${base}/${quote}`,
				tickSize: typeof tick === 'string' ? parseDecimal(tick) : parseStep(entry['pair_decimals']),
				sizeStep: parseStep(entry['lot_decimals']),
				state: toState(entry['status']),
			};
		},
	});

/** Reads the body of `GET /0/public/Time`, in seconds: half a second later is the likeliest. */
export const parseServerTime = (body: string): number =>
	reading('Kraken', body, () => {
		const seconds = parseSeconds(/"unixtime"\s*:\s*(\d{1,11})/.exec(body)?.[1]);
		if (seconds === null) throw new RangeError('no time');
		return seconds + 500;
	});

/** All answers have the HTTP status 200: an error is told in the body, at its beginning. */
export const judgeAnswer = (body: string): number | null => {
	const error = /^\s*\{\s*"error"\s*:\s*\[\s*"([^"]{1,200})"/.exec(body)?.[1];
	if (error === undefined) return null;
	if (/Throttled|Rate limit|Too many|lockout/i.test(error)) return 429;
	if (error.startsWith('EService:')) return 503;
	return error.startsWith('EQuery:Unknown') ? 404 : 400;
};
