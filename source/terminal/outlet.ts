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

/** What waits, in its order, for a sink that takes it until it is gone. */
const createQueue = (sink: Sink, onError: (error: Error) => void) => {
	const queue: {bytes: Uint8Array; readonly done: Done | undefined}[] = [];
	let waiting = 0;
	let gone: Error | null = null;

	const settle = (done: Done | undefined) => {
		if (done) queueMicrotask(() => done(gone));
	};

	const giveUp = (error: unknown) => {
		const why = error instanceof Error ? error : new Error(String(error));
		gone = why;
		waiting = 0;
		for (const {done} of queue.splice(0)) settle(done);
		queueMicrotask(() => onError(why));
	};

	const pushAll = () => {
		for (let first = queue[0]; first; first = queue[0]) {
			const count = first.bytes.length === 0 ? 0 : sink(first.bytes);
			waiting -= count;
			first.bytes = first.bytes.subarray(count);
			if (first.bytes.length > 0) return;
			queue.shift();
			settle(first.done);
		}
	};

	return {
		add(bytes: Uint8Array, done: Done | undefined) {
			if (gone) {
				settle(done);
				return;
			}
			queue.push({bytes, done});
			waiting += bytes.length;
		},
		/** Hands on what is taken now. Returns whether anything was. */
		push(): boolean {
			const before = waiting;
			try {
				pushAll();
			} catch (error) {
				giveUp(error);
			}
			return waiting < before;
		},
		isEmpty: () => queue.length === 0,
		isGone: () => gone !== null,
		/** Bytes. */
		waiting: () => waiting,
	};
};

/** Tries again and again, later each time that nothing came of it; `follow` decides how it goes on. */
const createRetry = (clock: Clock, attempt: () => boolean, follow: () => void) => {
	let pause = pauseMs.first;
	let cancel: (() => void) | null = null;
	return {
		isPlanned: () => cancel !== null,
		plan() {
			cancel ??= clock.after(pause, () => {
				cancel = null;
				pause = attempt() ? pauseMs.first : Math.min(pause * 2, pauseMs.last);
				follow();
			});
		},
		/** The next one begins anew, with the first pause. */
		end() {
			cancel?.();
			cancel = null;
			pause = pauseMs.first;
		},
	};
};

/** Writes to something that may not take it for any time, in order and whole, while the program goes on. */
export const createOutlet = (
	sink: Sink,
	{onDrain, onError}: OutletListener,
	{clock, sleep}: OutletOptions,
): Outlet => {
	const queue = createQueue(sink, onError);

	/** Goes on with what waits, later; or says that nothing does. */
	const follow = () => {
		if (!queue.isEmpty()) {
			retry.plan();
			return;
		}
		retry.end();
		if (!queue.isGone()) onDrain();
	};

	const retry = createRetry(clock, queue.push, follow);

	return {
		write(bytes, done) {
			queue.add(bytes, done);
			// Behind what waits already: the timer tries that.
			if (retry.isPlanned()) return false;
			queue.push();
			if (!queue.isEmpty()) follow();
			return queue.isEmpty();
		},
		waiting: queue.waiting,
		flush(ms) {
			if (queue.isEmpty()) return;
			const end = clock.now() + ms;
			for (queue.push(); !queue.isEmpty() && clock.now() < end; queue.push()) sleep(sleepMs);
			follow();
		},
	};
};
