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

export type ReplayIndex = {
	readonly log: ReplayLog;
	/** What the books were, as far as it is known. */
	readonly heat: HeatReader;
	/** Found so far, by time. */
	readonly marks: readonly TimelineMark[];
	/** Epoch milliseconds before which all is known; infinite at the end. */
	frontier(): number;
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

/** Runs through a capture in the background, once, and keeps what its books were written. */
export const startReplayIndex = (opened: OpenReplay): ReplayIndex => {
	const {startedAt} = opened.facts.header;
	const inner = createReplayStore();
	const log = createReplayLog(inner);
	const heat = createHeatIndex(inner);
	const finder = createMarkFinder();
	const defects: string[] = [];
	let hasEnded = false;
	let [now, bytes, total] = [startedAt, 0, Infinity];
	const bell = createBell();

	const store = createLoggedStore(inner, write => {
		log.add(write);
		heat.see(write);
		finder.see(now - startedAt, write);
	});
	log.begin(startedAt, false);
	const play = startPlay({
		...opened,
		store,
		onStep(time, event) {
			const isMessage = event?.kind === 'ws' || event?.kind === 'http';
			log.begin(time, isMessage);
			heat.begin(time);
			now = time;
			if (event?.kind === 'marker') finder.marker(time - startedAt, event.label);
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
		now = play.clock.now();
	};
	const done = run().finally(() => {
		log.end();
		hasEnded = true;
		bell.ring();
	});

	return {
		log,
		heat: heat.reader,
		marks: finder.marks,
		frontier: () => (hasEnded ? Infinity : now),
		length: () => now - startedAt,
		progress: () => (hasEnded ? 1 : Math.min(0.99, bytes / total)),
		defects,
		moved: () => (hasEnded ? Promise.resolve() : bell.next()),
		done,
		stop: play.stop,
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
