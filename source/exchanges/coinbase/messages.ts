import {parseDecimal, type Decimal} from '../../book/fixed-point.js';
import {toColumns, type LevelColumns} from '../../book/level-columns.js';
import type {Level} from '../../book/side-view.js';
import {compareTradeIds, type Trade} from '../../book/trade.js';
import type {Market, MarketState} from '../exchange.js';
import {readList, type Steps} from '../list-entries.js';
import {
	isObject,
	maxLevels,
	parseEntries,
	parseId,
	parseJson,
	parseName,
	parseSymbol,
	parseTimeField,
	parseTrade,
	reading,
	type JsonObject,
} from '../parse.js';

export type News =
	/** A whole book, or what changed of one. */
	| {
			readonly type: 'book';
			readonly isWhole: boolean;
			readonly bids: LevelColumns;
			readonly asks: LevelColumns;
	  }
	/** Oldest first. */
	| {readonly type: 'trades'; readonly trades: readonly Trade[]}
	/** All subscriptions of the connection; whether that to the book is among them. */
	| {readonly type: 'subscriptions'; readonly isOn: boolean};

export type CoinbaseMessage =
	| {
			readonly type: 'frame';
			/** Of the connection: each frame has the next one, whatever it is about. */
			readonly sequence: number;
			/** When it was sent, as it was written, to the nanosecond. */
			readonly timestamp: string;
			readonly news: readonly News[];
	  }
	/** Something was refused, in the exchange's own words; it is not said what. */
	| {readonly type: 'error'; readonly message: string};

/**
 * Reads one message for the client of a market.
 * https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
 */
export const parseMessage = (text: string, symbol: string): CoinbaseMessage =>
	reading('Coinbase', text, () => {
		const message = parseJson(text);
		if (!isObject(message)) throw new RangeError('not an object');
		const {type, channel, timestamp, events} = message;
		if (type === 'error') {
			const words = message['message'];
			return {type, message: typeof words === 'string' ? words : 'no reason given'};
		}
		if (typeof timestamp !== 'string') throw new RangeError('no time');
		const sequence = parseId(message['sequence_num']);
		const all = Array.isArray(events) ? events.filter(isObject) : [];
		const news = all.flatMap(event => parseEvent(channel, event, symbol));
		return {type: 'frame', sequence, timestamp, news};
	});

const parseEvent = (channel: unknown, event: JsonObject, symbol: string): readonly News[] => {
	switch (channel) {
		// It is asked for as `level2`.
		case 'l2_data':
			return event['product_id'] === symbol ? [parseBook(event)] : [];
		case 'market_trades':
			return [{type: 'trades', trades: parseTrades(event['trades'], symbol)}];
		case 'subscriptions': {
			const all = event['subscriptions'];
			const books = isObject(all) ? all['level2'] : null;
			return [{type: 'subscriptions', isOn: Array.isArray(books) && books.includes(symbol)}];
		}
		default:
			return [];
	}
};

const parseBook = ({type, updates}: JsonObject): News => {
	if (type !== 'snapshot' && type !== 'update') throw new RangeError('not a book');
	if (!Array.isArray(updates)) throw new RangeError('levels are missing');
	const sides: Record<'bid' | 'offer', Level[]> = {bid: [], offer: []};
	for (const update of updates as readonly unknown[]) {
		const side = isObject(update) ? update['side'] : null;
		if (!isObject(update) || (side !== 'bid' && side !== 'offer')) throw new RangeError('no side');
		sides[side].push(parseLevel(update));
	}
	const {bid, offer} = sides;
	if (Math.max(bid.length, offer.length) > maxLevels)
		throw new RangeError(`more than ${maxLevels} levels`);
	const isWhole = type === 'snapshot';
	return {type: 'book', isWhole, bids: toColumns(bid), asks: toColumns(offer)};
};

const parseLevel = ({price_level: price, new_quantity: size}: JsonObject): Level => {
	if (typeof price !== 'string' || typeof size !== 'string')
		throw new RangeError('a price or size is not a number');
	const level = {price: parseDecimal(price), size: parseDecimal(size)};
	if (level.price.units === 0) throw new RangeError('a price is zero');
	return level;
};

/** `side` is the maker's: the taker did the opposite. Throws where it is no fill of this market. */
export const toTrade = (fill: JsonObject, symbol: string): Trade => {
	const {product_id: of, side, trade_id: id, price, size, time} = fill;
	if (of !== symbol || (side !== 'BUY' && side !== 'SELL')) throw new RangeError('not a fill');
	return parseTrade(id, price, size, side === 'BUY' ? 'sell' : 'buy', time);
};

/** A fill that cannot be read is no reason to doubt the book. */
const parseTrades = (fills: unknown, symbol: string): readonly Trade[] => {
	if (!Array.isArray(fills)) return [];
	const trades = parseEntries(fills, fill => toTrade(fill, symbol));
	return trades.sort((one, next) => compareTradeIds(one.id, next.id));
};

/** In the first three nothing moves. Where orders must have a limit, or wait, the market trades all the same. */
const stops = ['trading_disabled', 'is_disabled', 'view_only'];
const halts = [...stops, 'cancel_only', 'auction_mode'];

const toState = (product: JsonObject): MarketState => {
	const status = parseName(product['status']);
	if (status !== 'online') return {type: 'halted', word: status, hasData: false};
	const halt = halts.find(flag => product[flag] === true);
	if (halt === undefined) return {type: 'trading'};
	return {type: 'halted', word: halt, hasData: !stops.includes(halt)};
};

const toStep = (step: unknown): Decimal | null =>
	typeof step === 'string' && step !== '' ? parseDecimal(step) : null;

/**
 * Reads the body of `GET /api/v3/brokerage/market/products`. A market in USDC has no book of its own where it is an
 * alias: its channels send that of the market in USD, by whose name it is asked for.
 */
export const parseProducts = (body: string): Steps<readonly Market[]> =>
	readList('Coinbase', body, {
		field: 'products',
		read(product) {
			if (product['product_type'] !== 'SPOT') throw new RangeError('not a spot market');
			const {alias} = product;
			const symbol = typeof alias === 'string' && alias !== '' ? alias : product['product_id'];
			return {
				base: parseName(product['base_currency_id']).toUpperCase(),
				quote: parseName(product['quote_currency_id']).toUpperCase(),
				symbol: parseSymbol(symbol),
				tickSize: toStep(product['price_increment']) ?? toStep(product['quote_increment']),
				sizeStep: toStep(product['base_increment']),
				state: toState(product),
			};
		},
	});

/** Reads the body of `GET /api/v3/brokerage/time`. */
export const parseServerTime = (body: string): number =>
	reading('Coinbase', body, () => parseTimeField(body, 'epochMillis'));
