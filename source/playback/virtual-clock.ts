import type {Clock} from '../clock.js';
import {createTimerHeap, type Timer} from './timer-heap.js';

/** A clock that stands still until it is moved: timers run at exactly their time, in their order. */
export type VirtualClock = Clock & {
	/** When the next timer falls due; infinite where none is set. */
	nextDue(): number;
	/** Moves the time on to the next timer and runs it. Returns whether that is a repeating one, for which no promise waits. */
	runNext(): boolean;
	/** Sets the time to one before which no timer is due. */
	moveTo(time: number): void;
	/** Sets any time, back or on; timers keep the time they have left. */
	jumpTo(time: number): void;
};

export const createVirtualClock = (start: number): VirtualClock => {
	let now = start;
	/** Timers set so far: the order decides between those of the same time. */
	let order = 0;
	const timers = createTimerHeap();

	const add = (ms: number, callback: () => void, everyMs: number | null) => {
		const at = now + Math.max(0, ms);
		const timer: Timer = {at, order: order++, callback, everyMs, isCancelled: false};
		timers.add(timer);
		return () => {
			timers.cancel(timer);
		};
	};

	return {
		now: () => now,
		wall: (at = now) => at,
		sleeps: () => 0,
		waited: () => Infinity,
		after: (ms, callback) => add(ms, callback, null),
		every(ms, callback) {
			if (!(ms > 0)) throw new RangeError('a repeating timer needs a period');
			return add(ms, callback, ms);
		},
		nextDue: () => timers.first()?.at ?? Infinity,
		runNext() {
			const timer = timers.take();
			if (!timer) return false;
			now = Math.max(now, timer.at);
			if (timer.everyMs !== null) {
				timer.at += timer.everyMs;
				timer.order = order++;
				timers.add(timer);
			}
			timer.callback();
			return timer.everyMs !== null;
		},
		moveTo(time) {
			now = Math.max(now, time);
		},
		jumpTo(time) {
			timers.shift(time - now);
			now = time;
		},
	};
};
