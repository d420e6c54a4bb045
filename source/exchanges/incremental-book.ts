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
	readonly request: () => SnapshotRequest;
};

/** Increments kept while waiting for a snapshot: minutes of a busy market. The oldest go first. */
const maxBuffered = 5000;

/** Snapshots older than the increments, after which the connection is not worth keeping. */
const maxOldSnapshots = 8;

const applied: readonly ClientOutput[] = [];

/**
 * A book kept by a stream of increments and a snapshot that links to it, as both exchanges document:
 * buffer first, then ask for the snapshot; drop what it covers; the next increment must follow it;
 * a missing one means a new snapshot, with the old book left in place.
 */
export const createIncrementalBook = (rules: Rules) => {
	/** Null while waiting for a snapshot. */
	let sequence: number | null = null;
	let buffer: Increment[] = [];
	/** A snapshot below this is older than what was known. */
	let atLeast = 0;
	let isRequested = false;
	let oldSnapshots = 0;
	/** Whether no increment has come yet. */
	let isQuiet = true;

	const isOld = (increment: Increment, at: number) => increment.to <= at;
	const follows = (increment: Increment, at: number) =>
		rules.allowsOverlap ? increment.from <= at : increment.from === at;

	const change = (type: BookChange['type'], {to, time, bids, asks}: Snapshot): ClientOutput => ({
		type: 'book',
		change: {
			type,
			sequence: to,
			exchangeTime: time,
			bids,
			asks,
			...(rules.maxLevels === undefined ? {} : {maxLevels: rules.maxLevels}),
		},
		...(isQuiet ? {note: {code: 'quiet'}} : {}),
	});

	const ask = (): ClientOutput => {
		isRequested = true;
		return {type: 'request', request: rules.request()};
	};

	const loseSync = (fault: FeedFault, increments: Increment[]): readonly ClientOutput[] => {
		sequence = null;
		buffer = increments;
		return [{type: 'syncing', fault}, ask()];
	};

	const onIncrement = (increment: Increment): readonly ClientOutput[] => {
		isQuiet = false;
		if (sequence === null) {
			buffer.push(increment);
			if (buffer.length > maxBuffered) buffer.shift();
			return isRequested ? applied : [ask()];
		}
		if (isOld(increment, sequence)) return applied;
		if (!follows(increment, sequence)) {
			const detail = `${sequence} was followed by ${increment.from}`;
			return loseSync({code: 'gap', detail}, [increment]);
		}
		sequence = increment.to;
		return [change('update', increment)];
	};

	const onSnapshot = (snapshot: Snapshot): readonly ClientOutput[] => {
		if (sequence !== null) return applied;
		const rest = buffer.filter(increment => !isOld(increment, snapshot.to));
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
		buffer = [];
		const outputs = [change('snapshot', snapshot)];
		for (const [index, increment] of rest.entries()) {
			outputs.push(...onIncrement(increment));
			if (sequence === null) {
				buffer = rest.slice(index);
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
			// What an unreadable message changed is unknown: the snapshot has to link to an increment again.
			if (fault.code !== 'bad-message') return loseSync(fault, buffer);
			sequence = null;
			buffer = [];
			isRequested = false;
			return [{type: 'syncing', fault}];
		},
	};
};
