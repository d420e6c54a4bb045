import type {Clock} from '../../source/clock.js';
import {createTimerHeap, type Timer} from '../../source/playback/timer-heap.js';

export type VirtualClock = Clock & {
	/** Timers that are set. */
	size(): number;
	/** Moves time on, step by step: after each timer, promises that were settled run. */
	run(ms: number): Promise<void>;
};

/** Turns of the queue of promises: more than the longest chain of them takes. */
const microtasks = 24;

/** A clock for long runs: as the fake one, with a replay's heap and an eye on promises. */
export const createVirtualClock = (start: number): VirtualClock => {
	const timers = createTimerHeap();
	let now = start;
	let order = 0;
	let size = 0;

	const add = (ms: number, callback: () => void, everyMs: number | null) => {
		const at = now + Math.max(0, ms);
		const timer: Timer = {at, order: order++, callback, everyMs, isCancelled: false};
		timers.add(timer);
		size++;
		return () => {
			if (!timer.isCancelled) size--;
			timers.cancel(timer);
		};
	};

	const fireNext = () => {
		const timer = timers.take();
		if (!timer) return;
		now = timer.at;
		if (timer.everyMs === null) {
			size--;
		} else {
			timer.at += timer.everyMs;
			timer.order = order++;
			timers.add(timer);
		}
		timer.callback();
	};

	return {
		now: () => now,
		wall: (at = now) => at,
		sleeps: () => 0,
		waited: () => now,
		after: (ms, callback) => add(ms, callback, null),
		every(ms, callback) {
			if (!(ms > 0)) throw new RangeError('a repeating timer needs a period');
			return add(ms, callback, ms);
		},
		size: () => size,
		async run(ms) {
			const end = now + ms;
			while ((timers.first()?.at ?? Infinity) <= end) {
				fireNext();
				for (let turn = 0; turn < microtasks; turn++) await null;
			}
			now = end;
		},
	};
};
