import {difference} from '../difference.js';
import {toSymbol} from '../market-list.js';
import type {RunningMarket} from '../market-runner.js';
import type {TakeSnapshot} from '../market-snapshots.js';
import type {BookStep, Rungs} from '../running-book.js';
import {createSubscribers} from '../subscribers.js';
import {rungsText, sideText} from './text.js';
import type {HuobiTopic} from './topic.js';

export type MbpLevels = 5 | 20 | 150 | 400;

/** Ids of pushes that a reply may have to link to: more than the oldest reply is old by. */
const mostSent = 256;

/**
 * The best levels of both sides as differences. With 5 and 20 there is one where something changed,
 * and the side that did not is left out; with 150 and 400 one each 100 ms with both.
 */
export const createHuobiMbp = (
	market: RunningMarket,
	levels: MbpLevels,
	takeSnapshot: TakeSnapshot,
): HuobiTopic => {
	const book = market.books.huobi;
	const {scale} = book;
	const channel = `market.${toSymbol('huobi', market.listing)}.mbp.${String(levels)}`;
	const isSparse = levels <= 20;
	let shown: Rungs = {bids: [], asks: []};
	let sent: number[] = [];

	const changesText = ({bids, asks}: Rungs): string => {
		if (!isSparse) return rungsText({bids, asks}, scale);
		const sides = [
			...(bids.length > 0 ? [`"bids":${sideText(bids, scale)}`] : []),
			...(asks.length > 0 ? [`"asks":${sideText(asks, scale)}`] : []),
		];
		return sides.join(',');
	};

	const push = ({time, sequence}: BookStep) => {
		const now = book.rungs(levels);
		const bids = difference(shown.bids, now.bids);
		const asks = difference(shown.asks, now.asks);
		shown = now;
		if (isSparse && bids.length + asks.length === 0) return;
		const ids = `"seqNum":${String(sequence)},"prevSeqNum":${String(sent.at(-1))}`;
		sent = [...sent, sequence].slice(-mostSent);
		const tick = `{${ids},${changesText({bids, asks})}}`;
		subscribers.tell(`{"ch":"${channel}","ts":${String(time)},"tick":${tick}}`);
	};

	const subscribers = createSubscribers(
		'huobi',
		market,
		step => {
			if (step) push(step);
		},
		() => {
			shown = book.rungs(levels);
			sent = [book.sequence];
		},
	);

	return {
		/** A book without a push of its own is that of the push before: none of its best levels differ. */
		request() {
			const {sequence, rungs, delayMs} = takeSnapshot(market, levels);
			const id = (isSparse ? sent.findLast(before => before <= sequence) : null) ?? sequence;
			return {data: `{"seqNum":${String(id)},${rungsText(rungs, scale)}}`, delayMs};
		},
		subscribe: listener => subscribers.add(listener),
	};
};
