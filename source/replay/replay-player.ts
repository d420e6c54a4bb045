import type {Clock} from '../clock.js';
import {maxSpeed, minSpeed} from '../options/replay-options.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import type {ReplayControl} from '../screen/timeline.js';
import type {ViewSource} from '../store/view-source.js';
import {createListeners} from './listeners.js';
import {openAtMessage, type Opened} from './log-cursor.js';
import {createPlace} from './place.js';
import {createPlayTime} from './play-time.js';
import {followProgress, type ReplayIndex} from './replay-index.js';
import {createSeeking, limitOf} from './seeking.js';
import {createTicker} from './ticker.js';
import {createWorkQueue} from './work-queue.js';

export type ReplayPlayerOptions = {
	readonly index: ReplayIndex;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** Real time. */
	readonly clock: Clock;
	/** Times as fast as it was recorded, from 0.25 to 64. */
	readonly speed: number;
	/** Milliseconds from the start. */
	readonly from: number;
};

export type ReplayPlayer = {
	readonly control: ReplayControl;
	readonly source: ViewSource;
	/** The capture's time, for all that is on the screen. */
	readonly clock: VirtualClock;
	/** Resolves when all that was asked for until now is done. */
	settled(): Promise<void>;
	stop(): void;
};

/**
 * Plays what an index knows, at a speed, and goes to any moment of it. One thing is done at a time, and
 * what it changes is painted before the next: so the frames depend on the capture and the keys alone.
 */
export const startReplayPlayer = (options: ReplayPlayerOptions): ReplayPlayer => {
	const {index, startedAt, clock: real} = options;
	const clock = createVirtualClock(startedAt);
	const states = createListeners();
	const playTime = createPlayTime(startedAt, real, options.speed);
	let notice: string | null = null;
	const work = createWorkQueue(() => ticker.schedule());
	const {isStopped} = work;
	const place = createPlace({log: index.log, clock, startedAt, playTime, isStopped});

	const position = () => clock.now() - startedAt;
	/** As far as it can be played now. */
	const limit = () => limitOf(index, startedAt);

	/** It has moved other than by playing. */
	const moved = () => {
		playTime.set(clock.now());
		states.tell();
	};
	const show = (opened: Opened) => place.show(opened, moved);
	const seeking = createSeeking(index, startedAt, playTime, {position, show, isStopped});

	const isOver = () => index.frontier() === Infinity && clock.now() >= limit();
	const ticker = createTicker(real, playTime, {
		...{now: clock.now, limit, isOver, nextDue: place.nextDue},
		...{advance: place.advance, enqueue: work.add, isStopped, onPaused: moved},
	});
	const {pause, schedule} = ticker;

	const enqueue = (action: () => Promise<void> | void) => {
		ticker.cancel();
		work.add(action);
	};

	const seek = (to: number) => {
		notice = null;
		if (seeking.set(to)) enqueue(seeking.run);
	};

	const runNext = async () => {
		const isThere = await seeking.next(() => {
			notice = null;
		});
		if (isThere) return;
		notice = 'no gap, reconnect or marker from here on';
		states.tell();
	};

	const step = async (by: 1 | -1) => {
		if (by < 0) await show(openAtMessage(index.log, Math.max(0, place.messages() - 1)));
		else if (await place.step(limit())) moved();
	};

	void followProgress(index, isStopped, () => {
		if (index.frontier() === Infinity) notice = index.defects[0] ?? notice;
		states.tell();
	});
	if (options.from > 0) seek(options.from);
	else schedule();

	const control: ReplayControl = {
		getState: () => ({
			position: position(),
			length: index.length(),
			isPaused: ticker.isPaused(),
			speed: playTime.speed(),
			indexing: index.progress(),
			marks: index.marks,
			seekingTo: seeking.to(),
			jumps: place.jumps(),
			notice,
		}),
		subscribe: states.subscribe,
		pause,
		setSpeed(to) {
			playTime.set(clock.now(), Math.min(maxSpeed, Math.max(minSpeed, to)));
			place.setGrid();
			states.tell();
			schedule();
		},
		seek,
		step(by) {
			pause(true);
			notice = null;
			enqueue(() => step(by));
		},
		next() {
			enqueue(runNext);
		},
	};

	return {
		...{control, source: place.source, clock, settled: work.settled},
		stop() {
			work.stop();
			ticker.cancel();
			place.leave();
		},
	};
};
