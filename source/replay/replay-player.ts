import type {Clock} from '../clock.js';
import {maxSpeed, minSpeed} from '../options/replay-options.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import type {ReplayControl} from '../screen/timeline.js';
import type {ViewSource} from '../store/view-source.js';
import {createListeners} from './listeners.js';
import {createMoves, type Moves} from './moves.js';
import {createPlace, type Place} from './place.js';
import {createPlayTime, type PlayTime} from './play-time.js';
import {followProgress, type ReplayIndex} from './replay-index.js';
import {limitOf} from './seeking.js';
import {createTicker, type Ticker} from './ticker.js';
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

type Pieces = {
	readonly clock: VirtualClock;
	/** Told of each change of the state. */
	readonly states: ReturnType<typeof createListeners>;
	readonly playTime: PlayTime;
	readonly place: Pick<Place, 'jumps' | 'setGrid'>;
	readonly ticker: Pick<Ticker, 'isPaused' | 'pause' | 'schedule'>;
	readonly moves: Pick<Moves, 'seekingTo' | 'notice' | 'seek' | 'step' | 'next'>;
};

/** What keys can do with a replay, and what the timeline shows of it. */
const toControl = (
	{index, startedAt}: ReplayPlayerOptions,
	{clock, states, playTime, place, ticker, moves}: Pieces,
): ReplayControl => ({
	getState: () => ({
		position: clock.now() - startedAt,
		length: index.length(),
		isPaused: ticker.isPaused(),
		speed: playTime.speed(),
		indexing: index.progress(),
		marks: index.marks,
		seekingTo: moves.seekingTo(),
		jumps: place.jumps(),
		notice: moves.notice(),
	}),
	subscribe: states.subscribe,
	pause: ticker.pause,
	setSpeed(to) {
		playTime.set(clock.now(), Math.min(maxSpeed, Math.max(minSpeed, to)));
		place.setGrid();
		states.tell();
		ticker.schedule();
	},
	seek: moves.seek,
	step(by) {
		ticker.pause(true);
		moves.step(by);
	},
	next: moves.next,
});

/**
 * Plays what an index knows, at a speed, and goes to any moment of it. One thing is done at a time, and
 * what it changes is painted before the next: so the frames depend on the capture and the keys alone.
 */
export const startReplayPlayer = (options: ReplayPlayerOptions): ReplayPlayer => {
	const {index, startedAt, clock: real} = options;
	const clock = createVirtualClock(startedAt);
	const states = createListeners();
	const playTime = createPlayTime(startedAt, real, options.speed);
	const work = createWorkQueue(() => ticker.schedule());
	const {isStopped} = work;
	const place = createPlace({log: index.log, clock, startedAt, playTime, isStopped});

	/** As far as it can be played now. */
	const limit = () => limitOf(index, startedAt);

	/** It has moved other than by playing. */
	const moved = () => {
		playTime.set(clock.now());
		states.tell();
	};

	const isOver = () => index.frontier() === Infinity && clock.now() >= limit();
	const ticker = createTicker(real, playTime, {
		...{now: clock.now, limit, isOver, moved: index.moved, nextDue: place.nextDue},
		...{advance: place.advance, enqueue: work.add, isStopped, onPaused: moved},
	});
	const moves = createMoves(options, clock, playTime, {
		...{place, limit, moved, isStopped, tell: states.tell},
		enqueue(action) {
			ticker.cancel();
			work.add(action);
		},
	});

	void followProgress(index, isStopped, () => {
		if (index.frontier() === Infinity) moves.readToEnd();
		states.tell();
	});
	if (options.from > 0) moves.seek(options.from);
	else ticker.schedule();

	return {
		control: toControl(options, {clock, states, playTime, place, ticker, moves}),
		...{source: place.source, clock, settled: work.settled},
		stop() {
			work.stop();
			ticker.cancel();
			place.leave();
		},
	};
};
