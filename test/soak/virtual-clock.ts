import type {Clock} from '../../source/clock.js';

type Timer = {
	at: number;
	/** Set later, called later, where two fall due at once. */
	order: number;
	readonly callback: () => void;
	readonly everyMs: number | null;
	isCancelled: boolean;
};

export type VirtualClock = Clock & {
	/** Timers that are set. */
	size(): number;
	/** Moves time on, step by step: after each timer, promises that were settled run. */
	run(ms: number): Promise<void>;
};

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap, soonest first. */
const createHeap = () => {
	const heap: Timer[] = [];

	const swapUp = (timer: Timer) => {
		let index = heap.length;
		heap.push(timer);
		while (index > 0) {
			const parent = (index - 1) >> 1;
			const above = heap[parent] as Timer;
			if (!isBefore(timer, above)) break;
			heap[index] = above;
			index = parent;
		}
		heap[index] = timer;
	};

	const swapDown = (timer: Timer) => {
		let index = 0;
		for (;;) {
			let child = 2 * index + 1;
			if (child >= heap.length) break;
			const right = heap[child + 1];
			if (right && isBefore(right, heap[child] as Timer)) child++;
			const below = heap[child] as Timer;
			if (!isBefore(below, timer)) break;
			heap[index] = below;
			index = child;
		}
		heap[index] = timer;
	};

	return {
		push: swapUp,
		first: (): Timer | undefined => heap[0],
		shift() {
			const last = heap.pop();
			if (last && heap.length > 0) swapDown(last);
		},
	};
};

/** Turns of the queue of promises: more than the longest chain of them takes. */
const microtasks = 24;

/** A clock for long runs: as the fake one, with a heap and an eye on promises. */
export const createVirtualClock = (start: number): VirtualClock => {
	const heap = createHeap();
	let now = start;
	let order = 0;
	let size = 0;

	const add = (ms: number, callback: () => void, everyMs: number | null) => {
		const at = now + Math.max(0, ms);
		const timer: Timer = {at, order: order++, callback, everyMs, isCancelled: false};
		heap.push(timer);
		size++;
		return () => {
			if (timer.isCancelled) return;
			timer.isCancelled = true;
			size--;
		};
	};

	const fire = (timer: Timer) => {
		heap.shift();
		if (timer.isCancelled) return;
		now = timer.at;
		if (timer.everyMs === null) {
			timer.isCancelled = true;
			size--;
		} else {
			timer.at += timer.everyMs;
			timer.order = order++;
			heap.push(timer);
		}
		timer.callback();
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
		size: () => size,
		async run(ms) {
			const end = now + ms;
			for (let timer = heap.first(); timer && timer.at <= end; timer = heap.first()) {
				fire(timer);
				for (let turn = 0; turn < microtasks; turn++) await null;
			}
			now = end;
		},
	};
};
