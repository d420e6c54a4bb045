import {createBookStream} from '../kit/book-stream.js';
import type {Catalogue} from '../kit/catalogue.js';
import {createLevelTexts} from '../kit/levels.js';
import {createStreams, type Stream} from '../kit/streams.js';
import {createTradeStream, type PrintedFill} from '../kit/trade-stream.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {hashText} from '../../random.js';
import type {Rungs} from '../running-book.js';

/** Of the book of one level: repeated so often where nothing changes. */
const repeatSteps = 30;

/** The id of a topic's messages: one more each time, and 1 after the service was restarted. */
export type Counter = {
	id(): number;
	/** The id of a new message; 1 tells that it has to hold the whole book. */
	next(): number;
	restart(): void;
};

export const createCounter = (name: string): Counter => {
	let id = 1_000_000 + (hashText(name) % 90_000_000);
	return {
		id: () => id,
		next: () => ++id,
		restart() {
			id = 0;
		},
	};
};

export type BybitStreamOptions = {
	readonly catalogue: Catalogue;
	/** The counter of a topic. */
	counterOf(topic: string): Counter;
	time(): number;
};

const createBook = (
	market: RunningMarket,
	levels: number,
	{counterOf, time}: BybitStreamOptions,
): Stream => {
	const s = toSymbol('bybit', market.listing);
	const topic = `orderbook.${String(levels)}.${s}`;
	const counter = counterOf(topic);
	const print = createLevelTexts('bybit', market.books.bybit.scale);
	const message = (type: string, {bids, asks}: Rungs, u: number, seq: number, cts: number) => {
		const data = {s, b: print(bids), a: print(asks), u, seq};
		return JSON.stringify({topic, ts: time(), type, data, cts});
	};
	return createBookStream('bybit', market, {
		levels,
		print({step: {sequence, time: at}, changes, rungs}) {
			const u = counter.next();
			const isWhole = u === 1 || levels === 1;
			return message(isWhole ? 'snapshot' : 'delta', isWhole ? rungs() : changes, u, sequence, at);
		},
		...(levels === 1 && {
			idle: {
				steps: repeatSteps,
				print: ({rungs, sequence, time: at}) =>
					message('snapshot', rungs, counter.id(), sequence, at),
			},
		}),
		whole: ({rungs, sequence, time: at}) => message('snapshot', rungs, counter.id(), sequence, at),
	});
};

/** Beyond 2^53. */
export const tradeId = ({id}: PrintedFill): string =>
	`2280000${String(id % 1_000_000_000_000).padStart(12, '0')}`;

const createTrades = (market: RunningMarket, time: () => number): Stream => {
	const s = toSymbol('bybit', market.listing);
	const {books} = market;
	const print = (fills: readonly PrintedFill[]) => {
		const data = fills.map(fill => ({
			i: tradeId(fill),
			T: fill.time,
			p: fill.price,
			v: fill.size,
			S: fill.taker === 'buy' ? 'Buy' : 'Sell',
			seq: books.bybit.sequence,
			s,
			BT: false,
			RPI: false,
		}));
		return JSON.stringify({topic: `publicTrade.${s}`, ts: time(), type: 'snapshot', data});
	};
	return createTradeStream('bybit', market, {print});
};

export const createBybitStreams = (options: BybitStreamOptions) =>
	createStreams(options.catalogue, {
		'orderbook.1': market => createBook(market, 1, options),
		'orderbook.50': market => createBook(market, 50, options),
		'orderbook.200': market => createBook(market, 200, options),
		'orderbook.1000': market => createBook(market, 1000, options),
		publicTrade: market => createTrades(market, options.time),
	});
