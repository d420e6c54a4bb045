import {stat} from 'node:fs/promises';
import type {HeatReader} from '../heat/heat-reader.js';
import type {TimelineMark} from '../screen/timeline.js';
import {createMarkFinder} from './find-marks.js';
import {createHeatIndex} from './heat-index.js';
import type {OpenReplay} from './open-replay.js';
import {startPlay} from './play-replay.js';
import {createReplayLog, type ReplayLog} from './replay-log.js';
import {createLoggedStore} from '../store/store-writes.js';
import {createReplayStore} from './replay-store.js';
import type {BookStore} from '../store/book-store.js';
import type {MarketView} from '../store/market-view.js';
import {createToldStore, startWritesPlay, type WritesPlayOptions} from './play-writes.js';

export type ReplayIndex = {
	readonly log: ReplayLog;
	/** What the books were, as far as it is known. */
	readonly heat: HeatReader;
	/** Found so far, by time. */
	readonly marks: readonly TimelineMark[];
	/** Epoch milliseconds before which all is known; infinite at the end. */
	frontier(): number;
	/** Whether all that there is by now is known. */
	isAll(): boolean;
	/** Milliseconds from the start that are known. */
	length(): number;
	/** From 0 to 1. */
	progress(): number;
	/** What is wrong with the files, in words. */
	readonly defects: readonly string[];
	/** Resolves when more is known. */
	moved(): Promise<void>;
	/** Rejects where reading failed. */
	readonly done: Promise<void>;
	/** Reads no further. */
	stop(): Promise<void>;
};

const sizeOf = async (paths: readonly string[]) => {
	const sizes = await Promise.all(paths.map(path => stat(path)));
	return sizes.reduce((sum, {size}) => sum + size, 0);
};

/** Wakes all who wait for the next time that it rings. */
const createBell = () => {
	let waiting: (() => void)[] = [];
	return {
		ring() {
			if (waiting.length === 0) return;
			const waked = waiting;
			waiting = [];
			for (const wake of waked) wake();
		},
		next: () =>
			new Promise<void>(resolve => {
				waiting.push(resolve);
			}),
	};
};

/** The same, which may fail before anybody waits for it: whoever does is told then. */
const heldBack = (done: Promise<void>): Promise<void> => {
	done.catch(() => undefined);
	return done;
};

/** What is kept of what is played: `begin` before each step, and `end` at the end. */
const createNotes = (startedAt: number, openStore: (from?: MarketView) => BookStore) => {
	const inner = openStore();
	const log = createReplayLog(inner, openStore);
	const heat = createHeatIndex(inner);
	const finder = createMarkFinder();
	let now = startedAt;
	const store = createLoggedStore(inner, write => {
		log.add(write);
		heat.see(write);
		finder.see(now - startedAt, write);
	});
	log.begin(startedAt, false);
	return {
		...{store, log, heat: heat.reader, marks: finder.marks, end: log.end},
		now: () => now,
		begin(time: number, isMessage: boolean) {
			log.begin(time, isMessage);
			heat.begin(time);
			now = time;
		},
		mark(label: string) {
			finder.marker(now - startedAt, label);
		},
		/** All is known up to then. */
		moveTo(time: number) {
			now = time;
		},
	};
};

/** Runs through a capture in the background, once, and keeps what its books were written. */
export const startReplayIndex = (opened: OpenReplay): ReplayIndex => {
	const {startedAt} = opened.facts.header;
	const notes = createNotes(startedAt, createReplayStore);
	const {store, log, heat, marks} = notes;
	const defects: string[] = [];
	let hasEnded = false;
	let [bytes, total] = [0, Infinity];
	const bell = createBell();

	const play = startPlay({
		...opened,
		store,
		onStep(time, event) {
			const isMessage = event?.kind === 'ws' || event?.kind === 'http';
			notes.begin(time, isMessage);
			if (event?.kind === 'marker') notes.mark(event.label);
			bell.ring();
		},
		onRead(count) {
			bytes = count;
		},
		onDefect: text => defects.push(text),
	});
	// The books are there from the start, though nothing is known of them yet.
	log.begin(startedAt, false);

	const run = async () => {
		total = await sizeOf(opened.paths);
		await play.playTo();
		notes.moveTo(play.clock.now());
	};
	const done = heldBack(
		run().finally(() => {
			notes.end();
			hasEnded = true;
			bell.ring();
		}),
	);

	return {
		...{log, heat, marks, defects},
		frontier: () => (hasEnded ? Infinity : notes.now()),
		isAll: () => hasEnded,
		length: () => notes.now() - startedAt,
		progress: () => (hasEnded ? 1 : Math.min(0.99, bytes / total)),
		moved: () => (hasEnded ? Promise.resolve() : bell.next()),
		done,
		stop: play.stop,
	};
};

export type WritesIndexOptions = Pick<WritesPlayOptions, 'books' | 'items' | 'startedAt'> & {
	/** Whether all that there is by now was handed out: what comes then comes with the time. */
	readonly isAll: () => boolean;
	/** Epoch milliseconds of now. */
	readonly wall: () => number;
	readonly stop: () => Promise<void>;
};

/** The same of what was written to a store, as it comes in. */
export const startWritesIndex = (options: WritesIndexOptions): ReplayIndex => {
	const {books, items, startedAt, wall, stop} = options;
	const notes = createNotes(startedAt, createToldStore);
	const {store, log, heat, marks} = notes;
	let hasEnded = false;
	const bell = createBell();
	const play = startWritesPlay({
		...{books, items, startedAt, store},
		onStep(time, isMessage) {
			notes.begin(time, isMessage);
			bell.ring();
		},
	});
	log.begin(startedAt, false);
	const run = async () => {
		await play.playTo();
		notes.moveTo(play.clock.now());
	};
	const done = heldBack(
		run().finally(() => {
			notes.end();
			hasEnded = true;
			bell.ring();
		}),
	);
	const isAll = () => hasEnded || options.isAll();
	return {
		...{log, heat, marks, defects: [], done, stop, isAll},
		frontier: () => (hasEnded ? Infinity : notes.now()),
		length: () => notes.now() - startedAt,
		progress: () =>
			isAll() ? 1 : Math.min(0.99, (notes.now() - startedAt) / Math.max(1, wall() - startedAt)),
		moved: () => (hasEnded ? Promise.resolve() : bell.next()),
	};
};

/** How far the progress has to come to be worth telling. */
const progressStep = 0.01;

/** Tells the progress of reading now and then, and its end, until that or `isOver`. */
export const followProgress = async (
	index: ReplayIndex,
	isOver: () => boolean,
	tell: () => void,
): Promise<void> => {
	let told = 0;
	while (index.frontier() !== Infinity && !isOver()) {
		await index.moved();
		if (index.progress() - told < progressStep) continue;
		told = index.progress();
		tell();
	}
	tell();
};
