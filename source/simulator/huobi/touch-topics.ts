import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {levelText} from '../number-text.js';
import {createSubscribers} from '../subscribers.js';
import {objectText, rungsText} from './text.js';
import {prompt, type HuobiTopic} from './topic.js';

/** Best price and size of both sides, as JSON. */
export const touchOf = (market: RunningMarket) => {
	const {bids, asks, scale} = market.books.huobi;
	const bid = levelText('huobi', scale, bids.at(0));
	const ask = levelText('huobi', scale, asks.at(0));
	return {
		ask: ask.price.wire,
		askSize: ask.size.wire,
		bid: bid.price.wire,
		bidSize: bid.size.wire,
	};
};

/** `bbo`: whenever the best price or size of a side changed. */
export const createBbo = (market: RunningMarket): HuobiTopic => {
	const symbol = toSymbol('huobi', market.listing);
	const book = market.books.huobi;
	let told = '';

	const tick = () => {
		const ids = {seqId: book.sequence, quoteTime: book.time, symbol: `"${symbol}"`};
		return objectText({...touchOf(market), ...ids});
	};

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			const touch = objectText(touchOf(market));
			if (!step || touch === told) return;
			told = touch;
			const ts = String(step.time);
			subscribers.tell(`{"ch":"market.${symbol}.bbo","ts":${ts},"tick":${tick()}}`);
		},
		() => {
			told = '';
		},
	);
	return {subscribe: listener => subscribers.add(listener), request: () => prompt(tick())};
};

/** `mbp.refresh`: the best levels, whole, each 100 ms in which the book changed. */
export const createRefresh = (market: RunningMarket, levels: number): HuobiTopic => {
	const book = market.books.huobi;
	const channel = `market.${toSymbol('huobi', market.listing)}.mbp.refresh.${String(levels)}`;

	const tick = () =>
		`{"seqNum":${String(book.sequence)},${rungsText(book.rungs(levels), book.scale)}}`;

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (!step) return;
			subscribers.tell(`{"ch":"${channel}","ts":${String(step.time)},"tick":${tick()}}`);
		},
		() => {},
	);
	return {subscribe: listener => subscribers.add(listener), request: () => prompt(tick())};
};
