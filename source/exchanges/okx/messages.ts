import type {Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import type {Increment, Snapshot} from '../increment.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	parseEntries,
	parseId,
	parseJson,
	parseLevels,
	parseName,
	parseStepSize,
	parseSymbol,
	parseTime,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';

export type OkxMessage =
	| {readonly type: 'increment'; readonly increment: Increment}
	/** The whole book, which may come at any time. */
	| {readonly type: 'book'; readonly book: Snapshot}
	| {readonly type: 'trades'; readonly trades: readonly Trade[]}
	/** The book's subscription. */
	| {readonly type: 'subscribed' | 'unsubscribed'}
	| {
			readonly type: 'refused';
			readonly code: string;
			/** In the exchange's own words. */
			readonly message: string;
			/** Of the request; null where that is not told. */
			readonly id: string | null;
	  }
	/** The connection is about to be closed. */
	| {readonly type: 'notice'; readonly message: string}
	/** Another topic's message, an answer to a ping, or one that is not documented. */
	| {readonly type: 'other'};

const other: OkxMessage = {type: 'other'};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads one message for the client of a market. https://www.okx.com/docs-v5/en/#overview-websocket */
export const parseMessage = (text: string, symbol: string): OkxMessage =>
	reading('OKX', text, () => {
		// It answers a ping, and is no JSON.
		if (text === 'pong') return other;
		const message: unknown = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const {event, arg, code, msg, id} = message as Record<string, unknown>;
		if (event === 'error') {
			const told = typeof id === 'string' ? id : null;
			return {type: 'refused', code: textOf(code), message: textOf(msg) || textOf(code), id: told};
		}
		if (event === 'notice') return {type: 'notice', message: textOf(msg)};
		if (!isObject(arg) || arg['instId'] !== symbol) return other;
		if (arg['channel'] === 'trades' && Array.isArray(message['data']))
			return {type: 'trades', trades: parseEntries(message['data'], toTrade)};
		if (arg['channel'] !== 'books') return other;
		if (event === 'subscribe' || event === 'unsubscribe') return {type: `${event}d`};
		return event === undefined ? parseBook(message) : other;
	});

const parseSides = (book: JsonObject) => ({
	time: parseTime(book['ts']),
	bids: parseLevels(book['bids']),
	asks: parseLevels(book['asks']),
});

/** The book in a message: of another one beside it nobody would be told. */
const onlyOf = (message: JsonObject): JsonObject => {
	const [first, ...more] = Array.isArray(message['data'])
		? (message['data'] as readonly unknown[])
		: [];
	if (!isObject(first)) throw new RangeError('no data');
	if (more.length > 0) throw new RangeError('more than one book');
	return first;
};

/** `seqId` may be below `prevSeqId`: ids have begun anew. `checksum` is dead since June 2026. */
const parseBook = (message: JsonObject): OkxMessage => {
	const data = onlyOf(message);
	const to = parseId(data['seqId']);
	switch (message['action']) {
		case 'snapshot':
			return {type: 'book', book: {to, ...parseSides(data)}};
		case 'update':
			return {
				type: 'increment',
				increment: {from: parseId(data['prevSeqId']), to, ...parseSides(data)},
			};
		default:
			throw new RangeError('no action');
	}
};

/** `side` is the taker's. */
export const toTrade = ({tradeId, px, sz, side, ts}: JsonObject): Trade => {
	if (side !== 'buy' && side !== 'sell') throw new RangeError('no side');
	return parseTrade(tradeId, px, sz, side, ts);
};

/** Reads an answer of the REST interface, whose errors come with a code. */
const parseAnswer = (body: string): JsonObject => {
	const answer: unknown = parseJson(body);
	if (!isObject(answer) || answer['code'] !== '0') throw new RangeError('an error');
	return onlyOf(answer);
};

/** Reads the body of `GET /api/v5/market/books`. */
export const parseSnapshot = (body: string): Snapshot =>
	reading('OKX', body, () => {
		const book = parseAnswer(body);
		return {to: parseId(book['seqId']), ...parseSides(book)};
	});

const toState = (state: string): MarketState =>
	state === 'live' ? {type: 'trading'} : {type: 'halted', word: state, hasData: false};

/** Reads the body of `GET /api/v5/public/instruments`. */
export const parseInstruments = (body: string): Steps<readonly Market[]> =>
	readList('OKX', body, {
		field: 'data',
		isList: ({code}) => code === '0',
		read: entry => ({
			base: parseName(entry['baseCcy']).toUpperCase(),
			quote: parseName(entry['quoteCcy']).toUpperCase(),
			symbol: parseSymbol(entry['instId']),
			tickSize: parseStepSize(entry['tickSz']),
			sizeStep: parseStepSize(entry['lotSz']),
			state: toState(parseName(entry['state'])),
		}),
	});

/** Reads the body of `GET /api/v5/public/time`. */
export const parseServerTime = (body: string): number =>
	reading('OKX', body, () => {
		const time = parseTime(parseAnswer(body)['ts']);
		if (time === null) throw new RangeError('no time');
		return time;
	});

/** What status the error of an answer should have had. */
const statuses: Readonly<Record<string, number | null>> = {
	'0': null,
	'50001': 503,
	'50011': 429,
	'50013': 503,
	'51001': 404,
};

/** Errors come with status 200 as well. */
export const judgeAnswer = (body: string): number | null => {
	const code = /"code"\s*:\s*"(\d{1,6})"/.exec(body.slice(0, 200))?.[1] ?? '0';
	return code in statuses ? (statuses[code] ?? null) : 400;
};
