import {addDecimals, compareDecimals, parseDecimal, zero} from '../../book/fixed-point.js';
import {toColumns} from '../../book/level-columns.js';
import type {Level} from '../../book/side-view.js';
import type {Trade} from '../../book/trade.js';
import type {Market} from '../exchange.js';
import type {Snapshot} from '../increment.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	maxLevels,
	parseExactJson,
	parseId,
	parseName,
	parseSymbol,
	parseTime,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';
import {toSymbol} from './topics.js';

/** A whole book; `isSummed`: the sizes are in all what the message says they are. */
export type UpbitBook = {readonly book: Snapshot; readonly isSummed: boolean};

export type UpbitMessage =
	/** `isFirst`: it answers the request, and does not show that any will follow. */
	| ({readonly type: 'book'; readonly isFirst: boolean} & UpbitBook)
	| {readonly type: 'trade'; readonly trade: Trade}
	| {
			readonly type: 'error';
			/** The exchange's own, such as `NO_CODES`. */
			readonly name: string;
			readonly message: string;
	  }
	/** Another market's message, an answer to a ping, or one that is not documented. */
	| {readonly type: 'other'};

const other: UpbitMessage = {type: 'other'};

/** A field by its long name, or by the short one of the format `SIMPLE`. */
const field = (from: JsonObject, long: string, short: string): unknown => from[long] ?? from[short];

/** Reads one message. https://docs.upbit.com/kr/reference/websocket-orderbook */
export const parseMessage = (text: string, symbol: string): UpbitMessage =>
	reading('Upbit', text, () => {
		const message = parseExactJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const error = message['error'];
		if (isObject(error)) {
			const {name, message: words} = error as Record<string, unknown>;
			return {type: 'error', name: String(name), message: String(words ?? 'no reason given')};
		}
		const code = field(message, 'code', 'cd');
		if (typeof code !== 'string' || toSymbol(code) !== symbol) return other;
		const type = field(message, 'type', 'ty');
		if (type === 'trade') return parseFill(message);
		if (type !== 'orderbook' || !isFine(message)) return other;
		const isFirst = field(message, 'stream_type', 'st') === 'SNAPSHOT';
		return {type: 'book', isFirst, ...parseBook(message)};
	});

/** Not of levels that were joined to one of a coarser step, as may be asked for. */
const isFine = (book: JsonObject): boolean => Number(field(book, 'level', 'lv') ?? 0) === 0;

/** A fill that cannot be read is no reason to doubt the book. `ask_bid` is what the taker did. */
const parseFill = (fill: JsonObject): UpbitMessage => {
	const id = field(fill, 'sequential_id', 'sid');
	const [price, size] = [field(fill, 'trade_price', 'tp'), field(fill, 'trade_volume', 'tv')];
	const taker = field(fill, 'ask_bid', 'ab');
	if (taker !== 'BID' && taker !== 'ASK') return other;
	const side = taker === 'BID' ? 'buy' : 'sell';
	const time = field(fill, 'trade_timestamp', 'ttms');
	try {
		return {type: 'trade', trade: parseTrade(id, price, size, side, time)};
	} catch {
		return other;
	}
};

/** The level of one side in a rank; null where that side has none there: its place holds zeros. */
const parsePlace = (price: unknown, size: unknown): Level | null => {
	if (typeof price !== 'string' || typeof size !== 'string')
		throw new RangeError('a price or size is not a number');
	const level = {price: parseDecimal(price), size: parseDecimal(size)};
	const isEmpty = level.price.units === 0;
	if (isEmpty !== (level.size.units === 0)) throw new RangeError('a price or a size is zero');
	return isEmpty ? null : level;
};

const isSumOf = (total: unknown, levels: readonly Level[]): boolean => {
	if (typeof total !== 'string') return true;
	const sum = levels.reduce((all, {size}) => addDecimals(all, size), zero);
	return compareDecimals(sum, parseDecimal(total)) === 0;
};

/** In each rank a bid and an ask stand in one object. */
const parseBook = (message: JsonObject): UpbitBook => {
	const units = field(message, 'orderbook_units', 'obu');
	if (!Array.isArray(units)) throw new RangeError('levels are missing');
	if (units.length > maxLevels) throw new RangeError(`more than ${maxLevels} levels`);
	const bids: Level[] = [];
	const asks: Level[] = [];
	for (const unit of units as readonly unknown[]) {
		if (!isObject(unit)) throw new RangeError('a level is no object');
		const bid = parsePlace(field(unit, 'bid_price', 'bp'), field(unit, 'bid_size', 'bs'));
		const ask = parsePlace(field(unit, 'ask_price', 'ap'), field(unit, 'ask_size', 'as'));
		if (bid) bids.push(bid);
		if (ask) asks.push(ask);
	}
	const to = parseId(field(message, 'timestamp', 'tms'));
	const time = parseTime(to);
	if (time === null) throw new RangeError('no time');
	const isSummed =
		isSumOf(field(message, 'total_bid_size', 'tbs'), bids) &&
		isSumOf(field(message, 'total_ask_size', 'tas'), asks);
	const book = {to, time, bids: toColumns(bids), asks: toColumns(asks)};
	return {book, isSummed};
};

/** Reads the body of `GET /v1/orderbook` of one market. */
export const parseBooks = (body: string, symbol: string): Snapshot =>
	reading('Upbit', body, () => {
		const answer = parseExactJson(body);
		const [entry] = (Array.isArray(answer) ? answer : []) as readonly unknown[];
		if (!isObject(entry) || entry['market'] !== symbol) throw new RangeError('no book');
		return parseBook(entry).book;
	});

/** Sizes have eight decimals everywhere. */
const sizeStep = {units: 1, decimals: 8};

/** Reads the body of `GET /v1/market/all`: what is not traded any more is not in it. Prices go in steps that depend on the price. */
export const parseMarkets = (body: string): Steps<readonly Market[]> =>
	readList('Upbit', body, {
		field: null,
		read(entry) {
			const symbol = parseSymbol(entry['market']);
			const [quote, ...base] = symbol.split('-');
			return {
				base: parseName(base.join('-')).toUpperCase(),
				quote: parseName(quote).toUpperCase(),
				symbol,
				tickSize: null,
				sizeStep,
				state: {type: 'trading'},
			};
		},
	});
