import type {Clock} from '../clock.js';

/**
 * Takes what it can of the bytes without waiting. Returns how many it took, 0 where none fit now; throws where
 * nobody is there any more.
 */
export type Sink = (bytes: Uint8Array) => number;

export type Done = (error?: Error | null) => void;

export type Outlet = {
	/**
	 * Writes at once what is taken at once, and the rest in order as soon as it is. Returns whether nothing waits.
	 * `done` is called once the last of it is out, or never will be.
	 */
	write(bytes: Uint8Array, done?: Done): boolean;
	/** Bytes that wait. */
	waiting(): number;
	/** Stands still until nothing waits, but no longer than so many milliseconds. */
	flush(ms: number): void;
};

export type OutletListener = {
	/** Nothing waits any more. */
	readonly onDrain: () => void;
	/** Told once: nobody is there any more. What is written from then on goes nowhere. */
	readonly onError: (error: Error) => void;
};

export type OutletOptions = {
	readonly clock: Clock;
	/** Lets the thread stand still for so many milliseconds. */
	readonly sleep: (ms: number) => void;
};

/** From the first to the longest pause before what is stuck is tried again. */
const pauseMs = {first: 4, last: 50};
/** Between two tries while all else stands still. */
const sleepMs = 4;

/** Writes to something that may not take it for any time, in order and whole, while the program goes on. */
export const createOutlet = (
	sink: Sink,
	{onDrain, onError}: OutletListener,
	{clock, sleep}: OutletOptions,
): Outlet => {
	const queue: {bytes: Uint8Array; readonly done: Done | undefined}[] = [];
	let waiting = 0;
	let gone: Error | null = null;
	let pause = pauseMs.first;
	let cancelRetry: (() => void) | null = null;

	const settle = (done: Done | undefined) => {
		if (done) queueMicrotask(() => done(gone));
	};

	const giveUp = (error: unknown) => {
		gone = error instanceof Error ? error : new Error(String(error));
		waiting = 0;
		for (const {done} of queue.splice(0)) settle(done);
		queueMicrotask(() => {
			if (gone) onError(gone);
		});
	};

	/** Returns whether anything was taken. */
	const push = (): boolean => {
		let taken = 0;
		try {
			for (let first = queue[0]; first; first = queue[0]) {
				const count = first.bytes.length === 0 ? 0 : sink(first.bytes);
				taken += count;
				waiting -= count;
				first.bytes = first.bytes.subarray(count);
				if (first.bytes.length > 0) break;
				queue.shift();
				settle(first.done);
			}
		} catch (error) {
			giveUp(error);
		}
		return taken > 0;
	};

	const retry = () => {
		cancelRetry = null;
		pause = push() ? pauseMs.first : Math.min(pause * 2, pauseMs.last);
		follow();
	};

	/** Goes on with what waits, later; or says that nothing does. */
	const follow = () => {
		if (queue.length > 0) {
			cancelRetry ??= clock.after(pause, retry);
			return;
		}
		cancelRetry?.();
		cancelRetry = null;
		pause = pauseMs.first;
		if (!gone) onDrain();
	};

	return {
		write(bytes, done) {
			if (gone) {
				settle(done);
				return true;
			}
			queue.push({bytes, done});
			waiting += bytes.length;
			// Behind what waits already: the timer tries that.
			if (cancelRetry) return false;
			push();
			if (queue.length > 0) follow();
			return queue.length === 0;
		},
		waiting: () => waiting,
		flush(ms) {
			if (queue.length === 0) return;
			const end = clock.now() + ms;
			for (push(); queue.length > 0 && clock.now() < end; push()) sleep(sleepMs);
			follow();
		},
	};
};
