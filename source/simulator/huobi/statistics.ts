import {fromUnits, toNumber} from '../../book/fixed-point.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {javaText} from '../number-text.js';
import {createSubscribers} from '../subscribers.js';
import type {Candle} from '../tape.js';
import {objectText} from './text.js';
import {prompt, type HuobiTopic} from './topic.js';
import {touchOf} from './touch-topics.js';

const dayMs = 24 * 3_600_000;
const stepsBetween = 10;

const double = (units: number | bigint, decimals: number) =>
	javaText(toNumber(fromUnits(units, decimals)));

/** What a candle holds, as JSON: `amount` is of the base, `vol` of the quote. */
export const candleFields = (market: RunningMarket, candle: Candle) => {
	const {priceDecimals, sizeDecimals} = market.books.huobi.scale;
	return {
		open: double(candle.open, priceDecimals),
		close: double(candle.close, priceDecimals),
		low: double(candle.low, priceDecimals),
		high: double(candle.high, priceDecimals),
		amount: double(candle.lots, sizeDecimals),
		vol: double(candle.quote, priceDecimals + sizeDecimals),
		count: candle.lots === 0n ? 0 : candle.lastId - candle.firstId + 1,
	};
};

/** As if the best bid had just been paid for nothing: for markets in which nothing was traded yet. */
const untraded = (market: RunningMarket): Candle => {
	const [tick] = market.books.huobi.bids.at(0);
	const none = {lots: 0n, quote: 0n, boughtLots: 0n, boughtQuote: 0n, lastLots: 0};
	const prices = {open: tick, high: tick, low: tick, close: tick};
	return {time: 0, firstId: 0, lastId: 0, ...prices, ...none};
};

const dayOf = (market: RunningMarket, now: number): Candle =>
	market.tapes.huobi.since(now - dayMs) ?? untraded(market);

/** The `tick` of `detail` and of `GET /market/detail`. */
export const detailFields = (market: RunningMarket, now: number) => {
	const {sequence} = market.books.huobi;
	return {id: sequence, ...candleFields(market, dayOf(market, now)), version: sequence};
};

/** An entry of `GET /market/tickers`, without its symbol; the `ticker` topic has the last trade besides. */
export const tickerFields = (market: RunningMarket, now: number) => ({
	...candleFields(market, dayOf(market, now)),
	...touchOf(market),
});

const lastFields = (market: RunningMarket, now: number) => {
	const {priceDecimals, sizeDecimals} = market.books.huobi.scale;
	const {close, lastLots} = dayOf(market, now);
	return {lastPrice: double(close, priceDecimals), lastSize: double(lastLots, sizeDecimals)};
};

const createStatistics = (
	market: RunningMarket,
	kind: string,
	everySteps: number,
	time: () => number,
	tick: () => string,
): HuobiTopic => {
	const channel = `market.${toSymbol('huobi', market.listing)}.${kind}`;
	let told = '';
	const subscribers = createSubscribers(
		'huobi',
		market,
		(_, stepNumber) => {
			const text = stepNumber % everySteps === 0 ? tick() : told;
			if (text === told) return;
			told = text;
			subscribers.tell(`{"ch":"${channel}","ts":${String(time())},"tick":${text}}`);
		},
		() => {
			told = '';
		},
	);
	return {subscribe: listener => subscribers.add(listener), request: () => prompt(tick())};
};

/** `detail`: what was traded in a day, each second in which anything changed. */
export const createDetail = (market: RunningMarket, time: () => number): HuobiTopic =>
	createStatistics(market, 'detail', stepsBetween, time, () =>
		objectText(detailFields(market, time())),
	);

/** `ticker`: that, the touch and the last trade, each 100 ms in which any of it changed. */
export const createTicker = (market: RunningMarket, time: () => number): HuobiTopic =>
	createStatistics(market, 'ticker', 1, time, () =>
		objectText({...tickerFields(market, time()), ...lastFields(market, time())}),
	);
