/** Time and timers, handed in so that tests and replay can run them by hand. */
export type Clock = {
	/** Epoch milliseconds, with a fraction where the platform has one. */
	now(): number;
	/** Calls back once after `ms`; the returned function cancels it. */
	after(ms: number, callback: () => void): () => void;
	/** Calls back each `ms` until the returned function is called. */
	every(ms: number, callback: () => void): () => void;
};

/** The longest wait a timer can hold: 24 days. */
const maxDelayMs = 2 ** 31 - 1;

/** A leap of the wall clock by more than this is one: the machine slept, or its clock was set. */
const leapMs = 2000;

let anchor = performance.timeOrigin;

/**
 * Runs evenly, with fractions of a millisecond, and not through sleep: what then lies behind the wall
 * clock follows it at once.
 */
const now = (): number => {
	const wall = Date.now();
	const even = anchor + performance.now();
	if (Math.abs(wall - even) <= leapMs) return even;
	anchor += wall - even;
	return wall;
};

// The functions are wrapped, not aliased, so that a test can still replace the globals.
export const systemClock: Clock = {
	now,
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
