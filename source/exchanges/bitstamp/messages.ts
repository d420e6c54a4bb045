import type {Decimal} from '../../book/fixed-point.js';
import {toLevels, type LevelColumns} from '../../book/level-columns.js';
import type {Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import type {Snapshot} from '../increment.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	parseId,
	parseJson,
	parseLevels,
	parseName,
	parseSymbol,
	parseTime,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';

export type BitstampMessage =
	| {readonly type: 'book'; readonly book: Snapshot}
	| {readonly type: 'trade'; readonly trade: Trade}
	/** Of the book's topic. */
	| {readonly type: 'subscribed'}
	/** Of the book's topic. */
	| {readonly type: 'unsubscribed'}
	/** Of the book's topic, or of one that is not told; in the exchange's own words. */
	| {readonly type: 'refused'; readonly message: string}
	/** The exchange will end the connection. */
	| {readonly type: 'ending'}
	/** Another topic's message, an answer to a heartbeat, or one that is not documented. */
	| {readonly type: 'other'};

export type Topics = {readonly book: string; readonly trades: string};

const other: BitstampMessage = {type: 'other'};

/** Reads one message. https://www.bitstamp.net/websocket/v2/ */
export const parseMessage = (text: string, topics: Topics): BitstampMessage =>
	reading('Bitstamp', text, () => {
		const message: unknown = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const {event, channel, data} = message as Record<string, unknown>;
		if (event === 'bts:request_reconnect') return {type: 'ending'};
		if (event === 'trade') return channel === topics.trades ? parseFill(data) : other;
		if (event === 'bts:error' && channel !== topics.trades)
			return channel === topics.book || !channel
				? {type: 'refused', message: wordsOf(data)}
				: other;
		if (channel !== topics.book) return other;
		switch (event) {
			case 'data':
				return {type: 'book', book: parseBook(data)};
			case 'bts:subscription_succeeded':
				return {type: 'subscribed'};
			case 'bts:unsubscription_succeeded':
				return {type: 'unsubscribed'};
			default:
				return other;
		}
	});

const wordsOf = (data: unknown): string => {
	const words = isObject(data) ? data['message'] : data;
	return typeof words === 'string' && words !== '' ? words : 'no reason given';
};

/** A level that is to be removed has no place in a whole book. */
const parseSide = (value: unknown): LevelColumns => {
	const levels = parseLevels(value);
	if (toLevels(levels).some(({size}) => size.units === 0))
		throw new RangeError('a size of zero in a whole book');
	return levels;
};

/** Microseconds tell the order of books; `timestamp`, in seconds, does not. */
const parseBook = (data: unknown): Snapshot => {
	if (!isObject(data)) throw new RangeError('no book');
	const to = parseId(data['microtimestamp']);
	const time = parseTime(String(to));
	if (time === null) throw new RangeError('no time');
	const [bids, asks] = [parseSide(data['bids']), parseSide(data['asks'])];
	return {to, time, bids, asks};
};

/** A fill that cannot be read is no reason to doubt the book. `type` is what the taker did: 0 bought, 1 sold. */
const parseFill = (data: unknown): BitstampMessage => {
	if (!isObject(data)) return other;
	const {id, price_str: price, amount_str: amount, type, microtimestamp} = data;
	if (type !== 0 && type !== 1) return other;
	try {
		const side = type === 0 ? 'buy' : 'sell';
		return {type: 'trade', trade: parseTrade(id, price, amount, side, microtimestamp)};
	} catch {
		return other;
	}
};

/** Reads the body of `GET /api/v2/order_book/<market>/`. */
export const parseSnapshot = (body: string): Snapshot =>
	reading('Bitstamp', body, () => parseBook(parseJson(body)));

const toState = (trading: string): MarketState =>
	trading === 'Enabled' ? {type: 'trading'} : {type: 'halted', word: trading, hasData: false};

/** Steps are told by their decimals. */
const toStep = (decimals: unknown): Decimal | null =>
	typeof decimals === 'number' && Number.isInteger(decimals) && decimals >= 0 && decimals <= 30
		? {units: 1, decimals}
		: null;

const toMarket = (entry: JsonObject): Market => {
	const [base, quote] = parseSymbol(entry['name']).split('/');
	return {
		base: parseName(base).toUpperCase(),
		quote: parseName(quote).toUpperCase(),
		symbol: parseSymbol(entry['url_symbol']),
		tickSize: toStep(entry['counter_decimals']),
		sizeStep: toStep(entry['base_decimals']),
		state: toState(parseName(entry['trading'])),
	};
};

/** Reads the body of `GET /api/v2/trading-pairs-info/`. */
export const parsePairs = (body: string): Steps<readonly Market[]> =>
	readList('Bitstamp', body, {field: null, read: toMarket});
