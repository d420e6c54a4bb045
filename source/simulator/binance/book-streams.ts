import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {createSubscribers, type Subscribers} from '../subscribers.js';
import {createPrinter} from './print.js';

/** Best price and size of both sides whenever one of them changed; `u` is the book's id then. */
export const createTouchStream = (market: RunningMarket): Subscribers => {
	const book = market.books.binance;
	const print = createPrinter(book.scale);
	let told = '';

	const touch = () => {
		const [b, B] = print.level(book.bids.at(0));
		const [a, A] = print.level(book.asks.at(0));
		return {b, B, a, A};
	};

	const subscribers = createSubscribers(
		'binance',
		market,
		step => {
			if (!step) return;
			const now = touch();
			const text = JSON.stringify(now);
			if (text === told) return;
			told = text;
			const s = toSymbol('binance', market.listing);
			subscribers.tell(JSON.stringify({u: step.sequence, s, ...now}));
		},
		() => {
			told = '';
		},
	);
	return subscribers;
};

/** The best levels, whole, each so many steps in which the book changed. */
export const createPartialStream = (
	market: RunningMarket,
	levels: number,
	everySteps: number,
): Subscribers => {
	const book = market.books.binance;
	const print = createPrinter(book.scale);
	let told = 0;
	const subscribers = createSubscribers(
		'binance',
		market,
		(_, stepNumber) => {
			if (stepNumber % everySteps !== 0 || told === book.sequence) return;
			told = book.sequence;
			const {bids, asks} = book.rungs(levels);
			subscribers.tell(
				JSON.stringify({
					lastUpdateId: told,
					bids: bids.map(print.level),
					asks: asks.map(print.level),
				}),
			);
		},
		() => {
			told = 0;
		},
	);
	return subscribers;
};
