/** Time and timers, handed in so that tests and replay can run them by hand. */
export type Clock = {
	/** Epoch milliseconds, with a fraction where the platform has one. */
	now(): number;
	/** Calls back once after `ms`; the returned function cancels it. */
	after(ms: number, callback: () => void): () => void;
	/** Calls back each `ms` until the returned function is called. */
	every(ms: number, callback: () => void): () => void;
};

// The functions are wrapped, not aliased, so that a test can still replace the globals.
export const systemClock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	after(ms, callback) {
		const timer = setTimeout(callback, ms);
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
