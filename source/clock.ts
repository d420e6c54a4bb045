import {uptime} from 'node:os';

/** Time and timers, handed in so that tests and replay can run them by hand. */
export type Clock = {
	/**
	 * Milliseconds that run evenly, whatever becomes of the wall clock, sleep included; as epoch
	 * milliseconds where the wall clock has never been set. For waits, ages, rates and recordings.
	 */
	now(): number;
	/** Epoch milliseconds by the wall clock, of a moment told by `now`: for people. @default this one */
	wall(at?: number): number;
	/** How often the machine has slept so far, or the program stood still for as long. */
	sleeps(): number;
	/**
	 * Milliseconds so far in which the program waited for something to happen. It grows only once all was read that had
	 * come by then: whoever has more to do than he can never waits. Infinite where time stands still until all is read.
	 */
	waited(): number;
	/** Calls back once after `ms`; the returned function cancels it. */
	after(ms: number, callback: () => void): () => void;
	/** Calls back each `ms` until the returned function is called. */
	every(ms: number, callback: () => void): () => void;
};

/** Where a clock reads the time, in milliseconds. */
export type TimeSources = {
	/** Epoch milliseconds as the system tells them. They may be set, back or on. */
	wall(): number;
	/** From any beginning, never set; may stand still while the machine sleeps. */
	even(): number;
	/** From any beginning, never set, sleep included; may be coarse. Asked for where the others part. */
	sinceBoot(): number;
};

/** The longest wait a timer can hold: 24 days. */
const maxDelayMs = 2 ** 31 - 1;

/** The wall clock is corrected a little all the time; by more than this it was set, or the machine slept. */
const leapMs = 1000;

/** Less is not worth a change of what people are told. */
const driftMs = 50;

/** Nothing is done between two looks at the time that takes so long: whoever looks next was away. */
const awayMs = 5000;

/** Tells the time from clocks of which each has a fault of its own. */
export const createTimes = (sources: TimeSources): Pick<Clock, 'now' | 'wall' | 'sleeps'> => {
	const origin = sources.wall() - sources.even();
	/** What the even clock missed while the machine slept. */
	let slept = 0;
	/** How far the wall clock is ahead of ours. */
	let ahead = 0;
	let even = sources.even();
	let sinceBoot = sources.sinceBoot();
	let lastLook = origin + even;
	let sleeps = 0;

	/** The wall clock and ours have parted: by sleep, which the clock since boot counts, or it was set. */
	const part = () => {
		const missed = sources.sinceBoot() - sinceBoot - (sources.even() - even);
		if (missed > leapMs) slept += missed;
		even = sources.even();
		sinceBoot = sources.sinceBoot();
	};

	const now = (): number => {
		const wall = sources.wall();
		let time = origin + sources.even() + slept;
		if (Math.abs(wall - ahead - time) > leapMs) {
			part();
			time = origin + sources.even() + slept;
		}
		if (Math.abs(wall - ahead - time) > driftMs) ahead = wall - time;
		if (time - lastLook > awayMs) sleeps++;
		lastLook = time;
		return time;
	};

	return {
		now,
		wall(at) {
			const time = now();
			return (at ?? time) + ahead;
		},
		sleeps() {
			now();
			return sleeps;
		},
	};
};

// The functions are wrapped, not aliased, so that a test can still replace the globals.
export const systemClock: Clock = {
	...createTimes({
		wall: () => Date.now(),
		even: () => performance.now(),
		sinceBoot: () => uptime() * 1000,
	}),
	waited: () => performance.nodeTiming.idleTime,
	after(ms, callback) {
		const timer = setTimeout(callback, Math.min(ms, maxDelayMs));
		return () => {
			clearTimeout(timer);
		};
	},
	every(ms, callback) {
		const timer = setInterval(callback, ms);
		return () => {
			clearInterval(timer);
		};
	},
};
