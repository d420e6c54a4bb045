import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {Rungs} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';
import {mergedText} from './merged-text.js';
import {rungsText, shownLevels} from './text.js';

/** The whole book, worked out once a second. */
export type HuobiDepth = {
	/** The `tick` of the newest book worked out, as JSON, with all its levels or the best ones. */
	latest(levels?: number): string;
	/** Hears the newest book at once, then each one that is newer. Returns the way to leave. */
	subscribe(listener: (text: string) => void): () => void;
};

/** Of `depth.step0` to `step5`: each merges ten times as many prices as the one before; the first none. */
export type DepthStep = 0 | 1 | 2 | 3 | 4 | 5;

const stepsBetween = 10;

export const createHuobiDepth = (market: RunningMarket, merging: DepthStep): HuobiDepth => {
	const book = market.books.huobi;
	const channel = `market.${toSymbol('huobi', market.listing)}.depth.step${String(merging)}`;
	let version = 0;
	let time = 0;
	let shown: Rungs = {bids: [], asks: []};

	const tick = (levels?: number) => {
		const best = {bids: shown.bids.slice(0, levels), asks: shown.asks.slice(0, levels)};
		const text =
			merging === 0
				? rungsText(best, book.scale)
				: mergedText(shown, book.scale, 10 ** merging, levels);
		return `{${text},"version":${String(version)},"ts":${String(time)}}`;
	};

	const work = () => {
		if (version === book.sequence) return false;
		version = book.sequence;
		time = book.time;
		shown = book.rungs(merging === 0 ? shownLevels : undefined);
		return true;
	};

	const push = () => `{"ch":"${channel}","ts":${String(time)},"tick":${tick()}}`;

	const subscribers = createSubscribers(
		'huobi',
		market,
		(_, stepNumber) => {
			if (stepNumber % stepsBetween === 0 && work()) subscribers.tell(push());
		},
		work,
	);

	return {
		latest(levels) {
			if (subscribers.count === 0) work();
			return tick(levels);
		},
		subscribe(listener) {
			const leave = subscribers.add(listener);
			listener(push());
			return leave;
		},
	};
};
