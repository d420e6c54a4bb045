import type {Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import type {Snapshot} from '../increment.js';
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
	parseTimeField,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';

/** A book, or changes of one: `to` is the topic's own id, one more with each message. */
export type News = Snapshot & {
	/** Of the matching engine: comparable between topics and with the REST interface. */
	readonly seq: number;
};

export type BybitMessage =
	/** The whole book, which may come at any time. */
	| {readonly type: 'book'; readonly news: News}
	| {readonly type: 'delta'; readonly news: News}
	| {readonly type: 'trades'; readonly trades: readonly Trade[]}
	/** A request was taken, or refused in the exchange's own words; it does not say which. */
	| {readonly type: 'reply'; readonly op: string; readonly refusal: string | null}
	/** Another topic's message, or one that is not documented. */
	| {readonly type: 'other'};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Reads one message for the client of these topics. https://bybit-exchange.github.io/docs/v5/ws/connect */
export const parseMessage = (text: string, book: string, trades: string): BybitMessage =>
	reading('Bybit', text, () => {
		const message: unknown = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const {topic, type, data, success, op, ret_msg: words} = message as Record<string, unknown>;
		if (typeof success === 'boolean') {
			const refusal = success ? null : textOf(words) || 'no reason given';
			return {type: 'reply', op: textOf(op), refusal};
		}
		if (topic === trades && Array.isArray(data))
			return {type: 'trades', trades: parseEntries(data, toTrade)};
		if (topic !== book || !isObject(data)) return {type: 'other'};
		if (type !== 'snapshot' && type !== 'delta') throw new RangeError('no type');
		const time = parseTime(message['cts']) ?? parseTime(message['ts']);
		return {type: type === 'delta' ? 'delta' : 'book', news: parseNews(data, time)};
	});

const parseNews = (data: JsonObject, time: number | null): News => ({
	to: parseId(data['u']),
	seq: parseId(data['seq']),
	time,
	bids: parseLevels(data['b']),
	asks: parseLevels(data['a']),
});

/** `S` is the taker's side; `i` is beyond what a number holds, and a text. */
const toTrade = ({i, p, v, S, T}: JsonObject): Trade => {
	if (S !== 'Buy' && S !== 'Sell') throw new RangeError('no side');
	return parseTrade(i, p, v, S === 'Buy' ? 'buy' : 'sell', T);
};

/** Reads the body of `GET /v5/market/orderbook`. Its `u` is that of another topic. */
export const parseSnapshot = (body: string): News =>
	reading('Bybit', body, () => {
		const answer: unknown = parseJson(body);
		const result = isObject(answer) && answer['retCode'] === 0 ? answer['result'] : null;
		if (!isObject(result)) throw new RangeError('an error');
		return parseNews(result, parseTime(result['cts']));
	});

const toState = (status: string): MarketState =>
	status === 'Trading' ? {type: 'trading'} : {type: 'halted', word: status, hasData: false};

const steps = (value: unknown, field: string) =>
	isObject(value) ? parseStepSize(value[field]) : null;

/** Reads the body of `GET /v5/market/instruments-info`. */
export const parseInstruments = (body: string): Steps<readonly Market[]> =>
	readList('Bybit', body, {
		field: 'result.list',
		isList: ({retCode}) => retCode === 0,
		read: entry => ({
			base: parseName(entry['baseCoin']).toUpperCase(),
			quote: parseName(entry['quoteCoin']).toUpperCase(),
			symbol: parseSymbol(entry['symbol']),
			tickSize: steps(entry['priceFilter'], 'tickSize'),
			sizeStep: steps(entry['lotSizeFilter'], 'basePrecision'),
			state: toState(parseName(entry['status'])),
		}),
	});

/** Reads the body of `GET /v5/market/time`. */
export const parseServerTime = (body: string): number =>
	reading('Bybit', body, () => parseTimeField(body, 'time'));

/** What status the error of an answer should have had. */
const statuses: Readonly<Record<string, number>> = {
	/** A bad parameter: we send none but symbols. */
	'10001': 404,
	'10006': 429,
	'10009': 403,
	'10016': 503,
	'10018': 429,
};

/** Errors come with status 200 as well. */
export const judgeAnswer = (body: string): number | null => {
	const code = /"retCode"\s*:\s*(\d{1,7})/.exec(body.slice(0, 200))?.[1] ?? '0';
	return code === '0' ? null : (statuses[code] ?? 400);
};
