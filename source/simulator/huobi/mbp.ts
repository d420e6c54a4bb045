import {rungsText, shownLevels} from './text.js';
import type {HuobiReply} from './topics.js';
import type {Rung} from '../ladder.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import type {Rungs} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';

/** The best 150 levels a side, as differences every 100 ms. */
export type HuobiMbp = {
	/** The book that answers a `req`, as JSON: never quite new. */
	refresh(): HuobiReply;
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

export const createHuobiMbp = (market: RunningMarket, takeSnapshot: TakeSnapshot): HuobiMbp => {
	const book = market.books.huobi;
	const {scale} = book;
	const channel = `market.${toSymbol('huobi', market.listing)}.mbp.150`;
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
			const {sequence, rungs, delayMs} = takeSnapshot(market, shownLevels);
			return {data: `{"seqNum":${String(sequence)},${rungsText(rungs, scale)}}`, delayMs};
		},
		subscribe: listener => subscribers.add(listener),
	};
};
