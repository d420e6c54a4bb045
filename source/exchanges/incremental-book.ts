import type {Level} from '../book/book-side.js';
import type {BookChange} from '../book/order-book.js';
import type {FeedFault} from '../faults.js';
import type {ClientOutput, SnapshotRequest} from './exchange.js';

/** Changes that lead from sequence `from` to sequence `to`. */
export type Increment = {
	readonly from: number;
	readonly to: number;
	readonly time: number | null;
	readonly bids: readonly Level[];
	readonly asks: readonly Level[];
};

export type Snapshot = Omit<Increment, 'from'>;

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
};

/** Increments, and levels in them, kept while waiting for a snapshot: minutes of a busy market. */
const maxBuffered = 5000;
const maxBufferedLevels = 500_000;

/** Snapshots that do not link to the book, after which an audit has failed. */
const maxAuditTries = 6;

/**
 * Increments in a row that are old by their ids. Some may be repeated; so many, or a few that are new by the
 * exchange's clock, mean that its ids began anew or that one of them was wrong.
 */
const maxOld = 50;
const maxOldByIdOnly = 3;
const newByMs = 5000;

/** Snapshots older than the increments, after which the connection is not worth keeping. */
const maxOldSnapshots = 8;

/** What is missing between the sequence a book is at and an increment that does not follow it. */
const describeGap = (sequence: number, {from, to}: Increment): string => {
	if (from === sequence + 1) return `${from} is missing`;
	if (from > sequence) return `${sequence + 1}–${from} are missing`;
	return `${sequence} was followed by ${from + 1}–${to}`;
};

const applied: readonly ClientOutput[] = [];

/** Increments in order of arrival. Over its bounds the oldest go, which later shows as a gap. */
const createBuffer = () => {
	let increments: Increment[] = [];
	let levels = 0;
	const countLevels = ({bids, asks}: Increment) => bids.length + asks.length;
	return {
		push(increment: Increment) {
			increments.push(increment);
			levels += countLevels(increment);
			while (increments.length > maxBuffered || levels > maxBufferedLevels) {
				const oldest = increments.shift();
				if (!oldest) break;
				levels -= countLevels(oldest);
			}
		},
		/** Those that a book at this sequence lacks. */
		after: (sequence: number) => increments.filter(({to}) => to > sequence),
		replace(by: readonly Increment[]) {
			increments = [...by];
			levels = by.reduce((sum, increment) => sum + countLevels(increment), 0);
		},
	};
};

/**
 * A book kept by a stream of increments and a snapshot that links to it, as both exchanges document:
 * buffer first, then ask for the snapshot; drop what it covers; the next increment must follow it;
 * a missing one means a new snapshot, with the old book left in place.
 */
export const createIncrementalBook = (rules: Rules) => {
	/** Null while waiting for a snapshot. */
	let sequence: number | null = null;
	const buffer = createBuffer();
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
	const sinceAudit = createBuffer();
	/** Old increments in a row, those of them that are new by the clock, and the newest time applied. */
	let old = 0;
	let oldByIdOnly = 0;
	let lastTime: number | null = null;

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

	const toBook = (type: BookChange['type'], from: Snapshot): ClientOutput => ({
		type: 'book',
		change: toChange(type, from),
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
		buffer.replace(increments);
		return [{type: 'syncing', fault}, ask()];
	};

	const askForAudit = (): readonly ClientOutput[] => {
		if (!audit) return applied;
		if (audit.tries >= maxAuditTries) {
			audit = null;
			const detail = 'no snapshot links to the book';
			return [{type: 'reconnect', fault: {code: 'different', detail}}];
		}
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

	const onOld = ({to, time}: Increment): readonly ClientOutput[] => {
		old++;
		if (time !== null && lastTime !== null && time - lastTime > newByMs) oldByIdOnly++;
		if (old < maxOld && oldByIdOnly < maxOldByIdOnly) return applied;
		const detail = `ids fell to ${to} from ${sequence ?? 0}`;
		return [{type: 'reconnect', fault: {code: 'gap', detail}}];
	};

	const onIncrement = (increment: Increment): readonly ClientOutput[] => {
		isQuiet = false;
		if (sequence === null) {
			buffer.push(increment);
			return isRequested ? applied : [ask()];
		}
		if (isOld(increment, sequence)) return onOld(increment);
		old = 0;
		oldByIdOnly = 0;
		if (!follows(increment, sequence)) {
			return loseSync({code: 'gap', detail: describeGap(sequence, increment)}, [increment]);
		}
		sequence = increment.to;
		lastTime = increment.time ?? lastTime;
		if (!audit) return [toBook('update', increment)];
		sinceAudit.push(increment);
		return [toBook('update', increment), ...finishAudit()];
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
		const rest = buffer.after(snapshot.to);
		const [next] = rest;
		if (snapshot.to < atLeast || (next && !follows(next, snapshot.to))) {
			oldSnapshots++;
			const fault: FeedFault = {
				code: 'old-snapshot',
				detail: `${snapshot.to} before ${Math.max(atLeast, next?.from ?? 0)}`,
			};
			if (oldSnapshots > maxOldSnapshots) return [{type: 'reconnect', fault}];
			return [{type: 'syncing', fault}, ask()];
		}
		oldSnapshots = 0;
		isRequested = false;
		sequence = snapshot.to;
		buffer.replace([]);
		const outputs = [toBook('snapshot', snapshot)];
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
			buffer.replace([]);
			isRequested = false;
			isTainted = true;
			return [{type: 'syncing', fault}];
		},
		/** The snapshot of an audit was refused: it is left for another time. */
		forgetAudit() {
			audit = null;
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
