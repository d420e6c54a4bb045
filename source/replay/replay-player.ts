import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../clock.js';
import type {ViewSource} from '../store/view-source.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import type {ReplayControl, ReplayState} from '../screen/timeline.js';
import type {Passed} from '../store/market-view.js';
import {createListeners} from './listeners.js';
import {createPlayTime} from './play-time.js';
import {openAtMessage, openAtTime, type LogCursor, type Opened} from './log-cursor.js';
import {followProgress, type ReplayIndex} from './replay-index.js';
import {maxSpeed, minSpeed} from '../options/replay-options.js';

export type ReplayPlayerOptions = {
	readonly index: ReplayIndex;
	/** Epoch milliseconds. */
	readonly startedAt: number;
	/** Real time. */
	readonly clock: Clock;
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
	const {log} = index;
	const clock = createVirtualClock(startedAt);
	const views = createListeners();
	const states = createListeners();
	const playTime = createPlayTime(startedAt, real, options.speed);
	const {gridBefore, gridFrom, gridMs} = playTime;
	let isPaused = false;
	let isStopped = false;
	let jumps = 0;
	let notice: string | null = null;
	let seekingTo: number | null = null;
	/** Whether the place itself is to be seen, not the last view before it. */
	let isSeekExact = false;
	let isSeekQueued = false;
	const nothing: Passed = {from: startedAt, views: []};
	let passed = nothing;
	let {cursor} = openAtTime(log, startedAt, startedAt);
	let unsubscribe = () => {};
	let cancelTick = () => {};
	let work: Promise<void> = Promise.resolve();

	const attach = (to: LogCursor) => {
		unsubscribe();
		cursor = to;
		unsubscribe = to.store.subscribe(views.tell);
	};
	attach(cursor);

	let nextView = gridBefore(startedAt) + gridMs();

	const end = () => startedAt + index.length();
	/** As far as it can be played now. */
	const limit = () => (index.frontier() === Infinity ? end() : index.frontier() - 1);

	const setOrigin = () => {
		playTime.set(clock.now());
	};

	/** At a high speed timers wait for the next view, or the screen would be painted too often. */
	const nextTimer = () => (playTime.speed() > 1 ? gridFrom(clock.nextDue()) : clock.nextDue());

	/** Plays on up to a time; all that is to be seen on the way is. */
	const advance = async (to: number) => {
		for (;;) {
			const entry = cursor.peek();
			const at = Math.min(entry?.time ?? Infinity, nextView, nextTimer());
			if (at > to || isStopped) break;
			clock.moveTo(at);
			if (entry && entry.time <= at) {
				cursor.step();
				continue;
			}
			if (nextView <= at) {
				nextView += gridMs();
				cursor.store.publish();
			} else clock.runNext();
			await setImmediate();
		}
		clock.moveTo(to);
	};

	/** Shows another place: nothing of the one before stays on the screen. */
	const show = async ({cursor: to, time, ...opened}: Opened) => {
		attach(to);
		({passed} = opened);
		clock.jumpTo(time);
		nextView = gridBefore(time) + gridMs();
		setOrigin();
		jumps++;
		states.tell();
		passed = nothing;
		await setImmediate();
	};

	const enqueue = (action: () => Promise<void> | void) => {
		cancelTick();
		work = work.then(async () => {
			if (!isStopped) await action();
		});
		// What went wrong is told by the index; nothing else here fails.
		void work.then(schedule, () => undefined);
	};

	const tick = async () => {
		if (isPaused) return;
		await advance(playTime.target(clock.now(), limit()));
		if (clock.now() >= end() && index.frontier() === Infinity) pause(true);
		if (playTime.isBehind(clock.now())) setOrigin();
	};

	function schedule() {
		cancelTick();
		if (isPaused || isStopped) return;
		const due = Math.min(nextView, nextTimer(), Math.max(limit(), clock.now() + 1));
		cancelTick = real.after(Math.max(1, playTime.msUntil(due)), () => enqueue(tick));
	}

	const runSeek = async () => {
		isSeekQueued = false;
		while (seekingTo !== null && startedAt + seekingTo > limit()) {
			if (index.frontier() === Infinity) seekingTo = index.length();
			else await index.moved();
			if (isStopped) return;
		}
		if (seekingTo === null) return;
		const time = startedAt + seekingTo;
		seekingTo = null;
		await show(openAtTime(log, time, isSeekExact ? time : gridBefore(time)));
	};

	const seek = (position: number) => {
		notice = null;
		isSeekExact = false;
		seekingTo = Math.max(0, position);
		if (!isSeekQueued) enqueue(runSeek);
		isSeekQueued = true;
	};

	/** Goes to the next mark; where none is known yet, reads on until one is. */
	const runNext = async () => {
		const position = clock.now() - startedAt;
		const find = () => index.marks.find(({at}) => at > position);
		while (!find() && index.frontier() !== Infinity && !isStopped) await index.moved();
		const mark = find();
		if (mark) {
			notice = null;
			isSeekExact = true;
			seekingTo = mark.at;
			// At once: a key pressed meanwhile goes on from there.
			await runSeek();
			return;
		}
		notice = 'no gap, reconnect or marker from here on';
		states.tell();
	};

	function pause(to: boolean) {
		if (to === isPaused) return;
		isPaused = to;
		setOrigin();
		states.tell();
		schedule();
	}

	/** Does the next message and shows it, as it changes the screen. */
	const stepOn = async () => {
		for (let entry = cursor.peek(); entry; entry = cursor.peek()) {
			if (entry.time > limit()) return;
			clock.moveTo(entry.time);
			cursor.step();
			if (entry.isMessage) break;
		}
		nextView = gridBefore(clock.now()) + gridMs();
		cursor.store.publish();
		await advance(clock.now());
		setOrigin();
		states.tell();
	};

	const stepBack = async () => {
		await show(openAtMessage(log, Math.max(0, cursor.messages() - 1)));
	};

	void followProgress(
		index,
		() => isStopped,
		() => {
			if (index.frontier() === Infinity) notice = index.defects[0] ?? notice;
			states.tell();
		},
	);
	if (options.from > 0) seek(options.from);
	else schedule();

	const getState = (): ReplayState => ({
		position: clock.now() - startedAt,
		length: index.length(),
		isPaused,
		speed: playTime.speed(),
		indexing: index.progress(),
		marks: index.marks,
		seekingTo,
		jumps,
		notice,
	});

	return {
		control: {
			getState,
			subscribe: states.subscribe,
			pause,
			setSpeed(to) {
				playTime.set(clock.now(), Math.min(maxSpeed, Math.max(minSpeed, to)));
				nextView = gridBefore(clock.now()) + gridMs();
				states.tell();
				schedule();
			},
			seek,
			step(by) {
				pause(true);
				notice = null;
				enqueue(by > 0 ? stepOn : stepBack);
			},
			next() {
				enqueue(runNext);
			},
		},
		source: {
			getView: () => cursor.store.getView(),
			subscribe: views.subscribe,
			passed: () => passed,
			firstPrice: log.firstPrice,
		},
		clock,
		async settled() {
			for (let known: Promise<void> | null = null; known !== work;) {
				known = work;
				await known;
			}
		},
		stop() {
			isStopped = true;
			cancelTick();
			unsubscribe();
		},
	};
};
