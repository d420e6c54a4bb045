import type {SideName} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {BookStep} from '../running-book.js';
import {createPrinter} from './print.js';
import {createSubscribers, type Subscribers} from '../subscribers.js';

/** The last lots of each level that changed, by tick. */
type Merged = Record<SideName, Map<number, number>>;

/**
 * Depth events of one market: whatever changed in `everySteps` steps as one event, none where
 * nothing did. `U` and `u` are the ids of the first and the last change in it.
 */
export const createDepthStream = (market: RunningMarket, everySteps: number): Subscribers => {
	const {listing} = market;
	const print = createPrinter(market.books.binance.scale);
	let merged: Merged = {bids: new Map(), asks: new Map()};
	let first: BookStep | null = null;
	let last: BookStep | null = null;

	const reset = () => {
		merged = {bids: new Map(), asks: new Map()};
		first = null;
		last = null;
	};

	const levels = (side: SideName) =>
		[...merged[side]].sort(([a], [b]) => (side === 'bids' ? b - a : a - b)).map(print.level);

	const subscribers = createSubscribers(
		'binance',
		market,
		(step, stepNumber) => {
			if (step) {
				first ??= step;
				last = step;
				for (const {side, tick, lots} of step.changes) merged[side].set(tick, lots);
			}
			if (stepNumber % everySteps !== 0 || !first || !last) return;
			const event = {
				e: 'depthUpdate',
				E: last.time,
				s: toSymbol('binance', listing),
				U: first.sequenceBefore + 1,
				u: last.sequence,
				b: levels('bids'),
				a: levels('asks'),
			};
			reset();
			subscribers.tell(JSON.stringify(event));
		},
		reset,
	);
	return subscribers;
};
