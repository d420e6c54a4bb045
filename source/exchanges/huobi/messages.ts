import {noLevels, toLevels, type LevelColumns} from '../../book/level-columns.js';
import type {Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import type {Increment, Snapshot} from '../increment.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	parseExactJson,
	parseEntries,
	parseId,
	parseLevels,
	parseName,
	parseStep,
	parseSymbol,
	parseTrade,
	type JsonObject,
	parseTime,
	parseTimeField,
	reading,
} from '../parse.js';

export type HuobiMessage =
	| {
			readonly type: 'ping';
			/** What to answer: the same integer, digit for digit. */
			readonly pong: string;
			/** Epoch milliseconds by the exchange's clock. */
			readonly time: number;
	  }
	| {
			readonly type: 'subscribed';
			/** Epoch milliseconds by the exchange's clock; null where that is not told. */
			readonly time: number | null;
	  }
	/** The exchange ended the subscription. */
	| {readonly type: 'unsubscribed'}
	| {readonly type: 'increment'; readonly increment: Increment}
	/** Changed levels of a depth push, as another recorder stores them: no id tells what they follow. */
	| {readonly type: 'changes'}
	/** A whole book pushed, which shows that the subscription is on; the reply to a `req` does not. */
	| {readonly type: 'book'; readonly book: Snapshot}
	| {
			readonly type: 'reply';
			readonly book: Snapshot;
			/** Of the request; null where that is not told. */
			readonly id: string | null;
	  }
	/** The reply to a `req` holds no book: not yet. */
	| {readonly type: 'no-reply'}
	| {
			readonly type: 'trades';
			/** Newest first, as they are sent. */
			readonly trades: readonly Trade[];
	  }
	| {
			readonly type: 'error';
			/** In the exchange's own words. */
			readonly message: string;
			/** Of the request refused; null where that is not told. */
			readonly id: string | null;
	  }
	/** Another topic's message, or one that is not documented. */
	| {readonly type: 'other'};

/** Reads one message, unpacked. Messages are told apart by their topic, not by which fields are there. */
export const parseMessage = (text: string, topic: string): HuobiMessage =>
	reading('Huobi', text, () => {
		const message = parseExactJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const {ping, ch, rep, subbed, unsubbed, status} = message as Record<string, unknown>;
		if (ping !== undefined) return {type: 'ping', pong: toPong(ping), time: Number(ping)};
		if (status === 'error') return toError(message);
		if (unsubbed === topic) return {type: 'unsubscribed'};
		const time = parseTime(message['ts']);
		if (subbed === topic && (status ?? 'ok') === 'ok') return {type: 'subscribed', time};
		if (ch === topic) return parsePush(message['tick'], time, message['update'] === true);
		if (rep === topic) return parseReply(message, time);
		return {type: 'other'};
	});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const toError = ({id, ...message}: JsonObject): HuobiMessage => ({
	type: 'error',
	message: String(message['err-msg'] ?? message['err-code'] ?? 'no reason given'),
	id: textOrNull(id),
});

/** The reply to a `req` holds the book under `data`, a push under `tick`. */
const parseReply = (
	{id, data, tick}: Readonly<Record<string, unknown>>,
	time: number | null,
): HuobiMessage => {
	const book = data ?? tick ?? null;
	if (book === null) return {type: 'no-reply'};
	return {type: 'reply', book: parseBook(book, time), id: textOrNull(id)};
};

const toPong = (ping: unknown): string => {
	if (typeof ping !== 'string' || !/^\d{1,20}$/.test(ping)) throw new RangeError('not a ping');
	return `{"pong":${ping}}`;
};

/** `id` is beyond what a number holds and about to go: `tradeId` is the one to use. */
export const toTrade = (fill: JsonObject): Trade => {
	const {tradeId, price, amount, direction, ts} = fill as Record<string, unknown>;
	if (direction === 'buy' || direction === 'sell')
		return parseTrade(tradeId, price, amount, direction, ts);
	// Seen empty: a fill all the same.
	if (!isBlank(direction)) throw new RangeError('no direction');
	return parseTrade(tradeId, price, amount, null, ts);
};

/**
 * An MBP increment names the sequence it follows; a depth push is a whole book, unless another recorder
 * has left of it what changed, and marked it so.
 */
const parsePush = (tick: unknown, time: number | null, isMarked: boolean): HuobiMessage => {
	if (!isObject(tick)) throw new RangeError('no tick');
	if (Array.isArray(tick['data']))
		return {type: 'trades', trades: parseEntries(tick['data'], toTrade)};
	if (tick['prevSeqNum'] === undefined)
		return isMarked ? {type: 'changes'} : {type: 'book', book: parseBook(tick, time)};
	return {
		type: 'increment',
		increment: {
			from: parseId(tick['prevSeqNum']),
			to: parseId(tick['seqNum']),
			time,
			// Some levels of detail leave out the side that did not change.
			bids: parseSide(tick['bids']),
			asks: parseSide(tick['asks']),
		},
	};
};

const isBlank = (value: unknown): boolean => value === undefined || value === null || value === '';

/** A side without any levels may be blank, or left out. */
const parseSide = (side: unknown): LevelColumns => (isBlank(side) ? noLevels : parseLevels(side));

/** Levels of a whole book: one that is to be removed has no place in it. */
const parseWholeSide = (value: unknown): LevelColumns => {
	const levels = parseSide(value);
	if (toLevels(levels).some(({size}) => size.units === 0))
		throw new RangeError('a size of zero in a whole book');
	return levels;
};

const parseBook = (book: unknown, time: number | null): Snapshot => {
	if (!isObject(book)) throw new RangeError('no book');
	if (isBlank(book['bids']) && isBlank(book['asks'])) throw new RangeError('no sides');
	return {
		// `version` of a depth push, `seqNum` of an MBP reply.
		to: parseId(book['seqNum'] ?? book['version']),
		time: parseTime(book['ts']) ?? time,
		bids: parseWholeSide(book['bids']),
		asks: parseWholeSide(book['asks']),
	};
};

/** States in which the book goes on moving although the market does not trade freely. */
const statesWithData = new Set(['fuse', 'transfer-board']);

const toState = (state: string): MarketState =>
	state === 'online'
		? {type: 'trading'}
		: {type: 'halted', word: state, hasData: statesWithData.has(state)};

/** Reads the body of `GET /v1/common/symbols`, whose currencies are in lower case. */
export const parseSymbols = (body: string): Steps<readonly Market[]> =>
	readList('Huobi', body, {
		field: 'data',
		isList: ({status}) => status === 'ok',
		read: entry => ({
			base: parseName(entry['base-currency']).toUpperCase(),
			quote: parseName(entry['quote-currency']).toUpperCase(),
			symbol: parseSymbol(entry['symbol']),
			tickSize: parseStep(entry['price-precision']),
			sizeStep: parseStep(entry['amount-precision']),
			state: toState(parseName(entry['state'])),
		}),
	});

/** Reads the body of `GET /v1/common/timestamp`. */
export const parseTimestamp = (body: string): number =>
	reading('Huobi', body, () => parseTimeField(body, 'data'));
