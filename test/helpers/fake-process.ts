import type {Clock} from '../../source/clock.js';

/** A pause that the program takes for sleep. */
const sleepMs = 5000;

export type FakeProcess = {
	/** Its own: it began at another time, and its timers stop with it. */
	readonly clock: Clock;
	/** Hands over what came from outside, once the process goes round. */
	deliver(callback: () => void): void;
	/** Nothing of it runs for so long; then its timers are the first, and what came meanwhile comes after. */
	pause(ms: number): void;
	/** Its wall clock is set so many milliseconds on, or back. */
	setWall(byMs: number): void;
	/** From now on it reads but one of what comes each so many milliseconds; null: all at once. */
	overwork(everyMs: number | null): void;
	/** Its clock leaps so far ahead, as none should. */
	leap(byMs: number): void;
	/** Nothing of it runs any more. */
	kill(): void;
};

/** A process of its own within one that tries many: `firstAheadMs`: of its clock. */
export const createFakeProcess = (world: Clock, firstAheadMs: number): FakeProcess => {
	let aheadMs = firstAheadMs;
	let isPaused = false;
	let isKilled = false;
	let sleeps = 0;
	let setMs = 0;
	let dueTimers = new Set<() => void>();
	let arrived: (() => void)[] = [];
	let endOverwork: (() => void) | null = null;
	/** When it last waited for something to happen. */
	let waitedAt = 0;

	const fire = (callback: () => void) => {
		if (isKilled) return;
		if (isPaused) dueTimers.add(callback);
		else callback();
	};

	const deliver = (callback: () => void) => {
		if (isKilled) return;
		// What comes while something waits comes after it.
		if (isPaused || endOverwork || arrived.length > 0) arrived.push(callback);
		else callback();
	};

	const readAll = () => {
		const waiting = arrived;
		arrived = [];
		for (const callback of waiting) deliver(callback);
	};

	const readOne = () => {
		if (!isPaused && !isKilled) arrived.shift()?.();
	};

	const resume = () => {
		isPaused = false;
		const timers = dueTimers;
		dueTimers = new Set();
		for (const timer of timers) fire(timer);
		world.after(1, readAll);
	};

	return {
		clock: {
			now: () => world.now() + aheadMs,
			wall: (at = world.now() + aheadMs) => at - aheadMs + setMs,
			sleeps: () => sleeps,
			waited() {
				if (!isPaused && arrived.length === 0) waitedAt = world.now();
				return waitedAt;
			},
			after(ms, callback) {
				// One that is cancelled while it waits for the process to go on is not called.
				let isCancelled = false;
				const cancel = world.after(ms, () => {
					fire(() => {
						if (!isCancelled) callback();
					});
				});
				return () => {
					isCancelled = true;
					cancel();
				};
			},
			every(ms, callback) {
				let isCancelled = false;
				const once = () => {
					if (!isCancelled) callback();
				};
				const cancel = world.every(ms, () => {
					fire(once);
				});
				return () => {
					isCancelled = true;
					cancel();
				};
			},
		},
		deliver,
		pause(ms) {
			if (isPaused || isKilled) return;
			isPaused = true;
			if (ms > sleepMs) sleeps++;
			world.after(ms, resume);
		},
		setWall(byMs) {
			setMs += byMs;
		},
		overwork(everyMs) {
			endOverwork?.();
			endOverwork = everyMs === null ? null : world.every(everyMs, readOne);
			if (!endOverwork && !isPaused) readAll();
		},
		leap(byMs) {
			aheadMs += byMs;
		},
		kill() {
			isKilled = true;
		},
	};
};
