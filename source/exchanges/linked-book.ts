import {keepChange, type BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';
import {toChange, type ChangeRules} from './change-of.js';
import type {Follows, Increment, Snapshot} from './increment.js';
import type {SnapshotWish} from './snapshot-wish.js';
import {createStreamOrder} from './stream-order.js';
import type {FeedProof, Subscription} from './subscription.js';
import {createWaitingIncrements} from './waiting-increments.js';

/** How an exchange's increments make a book. */
export type BookRules = ChangeRules & {
	/** What an increment is to a book at a sequence. */
	readonly follows: (id: number, increment: Increment) => Follows;
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

/** It tells that the stream is on, and of no change. */
const isBlank = ({from, to, bids, asks}: Increment): boolean =>
	from === to && bids.length + asks.length === 0;

const applied: readonly ClientOutput[] = [];

/** What an increment is to a book. */
type Meeting =
	/** It tells of no change. */
	| {readonly type: 'blank'}
	/** The book is as far already; what that means of the stream. */
	| {readonly type: 'old'; readonly outputs: readonly ClientOutput[]}
	/** There is no book that it could follow. */
	| {readonly type: 'waits'}
	/** Some are missing before it. */
	| {readonly type: 'gap'; readonly fault: FeedFault}
	| {readonly type: 'next'};

const blank: Meeting = {type: 'blank'};
const waits: Meeting = {type: 'waits'};
const next: Meeting = {type: 'next'};

/** The increments as they come, and whether they come in order. */
const createStream = (rules: BookRules) => {
	let isQuiet = true;
	const order = createStreamOrder();

	const judgeOld = (increment: Increment, at: number): readonly ClientOutput[] => {
		const judged = order.judgeOld(increment, at);
		if (judged === null) return applied;
		return [{type: judged.isSure ? 'reconnect' : 'doubt', fault: judged.fault}];
	};

	return {
		/** Whether no increment has told of a change yet. */
		isQuiet: () => isQuiet,
		/** `at`: the sequence of the book, null where there is none. */
		meet(increment: Increment, at: number | null): Meeting {
			if (isBlank(increment) && increment.to <= (at ?? increment.to)) return blank;
			isQuiet = false;
			const met = at === null ? null : rules.follows(at, increment);
			if (at !== null && met === 'old') return {type: 'old', outputs: judgeOld(increment, at)};
			if (met === 'idle') return blank;
			order.passed(increment);
			if (at === null) return waits;
			if (met === 'next') return next;
			return {type: 'gap', fault: {code: 'gap', detail: describeGap(at, increment)}};
		},
	};
};

type Linked =
	/** What came after the snapshot, in order. */
	| {readonly type: 'linked'; readonly rest: readonly Increment[]}
	/** It is too old, and what that means. */
	| {readonly type: 'old'; readonly outputs: readonly ClientOutput[]};

/** What waits while there is no book: increments for a snapshot, or a snapshot for the increments to be on. */
const createWaiting = (rules: BookRules, wish: SnapshotWish) => {
	const increments = createWaitingIncrements();
	/** It came before anything showed that the increments are on: one that links to it will. */
	let held: Snapshot | null = null;
	return {
		push: increments.push,
		/** Waits with these alone, or with those that are there. */
		keep(kept: readonly Increment[] | 'all') {
			held = null;
			if (kept === 'all') return;
			increments.clear();
			for (const one of kept) increments.push(one);
		},
		hold(snapshot: Snapshot | null) {
			held = snapshot && keepChange(snapshot);
		},
		held: () => held,
		/** Nothing waits any more where it links to what came. */
		link(snapshot: Snapshot): Linked {
			held = null;
			const rest = increments.after(snapshot.to);
			const [next] = rest;
			// What came and had to go is missing, also where nothing came since.
			const atLeast = Math.max(wish.atLeast(), increments.lostTo());
			const isLinked = !next || rules.follows(snapshot.to, next) === 'next';
			const isOfOthers = increments.isOfOthers(snapshot.to);
			if (snapshot.to < atLeast || !isLinked || isOfOthers) {
				const newer = isOfOthers ? 'ids began anew' : Math.max(atLeast, next?.from ?? 0);
				const detail = `${snapshot.to} before ${newer}`;
				return {type: 'old', outputs: wish.tooOld({code: 'old-snapshot', detail})};
			}
			wish.linked();
			increments.clear();
			return {type: 'linked', rest};
		},
	};
};

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
	const waiting = createWaiting(rules, wish);
	const stream = createStream(rules);

	const toBook = (type: BookChange['type'], from: Snapshot, proof: FeedProof): ClientOutput => {
		const change = toChange(rules, type, from);
		if (!stream.isQuiet()) return {type: 'book', change, proof};
		return {type: 'book', change, proof, note: {code: 'quiet'}};
	};

	/** The book is of no use any more; these are kept for the next snapshot. */
	const drop = (increments: readonly Increment[] | 'all') => {
		sequence = null;
		waiting.keep(increments);
		onDropped();
	};

	const loseSync = (fault: FeedFault, increments: readonly Increment[] | 'all') => {
		drop(increments);
		return [{type: 'syncing', fault} as const, wish.ask()];
	};

	const onIncrement = (increment: Increment): readonly ClientOutput[] => {
		const proof = rules.subscription.pushed();
		const met = stream.meet(increment, sequence);
		switch (met.type) {
			case 'blank':
				return applied;
			case 'old':
				return met.outputs;
			case 'waits':
				return onWaiting(increment, proof);
			case 'gap':
				return loseSync(met.fault, [increment]);
			case 'next':
				return onNext(increment, proof);
		}
	};

	const onNext = (increment: Increment, proof: FeedProof): readonly ClientOutput[] => {
		sequence = increment.to;
		const book = toBook('update', increment, proof);
		const more = onPassed(increment);
		return more.length === 0 ? [book] : [book, ...more];
	};

	const onWaiting = (increment: Increment, proof: FeedProof): readonly ClientOutput[] => {
		waiting.push(increment);
		const held = waiting.held();
		if (held) return begin(held, proof);
		return wish.isRequested() ? applied : [wish.ask()];
	};

	/** Takes a snapshot as the book, with what came since. */
	const begin = (snapshot: Snapshot, proof: FeedProof): readonly ClientOutput[] => {
		const linked = waiting.link(snapshot);
		if (linked.type === 'old') return linked.outputs;
		sequence = snapshot.to;
		const outputs = [toBook('snapshot', snapshot, proof)];
		for (const [index, increment] of linked.rest.entries()) {
			outputs.push(...onIncrement(increment));
			if (sequence === null) {
				waiting.keep(linked.rest.slice(index));
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
		/** Takes a snapshot, or keeps it until the increments are known to be on; `mustLink`: until one comes that may link. */
		offer(snapshot: Snapshot, mustLink: boolean): readonly ClientOutput[] {
			const proof = rules.subscription.proof();
			if (proof && !mustLink) return begin(snapshot, proof);
			waiting.hold(snapshot);
			return applied;
		},
		forgetHeld() {
			waiting.hold(null);
		},
		drop,
		loseSync,
	};
};
