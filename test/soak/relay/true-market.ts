import {toColumns} from '../../../source/book/level-columns.js';
import {parseDecimal} from '../../../source/book/fixed-point.js';
import {OrderBook, type BookChange} from '../../../source/book/order-book.js';
import {bookSum} from '../../../source/book/book-sum.js';
import type {Trade} from '../../../source/book/trade.js';
import type {Level} from '../../../source/book/side-view.js';
import type {Clock} from '../../../source/clock.js';
import {between, exponential, type Random} from '../../../source/random.js';

export type MarketEvent = {readonly change: BookChange; readonly trades: readonly Trade[]};

/** What is known of a book at each of its sequences. */
type Moment = {readonly sum: number; readonly at: number};

const level = (price: number, size: number): Level => ({
	price: parseDecimal((price / 100).toFixed(2)),
	size: parseDecimal(String(size)),
});

/** A market whose book is known at every moment: few levels, so that its sum is all of it. */
export const createTrueMarket = (clock: Clock, random: Random, meanMs: number) => {
	const book = new OrderBook();
	const moments = new Map<number, Moment>();
	const listeners = new Set<(event: MarketEvent) => void>();
	let sequence = 100;

	const note = () => {
		moments.set(sequence, {sum: bookSum(book), at: clock.now()});
	};

	const sides = () => ({
		bids: toColumns([level(between(random, 990, 999), between(random, 0, 9))]),
		asks: toColumns([level(between(random, 1001, 1010), between(random, 0, 9))]),
	});

	const move = () => {
		sequence += between(random, 1, 3);
		const change: BookChange = {type: 'update', ...sides(), sequence, exchangeTime: clock.now()};
		book.apply(change);
		note();
		const id = String(sequence);
		const {price, size} = level(1000, 1);
		const trades: Trade[] =
			random() < 0.3 ? [{id, price, size, side: 'buy', time: clock.now()}] : [];
		for (const listener of listeners) listener({change, trades});
		clock.after(1 + exponential(random, meanMs), move);
	};

	book.apply({type: 'snapshot', ...sides(), sequence, exchangeTime: clock.now()});
	note();
	clock.after(meanMs, move);

	return {
		/** As it is now. */
		snapshot(): BookChange {
			const [bids, asks] = [book.bids.top(50), book.asks.top(50)];
			const copy = (side: typeof bids) => ({...side, pairs: side.pairs.slice(0, 2 * side.length)});
			return {
				...{type: 'snapshot', sequence, exchangeTime: clock.now()},
				...{bids: copy(bids), asks: copy(asks)},
			};
		},
		listen(listener: (event: MarketEvent) => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		sequence: () => sequence,
		sumAt: (at: number | null): number | null =>
			at === null ? null : (moments.get(at)?.sum ?? null),
		/** Milliseconds since the book went on from a sequence; 0 where it is there still. */
		ageOf(at: number): number {
			for (let next = at + 1; next <= sequence; next++) {
				const moment = moments.get(next);
				if (moment) return clock.now() - moment.at;
			}
			return 0;
		},
	};
};

export type TrueMarket = ReturnType<typeof createTrueMarket>;
