import type {Clock} from '../clock.js';

/** A clock that stands still until it is moved: timers run at exactly their time, in their order. */
export type VirtualClock = Clock & {
	/** When the next timer falls due; infinite where none is set. */
	nextDue(): number;
	/** Moves the time on to the next timer and runs it. */
	runNext(): void;
	/** Sets the time to one before which no timer is due. */
	moveTo(time: number): void;
	/** Sets any time, back or on; timers keep the time they have left. */
	jumpTo(time: number): void;
};

type Timer = {at: number; readonly callback: () => void; readonly everyMs: number | null};

export const createVirtualClock = (start: number): VirtualClock => {
	let now = start;
	/** In the order of being set, which decides between timers of the same time. */
	const timers = new Set<Timer>();
	/** Looked for anew only after a change: it is asked for at each message. */
	let next: Timer | null = null;

	const find = (): Timer | null => {
		if (next) return next;
		for (const timer of timers) if (next === null || timer.at < next.at) next = timer;
		return next;
	};

	const add = (ms: number, callback: () => void, everyMs: number | null) => {
		const timer: Timer = {at: now + Math.max(0, ms), callback, everyMs};
		timers.add(timer);
		if (next && timer.at < next.at) next = timer;
		return () => {
			timers.delete(timer);
			if (next === timer) next = null;
		};
	};

	return {
		now: () => now,
		wall: (at = now) => at,
		sleeps: () => 0,
		after: (ms, callback) => add(ms, callback, null),
		every(ms, callback) {
			if (!(ms > 0)) throw new RangeError('a repeating timer needs a period');
			return add(ms, callback, ms);
		},
		nextDue: () => find()?.at ?? Infinity,
		runNext() {
			const timer = find();
			if (!timer) return;
			next = null;
			now = Math.max(now, timer.at);
			timers.delete(timer);
			if (timer.everyMs !== null) {
				timer.at += timer.everyMs;
				timers.add(timer);
			}
			timer.callback();
		},
		moveTo(time) {
			now = Math.max(now, time);
		},
		jumpTo(time) {
			for (const timer of timers) timer.at += time - now;
			now = time;
		},
	};
};
