import {noLevels, type LevelColumns} from '../../book/level-columns.js';
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
	parseSeconds,
	parseStep,
	parseSymbol,
	parseTime,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';
import type {Topic} from './topics.js';

export type GateNews =
	| {readonly type: 'increment'; readonly increment: Increment}
	/** The whole book, which may come at any time. */
	| {readonly type: 'book'; readonly book: Snapshot}
	| {readonly type: 'trade'; readonly trade: Trade}
	/** The book's topic. */
	| {readonly type: 'subscribed' | 'unsubscribed'}
	/** The book's topic, in the exchange's own words. */
	| {readonly type: 'refused'; readonly message: string}
	/** Another topic's message, an answer to a ping, or one that is not documented. */
	| {readonly type: 'other'};

/** `time`: epoch milliseconds by the exchange's clock when it was sent; null where it does not say. */
export type GateMessage = GateNews & {readonly time: number | null};

const other: GateNews = {type: 'other'};

/** Reads one message for the client of a market's book. */
export const parseMessage = (text: string, book: Topic, symbol: string): GateMessage =>
	reading('Gate', text, () => {
		const message: unknown = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const time = parseTime(message['time_ms']) ?? parseSeconds(message['time']);
		const {channel, event, result} = message as Record<string, unknown>;
		if (event === 'update' && isObject(result)) {
			if (channel === 'spot.trades') return {time, ...parseFill(result, symbol)};
			const isOurs = channel === book.channel && result['s'] === book.payload[0];
			return {time, ...(isOurs ? parseNews(result) : other)};
		}
		const isOfBook = channel === book.channel && names(message['payload'], book);
		return {time, ...(isOfBook ? parseReply(message) : other)};
	});

/** Replies of 2021 do not say what they are about. */
const names = (payload: unknown, {payload: [name]}: Topic): boolean =>
	!Array.isArray(payload) || payload[0] === name;

const parseReply = (message: JsonObject): GateNews => {
	const {event, error, result} = message as Record<string, unknown>;
	const isRefused = isObject(error) || (isObject(result) && result['status'] === 'fail');
	if (event === 'subscribe') {
		if (!isRefused) return {type: 'subscribed'};
		const reason = isObject(error) ? error['message'] : undefined;
		return {type: 'refused', message: typeof reason === 'string' ? reason : 'no reason given'};
	}
	return event === 'unsubscribe' && !isRefused ? {type: 'unsubscribed'} : other;
};

/** A side that did not change may be null, or left out. */
const parseSide = (side: unknown): LevelColumns =>
	side === null || side === undefined ? noLevels : parseLevels(side);

/** `U` and `u` are the first and last id in the message: it follows on from `U` - 1. */
const parseNews = (result: JsonObject): GateNews => {
	const to = parseId(result['u']);
	const time = parseTime(result['t']);
	const sides = {bids: parseSide(result['b']), asks: parseSide(result['a'])};
	if (result['full'] === true) return {type: 'book', book: {to, time, ...sides}};
	const first = parseId(result['U']);
	if (first < 1 || first > to) throw new RangeError('update ids run backwards');
	return {type: 'increment', increment: {from: first - 1, to, time, ...sides}};
};

/** A fill that cannot be read is no reason to doubt the book. `side` is the taker's. */
const parseFill = (fill: JsonObject, symbol: string): GateNews => {
	const {id, currency_pair, side, price, amount, create_time_ms: time} = fill;
	if (currency_pair !== symbol || (side !== 'buy' && side !== 'sell')) return other;
	try {
		return {type: 'trade', trade: parseTrade(id, price, amount, side, time)};
	} catch {
		return other;
	}
};

/** Reads the body of `GET /spot/order_book` with `with_id=true`. */
export const parseSnapshot = (body: string): Snapshot =>
	reading('Gate', body, () => {
		const snapshot: unknown = parseJson(body);
		if (!isObject(snapshot)) throw new RangeError('not an object');
		return {
			to: parseId(snapshot['id']),
			time: parseTime(snapshot['update']),
			bids: parseLevels(snapshot['bids']),
			asks: parseLevels(snapshot['asks']),
		};
	});

/** Only `untradable` stops both sides. */
const toState = (status: string): MarketState =>
	status === 'tradable'
		? {type: 'trading'}
		: {type: 'halted', word: status, hasData: status !== 'untradable'};

/** Reads the body of `GET /spot/currency_pairs`, of all or of one. */
export const parsePairs = (body: string): Steps<readonly Market[]> =>
	readList('Gate', body.startsWith('[') ? body : `[${body}]`, {
		field: null,
		read: entry => ({
			base: parseName(entry['base']).toUpperCase(),
			quote: parseName(entry['quote']).toUpperCase(),
			symbol: parseSymbol(entry['id']),
			tickSize: parseStep(entry['precision']),
			sizeStep: parseStep(entry['amount_precision']),
			state: toState(parseName(entry['trade_status'])),
		}),
	});
