import {createBookStream} from '../kit/book-stream.js';
import type {Catalogue} from '../kit/catalogue.js';
import {createLevelTexts} from '../kit/levels.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {createTradeStream, type PrintedFill} from '../kit/trade-stream.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';

const decimalsOfTrades = 10;

const seconds = (ms: number) => Math.floor(ms / 1000);

/** Epoch milliseconds with a fraction, as text. */
const fractionOf = ({time, id}: PrintedFill): string =>
	`${String(time)}.${String(id % 10_000).padStart(4, '0')}`;

/** `spot.obu`: the whole book first, then what changed. */
const createObu = (market: RunningMarket, levels: 50 | 400, time: () => number): Stream => {
	const print = createLevelTexts('gate', market.books.gate.scale);
	const s = `ob.${toSymbol('gate', market.listing)}.${String(levels)}`;
	const message = (result: object) =>
		JSON.stringify({channel: 'spot.obu', result, time_ms: time(), event: 'update'});
	return createBookStream('gate', market, {
		levels,
		print: ({step: {time: t, sequence: u}, before, changes: {bids, asks}}) =>
			message({t, s, u, U: before + 1, b: print(bids), a: print(asks)}),
		whole: ({rungs: {bids, asks}, sequence: u, time: t}) =>
			message({t, full: true, s, u, b: print(bids), a: print(asks)}),
	});
};

/** A side without changes is null. */
const orNull = <T>(levels: readonly T[]) => (levels.length === 0 ? null : levels);

/** `spot.order_book_update`: what changed, to be laid on a book fetched by REST. */
const createUpdates = (market: RunningMarket, time: () => number): Stream => {
	const print = createLevelTexts('gate', market.books.gate.scale);
	const s = toSymbol('gate', market.listing);
	const head = {channel: 'spot.order_book_update', event: 'update'};
	return createBookStream('gate', market, {
		levels: 100,
		isWhole: false,
		print({step: {time: t, sequence: u}, before, changes}) {
			const sides = {b: orNull(print(changes.bids)), a: orNull(print(changes.asks))};
			const result = {t, e: 'depthUpdate', E: seconds(t), s, U: before + 1, u, ...sides};
			return JSON.stringify({time: seconds(time()), ...head, result});
		},
		whole: () => null,
	});
};

const padded = (text: string) => {
	const [whole = '', fraction = ''] = text.split('.');
	return `${whole}.${fraction.padEnd(decimalsOfTrades, '0')}`;
};

const toTrade = (symbol: string, fill: PrintedFill) => ({
	id: fill.id,
	create_time: seconds(fill.time),
	create_time_ms: fractionOf(fill),
	side: fill.taker,
	currency_pair: symbol,
	amount: padded(fill.size),
	price: padded(fill.price),
});

/** As REST tells it: ids and times are texts. */
export const toRestTrade = (symbol: string, fill: PrintedFill) => {
	const {id, create_time: at, ...rest} = toTrade(symbol, fill);
	return {id: String(id), create_time: String(at), ...rest, sequence_id: String(id)};
};

const createTrades = (market: RunningMarket): Stream => {
	const symbol = toSymbol('gate', market.listing);
	const printFill = (fill: PrintedFill) =>
		JSON.stringify({
			time: seconds(fill.time),
			channel: 'spot.trades',
			event: 'update',
			result: toTrade(symbol, fill),
		});
	return createTradeStream('gate', market, {print: fills => fills.map(printFill)});
};

/** What a channel's payload names, one of each; null for what is none. */
export const createGateStreams = (catalogue: Catalogue, time: () => number) => {
	const streams = createStreams(catalogue, {
		obu400: market => createObu(market, 400, time),
		obu50: market => createObu(market, 50, time),
		updates: market => createUpdates(market, time),
		trades: createTrades,
	});
	return (channel: string, payload: readonly string[]): readonly (Stream | null)[] => {
		const [pair = '', speed = ''] = payload;
		switch (channel) {
			case 'spot.obu':
				return payload.map(name => {
					const [, symbol = '', levels] = /^ob\.(.+)\.(400|50)$/.exec(name) ?? [];
					return streams.find(levels === '50' ? 'obu50' : 'obu400', symbol);
				});
			case 'spot.order_book_update':
				return [/^(20|100)ms$/.test(speed) ? streams.find('updates', pair) : null];
			case 'spot.trades':
				return payload.map(symbol => streams.find('trades', symbol));
			default:
				return [];
		}
	};
};
