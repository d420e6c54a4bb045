import type {Clock} from '../../source/clock.js';

type Timer = {at: number; readonly callback: () => void; readonly everyMs: number | null};

export type FakeClock = Clock & {
	/** Moves time on and runs what falls due, in order of time and then of being set. */
	advance(ms: number): void;
	/** Sets the wall clock, so far ahead of the even one. */
	setWallAhead(ms: number): void;
	/** Moves time on as sleep does: no timer runs meanwhile. */
	sleep(ms: number): void;
	/** From now on the program has more to do than it can, or no more. */
	overwork(isOn: boolean): void;
};

/** A clock that stands still until it is told to move on. */
export const createFakeClock = (start = 0): FakeClock => {
	let now = start;
	let ahead = 0;
	let sleeps = 0;
	let waited = start;
	let isOverworked = false;
	const timers = new Set<Timer>();

	const add = (ms: number, callback: () => void, everyMs: number | null) => {
		const timer: Timer = {at: now + Math.max(0, ms), callback, everyMs};
		timers.add(timer);
		return () => {
			timers.delete(timer);
		};
	};

	const nextDue = (end: number): Timer | undefined => {
		let next: Timer | undefined;
		for (const timer of timers) {
			if (timer.at <= end && (next === undefined || timer.at < next.at)) next = timer;
		}
		return next;
	};

	return {
		now: () => now,
		wall: at => (at ?? now) + ahead,
		sleeps: () => sleeps,
		waited() {
			if (!isOverworked) waited = now;
			return waited;
		},
		overwork(isOn) {
			if (!isOverworked) waited = now;
			isOverworked = isOn;
		},
		setWallAhead(ms) {
			ahead = ms;
		},
		sleep(ms) {
			for (const timer of timers) timer.at = Math.max(timer.at, now + ms);
			now += ms;
			sleeps++;
		},
		after: (ms, callback) => add(ms, callback, null),
		every(ms, callback) {
			if (!(ms > 0)) throw new RangeError('a repeating timer needs a period');
			return add(ms, callback, ms);
		},
		advance(ms) {
			const end = now + ms;
			for (let timer = nextDue(end); timer; timer = nextDue(end)) {
				now = timer.at;
				timers.delete(timer);
				if (timer.everyMs !== null) {
					timer.at += timer.everyMs;
					timers.add(timer);
				}
				timer.callback();
			}
			now = end;
		},
	};
};
