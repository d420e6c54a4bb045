import type {BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';
import type {Increment, Snapshot} from './increment.js';
import {createIncrementBuffer} from './increment-buffer.js';
import {createStreamOrder} from './stream-order.js';
import type {FeedProof, Subscription} from './subscription.js';

type Rules = {
	/**
	 * Whether an increment may begin before the sequence the book is at. Safe only where it lists
	 * every level touched on its way (Binance), not where it is the difference of two books (Huobi).
	 */
	readonly allowsOverlap: boolean;
	readonly maxLevels?: number;
	/** Levels a side that snapshots are limited to. */
	readonly limit?: number;
	readonly request: () => SnapshotRequest;
	/** Of the increments: until it is on, no snapshot makes a book. */
	readonly subscription: Subscription;
};

/** Snapshots that do not link to the book, after which an audit has failed. */
const maxAuditTries = 6;

/** Snapshots older than the increments, after which the connection is not worth keeping. */
const maxOldSnapshots = 8;

/** What is missing between the sequence a book is at and an increment that does not follow it. */
const describeGap = (sequence: number, {from, to}: Increment): string => {
	if (from === sequence + 1) return `${from} is missing`;
	if (from > sequence) return `${sequence + 1}–${from} are missing`;
	return `${sequence} was followed by ${from + 1}–${to}`;
};

/** Why an audit is given up whose snapshots are all of before it began. */
const unlinked = 'no snapshot links to the book';

const applied: readonly ClientOutput[] = [];

/**
 * A book kept by a stream of increments and a snapshot that links to it, as both exchanges document:
 * buffer first, then ask for the snapshot; drop what it covers; the next increment must follow it;
 * a missing one means a new snapshot, with the old book left in place.
 */
export const createIncrementalBook = (rules: Rules) => {
	/** Null while waiting for a snapshot. */
	let sequence: number | null = null;
	const buffer = createIncrementBuffer();
	/** A snapshot that came before anything showed that the increments are on: one that links to it will. */
	let held: Snapshot | null = null;
	/** A snapshot below this is older than what was known. */
	let atLeast = 0;
	let isRequested = false;
	let oldSnapshots = 0;
	/** Whether a snapshot that comes now was asked for before a message that could not be read. */
	let isTainted = false;
	/** Whether no increment has come yet. */
	let isQuiet = true;
	/** The snapshot an audit waits with until the book has come as far; `tries` counts those asked for. */
	let audit: {snapshot: Snapshot | null; tries: number} | null = null;
	const sinceAudit = createIncrementBuffer();
	const order = createStreamOrder();

	const isOld = (increment: Increment, at: number) => increment.to <= at;
	const follows = (increment: Increment, at: number) =>
		rules.allowsOverlap ? increment.from <= at : increment.from === at;

	const toChange = (type: BookChange['type'], {to, time, bids, asks}: Snapshot): BookChange => ({
		type,
		sequence: to,
		exchangeTime: time,
		bids,
		asks,
		...(rules.maxLevels === undefined ? {} : {maxLevels: rules.maxLevels}),
		...(rules.limit === undefined || type === 'update' ? {} : {limit: rules.limit}),
	});

	const toBook = (type: BookChange['type'], from: Snapshot, proof: FeedProof): ClientOutput => ({
		type: 'book',
		change: toChange(type, from),
		proof,
		...(isQuiet ? {note: {code: 'quiet'}} : {}),
	});

	const ask = (): ClientOutput => {
		isRequested = true;
		isTainted = false;
		return {type: 'request', request: rules.request()};
	};

	const loseSync = (fault: FeedFault, increments: Increment[]): readonly ClientOutput[] => {
		sequence = null;
		audit = null;
		held = null;
		buffer.replace(increments);
		return [{type: 'syncing', fault}, ask()];
	};

	/** A reply that never links says nothing against the book: another time it will. */
	const giveUpAudit = (detail: string): readonly ClientOutput[] => {
		audit = null;
		return [{type: 'unaudited', fault: {code: 'no-audit', detail}}];
	};

	const askForAudit = (): readonly ClientOutput[] => {
		if (!audit) return applied;
		if (audit.tries >= maxAuditTries) return giveUpAudit(unlinked);
		audit = {snapshot: null, tries: audit.tries + 1};
		return [ask()];
	};

	/** Ends an audit whose snapshot the book has caught up with. */
	const finishAudit = (): readonly ClientOutput[] => {
		const snapshot = audit?.snapshot;
		if (!snapshot || sequence === null || snapshot.to > sequence) return applied;
		const rest = sinceAudit.after(snapshot.to);
		const [next] = rest;
		const links = next ? follows(next, snapshot.to) : snapshot.to === sequence;
		if (!links) return askForAudit();
		audit = null;
		const updates = rest.map(increment => toChange('update', increment));
		return [{type: 'audit', changes: [toChange('snapshot', snapshot), ...updates]}];
	};

	const onOld = (increment: Increment, at: number): readonly ClientOutput[] => {
		const judged = order.judgeOld(increment, at);
		if (judged === null) return applied;
		return [{type: judged.isSure ? 'reconnect' : 'doubt', fault: judged.fault}];
	};

	const onIncrement = (increment: Increment): readonly ClientOutput[] => {
		const proof = rules.subscription.pushed();
		// Blank: it tells that the stream is on, and of no change.
		const isBlank =
			increment.from === increment.to && increment.bids.length + increment.asks.length === 0;
		if (isBlank && increment.to <= (sequence ?? increment.to)) return applied;
		isQuiet = false;
		if (sequence === null) {
			order.passed(increment);
			buffer.push(increment);
			if (held) return begin(held, proof);
			return isRequested ? applied : [ask()];
		}
		if (isOld(increment, sequence)) return onOld(increment, sequence);
		order.passed(increment);
		if (!follows(increment, sequence)) {
			return loseSync({code: 'gap', detail: describeGap(sequence, increment)}, [increment]);
		}
		sequence = increment.to;
		if (!audit) return [toBook('update', increment, proof)];
		sinceAudit.push(increment);
		return [toBook('update', increment, proof), ...finishAudit()];
	};

	const onOldSnapshot = (fault: FeedFault): readonly ClientOutput[] => {
		oldSnapshots++;
		if (oldSnapshots > maxOldSnapshots) return [{type: 'reconnect', fault}];
		return [{type: 'syncing', fault}, ask()];
	};

	/** Takes a snapshot as the book, with what came since. */
	const begin = (snapshot: Snapshot, proof: FeedProof): readonly ClientOutput[] => {
		held = null;
		const rest = buffer.after(snapshot.to);
		const [next] = rest;
		if (snapshot.to < atLeast || (next && !follows(next, snapshot.to))) {
			const detail = `${snapshot.to} before ${Math.max(atLeast, next?.from ?? 0)}`;
			return onOldSnapshot({code: 'old-snapshot', detail});
		}
		oldSnapshots = 0;
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
		atLeast = sequence ?? atLeast;
		return outputs;
	};

	const onSnapshot = (snapshot: Snapshot): readonly ClientOutput[] => {
		if (sequence !== null) {
			if (!audit) return applied;
			isRequested = false;
			audit = {...audit, snapshot};
			return finishAudit();
		}
		// Asked for before a message that could not be read: it may lack what that changed.
		if (isTainted) return applied;
		isRequested = false;
		const proof = rules.subscription.proof();
		if (proof) return begin(snapshot, proof);
		held = snapshot;
		return applied;
	};

	return {
		onIncrement,
		onSnapshot,
		isInSync: () => sequence !== null,
		/** Asks for a snapshot although no increment has come, or again where the last one was not answered. */
		ask,
		isRequested: () => isRequested,
		resync(fault: FeedFault): readonly ClientOutput[] {
			atLeast = sequence ?? atLeast;
			if (fault.code !== 'bad-message') return loseSync(fault, buffer.after(0));
			// What an unreadable message changed is unknown: the snapshot has to link to an increment again.
			sequence = null;
			audit = null;
			held = null;
			buffer.replace([]);
			isRequested = false;
			isTainted = true;
			return [{type: 'syncing', fault}];
		},
		/** What was asked for before the computer slept is too old. */
		woke(): readonly ClientOutput[] {
			held = null;
			audit = null;
			const wasRequested = isRequested;
			isRequested = false;
			return sequence === null && wasRequested ? [ask()] : applied;
		},
		/** Instead of a snapshot came nothing: not yet. */
		onNoSnapshot: (): readonly ClientOutput[] => {
			if (sequence !== null) return askForAudit();
			return isTainted ? applied : [ask()];
		},
		/** The snapshot of an audit was refused: it is left for another time. */
		refuseAudit: (why: string): readonly ClientOutput[] => (audit ? giveUpAudit(why) : applied),
		/**
		 * An audit was begun long ago. Where its snapshot is ahead of a stream that does not come as far, the two
		 * are compared as they are: if they differ, the stream has stopped.
		 */
		auditLate(): readonly ClientOutput[] {
			if (!audit || sequence === null) return applied;
			const {snapshot} = audit;
			if (!snapshot) return giveUpAudit(audit.tries > 1 ? unlinked : 'no snapshot came');
			const detail = `updates ended at ${sequence}, a snapshot is at ${snapshot.to}`;
			audit = null;
			sequence = snapshot.to;
			const changes = [toChange('snapshot', snapshot)];
			return [{type: 'audit', changes, lag: {code: 'stopped', detail}}];
		},
		/** Asks for a snapshot to compare the book with. */
		audit(): readonly ClientOutput[] {
			if (sequence === null) return applied;
			// One that is still under way has lost its snapshot.
			sinceAudit.replace([]);
			audit = {snapshot: null, tries: 0};
			return askForAudit();
		},
	};
};
