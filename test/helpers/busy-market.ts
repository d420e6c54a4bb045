import {parseDecimal} from '../../source/book/fixed-point.js';
import type {Trade} from '../../source/book/trade.js';
import type {BookStore} from '../../source/store/book-store.js';
import {initialHealth, type BookHealth} from '../../source/store/market-view.js';
import {binance, createLiveMarket, createMarket, fill, huobi, startTime} from './market.js';

/** Fills some seconds apart whose numbers look arbitrary but never change; the newest is half a second old. */
export const createTrades = (count: number, price: number): readonly Trade[] =>
	Array.from({length: count}, (_, index): Trade => {
		const back = count - 1 - index;
		const isBuy = (index * 7) % 5 < 3;
		return {
			id: String(index + 1),
			price: parseDecimal(((price + (isBuy ? 1 : 0) + ((index * 11) % 3) - 1) / 10_000).toFixed(4)),
			size: parseDecimal((((index * index * 53 + index * 397) % 2300) + 1.5).toFixed(1)),
			side: isBuy ? 'buy' : 'sell',
			time: startTime - 500 - back * 2900 - ((back * 731) % 1700),
		};
	});

const health: BookHealth = {
	...initialHealth,
	connectedSince: startTime - 754_000,
	bytesPerSecond: 4210,
	latencyMs: {p50: 34.2, p99: 81.7},
	clockOffsetMs: 12.4,
	gaps: 1,
	resyncs: 1,
	restWeight: {used: 270, limit: 6000},
	lastAudit: {at: startTime - 61_000, differences: 0},
	audits: 6,
	events: [
		{at: startTime - 754_000, text: 'connected'},
		{at: startTime - 753_400, text: 'live: in sync with a snapshot of 5000 levels a side'},
		{at: startTime - 190_000, text: 'resyncing: an update was missed'},
		{at: startTime - 189_200, text: 'live again after 0.8 s'},
		{at: startTime - 61_000, text: 'audited: 0 differences'},
	],
};

/** Trades, health and a past for both books of a market. */
const makeBusy = (store: BookStore): BookStore => {
	store.addTrades(binance, createTrades(120, 1642), startTime - 500);
	store.addTrades(huobi, createTrades(40, 1643), startTime - 500);
	store.setHealth(binance, health);
	store.setHealth(huobi, {
		...health,
		bytesPerSecond: 910,
		latencyMs: {p50: 81, p99: 240},
		clockOffsetMs: -3,
		gaps: 0,
		resyncs: 0,
		restWeight: null,
		events: health.events.slice(0, 2),
	});
	store.publish();
	return store;
};

export const createBusyMarket = (): BookStore => makeBusy(createLiveMarket());

/** The same with one exchange lost, as it was last heard of. */
export const createHalfMarket = (): BookStore => {
	const store = makeBusy(createLiveMarket());
	const reason = 'no answer within 10 s: api.huobi.pro';
	store.setStatus(
		huobi,
		{status: 'reconnecting', reason, retryAt: startTime + 4000},
		startTime - 3000,
	);
	store.publish();
	return store;
};

/** Prices that cross: Huobi bids more than Binance asks. */
export const createCrossedMarket = (): BookStore => {
	const store = createMarket();
	fill(store, binance, 1642, startTime - 240);
	fill(store, huobi, 1646, startTime - 80);
	return makeBusy(store);
};
