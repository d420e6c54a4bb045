import type {BookStore} from '../store/book-store.js';
import type {MarketView, Passed} from '../store/market-view.js';
import type {LogEntry} from './pack-chunk.js';
import type {ReplayLog} from './replay-log.js';
import {repeatWrite} from '../store/store-writes.js';

/** A place in the log with the store as it was there. */
export type LogCursor = {
	readonly store: BookStore;
	/** Messages done so far. */
	messages(): number;
	/** The entry that comes next, null at the end of what is known. */
	peek(): LogEntry | null;
	/** Does it. */
	step(): void;
};

/** Begins with a chunk. */
const openChunk = (log: ReplayLog, first: number): LogCursor => {
	let index = first;
	let chunk = log.read(index);
	let next = 0;
	let messages = log.chunks[index]?.messages ?? 0;
	const store = log.openStore(chunk?.start);

	const peek = (): LogEntry | null => {
		while (chunk && next >= chunk.entries.length && index + 1 < log.chunks.length) {
			chunk = log.read(++index);
			next = 0;
		}
		return chunk?.entries[next] ?? null;
	};

	return {
		store,
		messages: () => messages,
		peek,
		step() {
			const entry = peek();
			if (!entry) return;
			next++;
			if (entry.isMessage) messages++;
			for (const write of entry.writes) repeatWrite(store, write);
		},
	};
};

/** The last chunk that is not beyond the place wanted. */
const findChunk = ({chunks}: ReplayLog, isBeyond: (index: number) => boolean): number => {
	let low = 0;
	let high = chunks.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >>> 1;
		if (isBeyond(middle)) high = middle - 1;
		else low = middle;
	}
	return low;
};

/** A cursor that was opened, where, and what it ran through to get there. */
export type Opened = {
	readonly cursor: LogCursor;
	/** Epoch milliseconds. */
	readonly time: number;
	readonly passed: Passed;
};

/** Views are kept of what is run through no closer than that: enough for a past, and soon made. */
const passedMs = 1000;

/** Opens a chunk and does its entries while they are wanted. */
const runFrom = (
	log: ReplayLog,
	index: number,
	isWanted: (entry: LogEntry, cursor: LogCursor) => boolean,
) => {
	const cursor = openChunk(log, index);
	const from = log.chunks[index]?.time ?? 0;
	const views: MarketView[] = [];
	let time = from;
	let nextView = from;
	for (let entry = cursor.peek(); entry && isWanted(entry, cursor); entry = cursor.peek()) {
		if (entry.time >= nextView) {
			cursor.store.publish();
			views.push(cursor.store.getView());
			nextView = entry.time + passedMs;
		}
		({time} = entry);
		cursor.step();
	}
	cursor.store.publish();
	return {cursor, time, passed: {from, views}};
};

/** A cursor at a time, with a view of `viewedAt`: the last moment by then at which one is made. */
export const openAtTime = (log: ReplayLog, time: number, viewedAt: number): Opened => {
	const index = findChunk(log, at => (log.chunks[at]?.time ?? 0) > viewedAt);
	const {cursor, passed} = runFrom(log, index, entry => entry.time <= viewedAt);
	for (let entry = cursor.peek(); entry && entry.time <= time; entry = cursor.peek()) cursor.step();
	return {cursor, time, passed};
};

/** A cursor right behind a message, by its number from 1, with a view of it. */
export const openAtMessage = (log: ReplayLog, message: number): Opened => {
	const index = findChunk(log, at => (log.chunks[at]?.messages ?? 0) >= Math.max(1, message));
	return runFrom(log, index, (_, cursor) => cursor.messages() < message);
};
