import type {BookKey, BookStatus} from '../store/market-view.js';
import type {StoreWrite} from '../store/store-writes.js';
import {
	decode,
	encode,
	orNull,
	PayloadError,
	readCount,
	readFields,
	readFlag,
	readList,
	readNumber,
	readText,
	readTime,
} from './reading.js';
import {packState, readState, type BookState} from './state.js';
import {maxWrites, packStatus, packWrite, readStatus, readWrite} from './writes.js';

/** Letters in the name of a run: `desk-1~k3f9a2`. */
const maxRunLength = 100;

/** Whose message it is, and which of his. */
export type BatchId = {
	/** Counts the owners of a book. */
	readonly epoch: number;
	/** The owner's process: its name, and what no other start of it has. */
	readonly run: string;
	/** Number of the batch in its epoch, from 0. */
	readonly n: number;
};

/** One message of a book's log. */
export type Batch = BatchId & {
	/** Milliseconds by the run's clock up to when this is all there was. */
	readonly asOf: number;
	/** Epoch milliseconds by the run's wall clock when it was made: for history. */
	readonly at: number;
	/** The exchange's sequence after it, null before the first book. */
	readonly q: number | null;
	/** See `bookSum`: of the book after it; null where more was written before it was made. */
	readonly sum: number | null;
	/** In their order, by the run's clock. */
	readonly writes: readonly StoreWrite[];
	/**
	 * Of the writes by their place that were read late: milliseconds by the run's clock up to which the book was surely
	 * the one before them. Of the others that is when they were made.
	 */
	readonly held: ReadonlyMap<number, number>;
	/** Of the first of an epoch. */
	readonly open: {
		readonly status: BookStatus;
		/** Takes the place of the book that was there; null where that goes on. */
		readonly state: BookState | null;
	} | null;
};

export const packBatch = ({writes, held, open, ...batch}: Batch): Uint8Array =>
	encode({
		...batch,
		...(held.size > 0 ? {held: [...held]} : {}),
		w: writes.flatMap(write => {
			const packed = packWrite(write);
			return packed ? [packed] : [];
		}),
		...(open ? {status: packStatus(open.status)} : {}),
		...(open?.state ? {state: packState(open.state)} : {}),
	});

const readHeld = (value: unknown): ReadonlyMap<number, number> =>
	new Map(
		readList(value ?? [], maxWrites, item => {
			const [place, until] = readList(item, 2, each => each);
			return [readCount(place), readTime(until)] as const;
		}),
	);

/** Throws a `PayloadError` for what is none. */
export const readBatch = (bytes: Uint8Array, key: BookKey): Batch => {
	const fields = readFields(decode(bytes));
	const n = readCount(fields['n']);
	const state = orNull(fields['state'], readState);
	if (state && n > 0) throw new PayloadError('a state in the middle of an epoch');
	return {
		epoch: readCount(fields['epoch']),
		run: readText(fields['run'], maxRunLength),
		n,
		asOf: readTime(fields['asOf']),
		at: readTime(fields['at']),
		q: orNull(fields['q'], readNumber),
		sum: orNull(fields['sum'], readCount),
		writes: readList(fields['w'], maxWrites, readWrite(key)),
		held: readHeld(fields['held']),
		open: n === 0 ? {status: readStatus(fields['status']), state} : null,
	};
};

/** What an owner vouches for. */
export type Word = Pick<BatchId, 'run' | 'epoch'> & {
	/** Of the newest accepted message of the book. */
	readonly position: number;
	readonly live: boolean;
	/** Milliseconds by the run's clock when it was made. */
	readonly up: number;
	/** By the same clock: up to then there was nothing after the position. */
	readonly asOf: number;
	/** Epoch milliseconds by the run's wall clock. */
	readonly at: number;
	/** See `bookSum`: of the book at the position; null while anything is unsent. */
	readonly sum: number | null;
};

export const packWord = (word: Word): string => JSON.stringify(word);

/** Throws a `PayloadError` for what is none. */
export const readWord = (bytes: Uint8Array): Word => {
	const fields = readFields(decode(bytes));
	return {
		run: readText(fields['run'], maxRunLength),
		epoch: readCount(fields['epoch']),
		position: readCount(fields['position']),
		live: readFlag(fields['live']),
		up: readTime(fields['up']),
		asOf: readTime(fields['asOf']),
		at: readTime(fields['at']),
		sum: orNull(fields['sum'], readCount),
	};
};

/** A book at a position of its log: what is stored now and then, and what who joins is answered. */
export type PlacedState = Pick<BatchId, 'run' | 'epoch'> & {
	readonly position: number;
	/** Epoch milliseconds by the run's wall clock when it was so. */
	readonly at: number;
	/** By the run's clock, at the same moment. */
	readonly asOf: number;
	readonly state: BookState;
};

export const packPlaced = ({state, ...placed}: PlacedState): Uint8Array =>
	encode({...placed, ...packState(state), at: placed.at});

/** Throws a `PayloadError` for what is none. */
export const readPlaced = (bytes: Uint8Array): PlacedState => {
	const fields = readFields(decode(bytes));
	return {
		run: readText(fields['run'], maxRunLength),
		epoch: readCount(fields['epoch']),
		position: readCount(fields['position']),
		at: readTime(fields['at']),
		asOf: readTime(fields['asOf']),
		state: readState(fields),
	};
};

/** `desk-1` of the run `desk-1~k3f9a2`. */
export const relayOfRun = (run: string): string => run.slice(0, run.lastIndexOf('~')) || run;
