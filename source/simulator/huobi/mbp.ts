import {rungsText, shownLevels} from './text.js';
import type {Rung} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import {between, createRandom} from '../random.js';
import type {Rungs} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';

/** The best 150 levels a side, as differences every 100 ms. */
export type HuobiMbp = {
	/** The book that answers a `req`, as JSON. About a third are up to three differences old. */
	refresh(): string;
	/** Hears the differences from now on. Returns the way to leave. */
	subscribe(listener: (text: string) => void): () => void;
};

/** What makes one side into the other; a level that left the best 150 has 0 lots, like one that is gone. */
const difference = (before: readonly Rung[], after: readonly Rung[]): Rung[] => {
	const old = new Map(before);
	const now = new Map(after);
	const changed = after.filter(([tick, lots]) => old.get(tick) !== lots);
	const gone = before.filter(([tick]) => !now.has(tick));
	return [...changed, ...gone.map(([tick]): Rung => [tick, 0])];
};

export const createHuobiMbp = (
	market: RunningMarket,
	seed: number,
	takeAge: () => number,
): HuobiMbp => {
	const book = market.books.huobi;
	const {scale} = book.model;
	const channel = `market.${toSymbol('huobi', market.listing)}.mbp.150`;
	const random = createRandom(`${String(seed)} ${channel} refresh`);
	let shown: Rungs = {bids: [], asks: []};

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (!step) return;
			const {time, sequence, sequenceBefore} = step;
			const now = book.rungs(shownLevels);
			const changed = {
				bids: difference(shown.bids, now.bids),
				asks: difference(shown.asks, now.asks),
			};
			shown = now;
			const ids = `"seqNum":${String(sequence)},"prevSeqNum":${String(sequenceBefore)}`;
			const tick = `{${ids},${rungsText(changed, scale)}}`;
			subscribers.tell(`{"ch":"${channel}","ts":${String(time)},"tick":${tick}}`);
		},
		() => {
			shown = book.rungs(shownLevels);
		},
	);

	return {
		refresh() {
			const age = (random() < 0.3 ? between(random, 1, 3) : 0) + takeAge();
			const sequence = age === 0 ? book.sequence : book.sequenceBefore(age);
			const rungs = book.rungsAt(sequence, shownLevels) ?? book.rungs(shownLevels);
			return `{"seqNum":${String(sequence)},${rungsText(rungs, scale)}}`;
		},
		subscribe: listener => subscribers.add(listener),
	};
};
