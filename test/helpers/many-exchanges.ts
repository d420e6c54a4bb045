import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns} from '../../source/book/level-columns.js';
import type {Level} from '../../source/book/side-view.js';
import type {Trade} from '../../source/book/trade.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {initialHealth} from '../../source/store/market-view.js';
import {startTime} from './market.js';
import {goLive} from './statuses.js';

type Listed = {
	readonly exchange: string;
	readonly title: string;
	readonly quote: string;
	/** The best bid, in ticks. */
	readonly best: number;
	readonly tickSize: string;
	readonly sizeStep: string;
	/** Levels a side. */
	readonly levels: number;
	/** Levels a side in which a loss would be seen. @default all */
	readonly seenLevels?: number;
};

const usdt = {quote: 'USDT', tickSize: '0.01', sizeStep: '0.00001', levels: 60};

/** As they are listed: BTC in dollars of several kinds, and in won, which have no decimals. */
const listed: readonly Listed[] = [
	{...usdt, exchange: 'binance', title: 'Binance', best: 6_000_012},
	{...usdt, exchange: 'huobi', title: 'Huobi', best: 6_000_190, sizeStep: '0.000001'},
	{...usdt, exchange: 'gate', title: 'Gate', best: 6_000_077},
	{...usdt, exchange: 'okx', title: 'OKX', best: 6_000_150, tickSize: '0.1', levels: 50},
	{...usdt, exchange: 'bybit', title: 'Bybit', best: 6_000_031, sizeStep: '0.000001'},
	{
		...usdt,
		exchange: 'kraken',
		title: 'Kraken',
		best: 6_000_214,
		sizeStep: '0.00000001',
		levels: 25,
		seenLevels: 10,
	},
	{
		exchange: 'upbit',
		title: 'Upbit',
		quote: 'KRW',
		best: 89_012,
		tickSize: '1000',
		sizeStep: '0.00000001',
		levels: 15,
	},
	{...usdt, exchange: 'bitstamp', title: 'Bitstamp', quote: 'USD', best: 5_999_300},
	{...usdt, exchange: 'coinbase', title: 'Coinbase', quote: 'USD', best: 5_999_411},
];

/** Levels some ticks apart whose numbers look arbitrary but never change. */
const ladder = ({best, tickSize, sizeStep, levels}: Listed, sign: 1 | -1): readonly Level[] => {
	const tick = parseDecimal(tickSize);
	const step = parseDecimal(sizeStep);
	const perTick = tickSize === '0.1' ? 10 : 1;
	const isWon = tickSize === '1000';
	let units = (isWon ? best : Math.round(best / perTick)) + (sign > 0 ? 1 : 0);
	return Array.from({length: levels}, (_, rank): Level => {
		if (rank > 0) units += sign * (isWon ? 1 : 1 + Math.round(((rank * 37 + best) % 90) / perTick));
		const size = (((rank * rank * 53 + rank * 397 + best) % 2900) + 40) * 10 ** (step.decimals - 5);
		return {
			price: parseDecimal(
				(units * Number(tick.units) * 10 ** -tick.decimals).toFixed(tick.decimals),
			),
			size: parseDecimal(
				(Math.round(size + (rank % 3)) / 10 ** step.decimals).toFixed(step.decimals),
			),
		};
	});
};

/** Fills some seconds apart around the best prices. */
const fills = ({best, tickSize, sizeStep}: Listed): readonly Trade[] =>
	Array.from({length: 40}, (_, index): Trade => {
		const tick = parseDecimal(tickSize);
		const step = parseDecimal(sizeStep);
		const ticks = best / (tickSize === '0.1' ? 10 : 1) + (((index * 7) % 9) - 4);
		const size = ((index * index * 53 + index * 397 + best) % 2300) + 15;
		return {
			id: String(index + 1),
			price: parseDecimal(
				(ticks * Number(tick.units) * 10 ** -tick.decimals).toFixed(tick.decimals),
			),
			size: parseDecimal((size / 1e5).toFixed(Math.min(5, step.decimals))),
			side: (index * 7) % 5 < 3 ? 'buy' : 'sell',
			time: startTime - 500 - (39 - index) * 2900,
		};
	});

export const exchangeKey = (exchange: string): string => {
	const quote = listed.find(row => row.exchange === exchange)?.quote ?? '';
	return `${exchange}:BTC/${quote}`;
};

const fillBook = (store: BookStore, row: Listed): void => {
	const {exchange, seenLevels} = row;
	const at = startTime - 40 - (row.best % 900);
	const bids = toColumns(ladder(row, -1));
	const asks = toColumns(ladder(row, 1));
	const loss =
		seenLevels === undefined
			? ({type: 'ids'} as const)
			: ({type: 'checksum', levels: seenLevels} as const);
	store.apply(
		exchangeKey(exchange),
		{
			type: 'snapshot',
			bids,
			asks,
			sequence: 1,
			exchangeTime: null,
			...(seenLevels === undefined ? {} : {seenLevels}),
		},
		at,
	);
	goLive(store, exchangeKey(exchange), at);
	store.addTrades(exchangeKey(exchange), fills(row), startTime - 500);
	store.setRate(exchangeKey(exchange), 4 + (row.best % 23));
	store.setHealth(exchangeKey(exchange), {
		...initialHealth,
		connectedSince: startTime - 754_000,
		heardAt: startTime - 300,
		bytesPerSecond: 4210,
		latencyMs: {p50: 34.2, p99: 81.7},
		clockOffsetMs: 12.4,
		events: [
			{at: startTime - 754_000, text: 'connected'},
			{at: startTime - 753_400, text: 'live'},
		],
		hosts: {ws: `ws.${exchange}.com`, rest: `api.${exchange}.com`},
		proof: {loss, audit: seenLevels === undefined ? 'rest' : 'checksum'},
	});
};

/** A store with these exchanges live, in the order of the panes. */
export const createExchanges = (...wanted: readonly string[]): BookStore => {
	const store = createBookStore();
	for (const row of listed.filter(({exchange}) => wanted.includes(exchange))) {
		const {exchange, title, quote, tickSize, sizeStep} = row;
		store.add({
			key: exchangeKey(exchange),
			exchange,
			title,
			market: `BTC/${quote}`,
			tickSize: parseDecimal(tickSize),
			sizeStep: parseDecimal(sizeStep),
		});
		fillBook(store, row);
	}
	store.publish();
	return store;
};

/** One that is out of sync, and one that is lost, as they were last heard of. */
export const spoilTwo = (store: BookStore, outOfSync: string, lost: string): void => {
	const reason = 'an update was missed';
	store.setStatus(
		exchangeKey(outOfSync),
		{status: 'resyncing', reason, retryAt: null},
		startTime - 400,
	);
	store.setStatus(
		exchangeKey(lost),
		{
			status: 'reconnecting',
			reason: `no answer within 10 s: api.${lost}.com`,
			retryAt: startTime + 4000,
		},
		startTime - 3000,
	);
	store.publish();
};
