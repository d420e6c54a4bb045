import type {BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';
import type {Increment, Snapshot} from './increment.js';
import {createIncrementBuffer} from './increment-buffer.js';
import type {SnapshotWish} from './snapshot-wish.js';
import {createStreamOrder} from './stream-order.js';
import type {FeedProof, Subscription} from './subscription.js';

/** How an exchange's increments make a book. */
export type BookRules = {
	/**
	 * Whether an increment may begin before the sequence the book is at. Safe only where it lists
	 * every level touched on its way (Binance), not where it is the difference of two books (Huobi).
	 */
	readonly allowsOverlap: boolean;
	/** Levels a side that the stream itself keeps to. */
	readonly maxLevels?: number;
	/** Levels a side that snapshots are limited to. */
	readonly limit?: number;
	/** A new one each time, as some carry an id. */
	readonly request: () => SnapshotRequest;
	/** Of the increments: until it is on, no snapshot makes a book. */
	readonly subscription: Subscription;
};

/** What is missing between the sequence a book is at and an increment that does not follow it. */
const describeGap = (sequence: number, {from, to}: Increment): string => {
	if (from === sequence + 1) return `${from} is missing`;
	if (from > sequence) return `${sequence + 1}–${from} are missing`;
	return `${sequence} was followed by ${from + 1}–${to}`;
};

/** Whether an increment follows a book at this sequence. */
export const follows = ({allowsOverlap}: BookRules, increment: Increment, at: number): boolean =>
	allowsOverlap ? increment.from <= at : increment.from === at;

export const toChange = (
	{maxLevels, limit}: BookRules,
	type: BookChange['type'],
	{to, time, bids, asks}: Snapshot,
): BookChange => ({
	...{type, sequence: to, exchangeTime: time, bids, asks},
	...(maxLevels === undefined ? {} : {maxLevels}),
	...(limit === undefined || type === 'update' ? {} : {limit}),
});

/** It tells that the stream is on, and of no change. */
const isBlank = ({from, to, bids, asks}: Increment): boolean =>
	from === to && bids.length + asks.length === 0;

const applied: readonly ClientOutput[] = [];

type LinkedBookPort = {
	readonly wish: SnapshotWish;
	/** The book has taken an increment, and what that means for its audit. */
	readonly onPassed: (increment: Increment) => readonly ClientOutput[];
	/** The book is of no use any more. */
	readonly onDropped: () => void;
};

/** The book itself: a snapshot, the increments that link to it, and those that wait for one. */
export const createLinkedBook = (rules: BookRules, {wish, onPassed, onDropped}: LinkedBookPort) => {
	/** Null while waiting for a snapshot. */
	let sequence: number | null = null;
	const buffer = createIncrementBuffer();
	/** A snapshot that came before anything showed that the increments are on: one that links to it will. */
	let held: Snapshot | null = null;
	/** Whether no increment has come yet. */
	let isQuiet = true;
	const order = createStreamOrder();

	const toBook = (type: BookChange['type'], from: Snapshot, proof: FeedProof): ClientOutput => {
		const note = isQuiet ? ({note: {code: 'quiet'}} as const) : {};
		return {type: 'book', change: toChange(rules, type, from), proof, ...note};
	};

	/** The book is of no use any more; these are kept for the next snapshot. */
	const drop = (increments: readonly Increment[]) => {
		sequence = null;
		held = null;
		buffer.replace(increments);
		onDropped();
	};

	const loseSync = (fault: FeedFault, increments: readonly Increment[]) => {
		drop(increments);
		return [{type: 'syncing', fault} as const, wish.ask()];
	};

	const onOld = (increment: Increment, at: number): readonly ClientOutput[] => {
		const judged = order.judgeOld(increment, at);
		if (judged === null) return applied;
		return [{type: judged.isSure ? 'reconnect' : 'doubt', fault: judged.fault}];
	};

	const onIncrement = (increment: Increment): readonly ClientOutput[] => {
		const proof = rules.subscription.pushed();
		if (isBlank(increment) && increment.to <= (sequence ?? increment.to)) return applied;
		isQuiet = false;
		if (sequence === null) {
			order.passed(increment);
			buffer.push(increment);
			if (held) return begin(held, proof);
			return wish.isRequested() ? applied : [wish.ask()];
		}
		if (increment.to <= sequence) return onOld(increment, sequence);
		order.passed(increment);
		if (!follows(rules, increment, sequence))
			return loseSync({code: 'gap', detail: describeGap(sequence, increment)}, [increment]);
		sequence = increment.to;
		return [toBook('update', increment, proof), ...onPassed(increment)];
	};

	/** Takes a snapshot as the book, with what came since. */
	const begin = (snapshot: Snapshot, proof: FeedProof): readonly ClientOutput[] => {
		held = null;
		const rest = buffer.after(snapshot.to);
		const [next] = rest;
		if (snapshot.to < wish.atLeast() || (next && !follows(rules, next, snapshot.to))) {
			const detail = `${snapshot.to} before ${Math.max(wish.atLeast(), next?.from ?? 0)}`;
			return wish.tooOld({code: 'old-snapshot', detail});
		}
		wish.linked();
		sequence = snapshot.to;
		buffer.replace([]);
		const outputs = [toBook('snapshot', snapshot, proof)];
		for (const [index, increment] of rest.entries()) {
			outputs.push(...onIncrement(increment));
			if (sequence === null) {
				buffer.replace(rest.slice(index));
				break;
			}
		}
		wish.reached(sequence);
		return outputs;
	};

	return {
		/** The sequence it is at, null while it waits for a snapshot. */
		at: () => sequence,
		/** Where an audit has found it to be. */
		jump(to: number | null) {
			sequence = to;
		},
		onIncrement,
		/** Takes a snapshot, or keeps it until the increments are known to be on. */
		offer(snapshot: Snapshot): readonly ClientOutput[] {
			const proof = rules.subscription.proof();
			if (proof) return begin(snapshot, proof);
			held = snapshot;
			return applied;
		},
		forgetHeld() {
			held = null;
		},
		drop,
		loseSync,
		waiting: () => buffer.after(0),
	};
};
