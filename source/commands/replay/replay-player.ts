import {setImmediate} from 'node:timers/promises';
import type {Clock} from '../../clock.js';
import type {ViewSource} from '../../hooks/use-market-view.js';
import {createVirtualClock, type VirtualClock} from '../../recording/virtual-clock.js';
import type {ReplayControl, ReplayState} from '../../screen/timeline.js';
import {cadenceMs} from '../../session.js';
import {openAtMessage, openAtTime, type LogCursor} from './log-cursor.js';
import type {ReplayIndex} from './replay-index.js';
import {maxSpeed, minSpeed} from './replay-options.js';

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

/** Real milliseconds of a hold-up that are not made up for. */
const maxLagMs = 1000;

/** How far the progress has to come to be worth a repaint. */
const progressStep = 0.01;

/**
 * Plays what an index knows, at a speed, and goes to any moment of it. One thing is done at a time, and
 * what it changes is painted before the next: so the frames depend on the capture and the keys alone.
 */
export const startReplayPlayer = (options: ReplayPlayerOptions): ReplayPlayer => {
	const {index, startedAt, clock: real} = options;
	const {log} = index;
	const clock = createVirtualClock(startedAt);
	const viewListeners = new Set<() => void>();
	const stateListeners = new Set<() => void>();
	let {speed} = options;
	let isPaused = false;
	let isStopped = false;
	let jumps = 0;
	let notice: string | null = null;
	let seekingTo: number | null = null;
	/** Whether the place itself is to be seen, not the last view before it. */
	let isSeekExact = false;
	let isSeekQueued = false;
	let shownProgress = 0;
	/** The same moment in virtual and in real time. */
	let origin = {virtual: startedAt, real: real.now()};
	let cursor: LogCursor = openAtTime(log, startedAt, startedAt);
	let unsubscribe = () => {};
	let cancelTick = () => {};
	let work: Promise<void> = Promise.resolve();

	const tellView = () => {
		for (const listener of viewListeners) listener();
	};
	const tellState = () => {
		for (const listener of stateListeners) listener();
	};

	const attach = (to: LogCursor) => {
		unsubscribe();
		cursor = to;
		unsubscribe = to.store.subscribe(tellView);
	};
	attach(cursor);

	/** Views are made on a grid of virtual time, wide enough that not more than ten a second come. */
	const gridMs = () => cadenceMs * Math.max(1, speed);
	const gridBefore = (time: number) =>
		startedAt + Math.floor((time - startedAt) / gridMs()) * gridMs();
	const gridFrom = (time: number) =>
		startedAt + Math.ceil((time - startedAt) / gridMs()) * gridMs();
	let nextView = gridBefore(startedAt) + gridMs();

	const end = () => startedAt + index.length();
	/** As far as it can be played now. */
	const limit = () => (index.frontier() === Infinity ? end() : index.frontier() - 1);

	const setOrigin = () => {
		origin = {virtual: clock.now(), real: real.now()};
	};

	const virtualNow = () => {
		const time = origin.virtual + (real.now() - origin.real) * speed;
		if (time - clock.now() <= maxLagMs * speed && time <= limit()) return time;
		return Math.min(limit(), clock.now() + gridMs());
	};

	const nextTimer = () => (speed > 1 ? gridFrom(clock.nextDue()) : clock.nextDue());

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
	const show = async (to: LogCursor, time: number) => {
		attach(to);
		clock.jumpTo(time);
		nextView = gridBefore(time) + gridMs();
		setOrigin();
		jumps++;
		tellState();
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
		const to = virtualNow();
		await advance(Math.max(to, clock.now()));
		if (clock.now() >= end() && index.frontier() === Infinity) pause(true);
		const lag = origin.virtual + (real.now() - origin.real) * speed - clock.now();
		if (lag > gridMs()) setOrigin();
	};

	function schedule() {
		cancelTick();
		if (isPaused || isStopped) return;
		const due = Math.min(nextView, nextTimer(), Math.max(limit(), clock.now() + 1));
		const ms = (due - origin.virtual) / speed - (real.now() - origin.real);
		cancelTick = real.after(Math.max(1, ms), () => enqueue(tick));
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
		await show(openAtTime(log, time, isSeekExact ? time : gridBefore(time)), time);
	};

	const seek = (position: number, isExact = false) => {
		notice = null;
		isSeekExact = isExact;
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
			seek(mark.at, true);
			return;
		}
		notice = 'no gap, reconnect or marker from here on';
		tellState();
	};

	function pause(to: boolean) {
		if (to === isPaused) return;
		isPaused = to;
		setOrigin();
		tellState();
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
		tellState();
	};

	const stepBack = async () => {
		const {cursor: to, time} = openAtMessage(log, Math.max(0, cursor.messages() - 1));
		await show(to, time);
	};

	const watchIndex = async () => {
		while (index.frontier() !== Infinity && !isStopped) {
			await index.moved();
			if (index.progress() - shownProgress < progressStep && index.progress() < 1) continue;
			shownProgress = index.progress();
			tellState();
		}
		notice = index.defects[0] ?? notice;
		tellState();
	};
	void watchIndex();
	if (options.from > 0) seek(options.from);
	else schedule();

	const getState = (): ReplayState => ({
		position: clock.now() - startedAt,
		length: index.length(),
		isPaused,
		speed,
		indexing: index.progress(),
		marks: index.marks,
		seekingTo,
		jumps,
		notice,
	});

	return {
		control: {
			getState,
			subscribe(listener) {
				stateListeners.add(listener);
				return () => {
					stateListeners.delete(listener);
				};
			},
			pause,
			setSpeed(to) {
				speed = Math.min(maxSpeed, Math.max(minSpeed, to));
				nextView = gridBefore(clock.now()) + gridMs();
				setOrigin();
				tellState();
				schedule();
			},
			seek: position => seek(position),
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
			subscribe(listener) {
				viewListeners.add(listener);
				return () => {
					viewListeners.delete(listener);
				};
			},
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
