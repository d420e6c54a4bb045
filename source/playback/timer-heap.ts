export type Timer = {
	/** Milliseconds of the clock that it is of. */
	at: number;
	/** Set later, called later, where two fall due at once. */
	order: number;
	readonly callback: () => void;
	/** Null where it is called once. */
	readonly everyMs: number | null;
	/** It stays among the others until there are many such. */
	isCancelled: boolean;
};

/** Cancelled timers that may stay among the others, as long as they are not the most. */
const maxCancelled = 1000;

const isBefore = (a: Timer, b: Timer) => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Puts a timer where it belongs, from a place that is free at the end. */
const moveUp = (heap: Timer[], from: number, timer: Timer): void => {
	let index = from;
	while (index > 0) {
		const parent = (index - 1) >> 1;
		const above = heap[parent];
		if (!above || !isBefore(timer, above)) break;
		heap[index] = above;
		index = parent;
	}
	heap[index] = timer;
};

/** Puts a timer where it belongs, from the top, which is free. */
const moveDown = (heap: Timer[], timer: Timer): void => {
	let index = 0;
	for (;;) {
		let child = 2 * index + 1;
		let below = heap[child];
		const right = heap[child + 1];
		if (below && right && isBefore(right, below)) {
			child++;
			below = right;
		}
		if (!below || !isBefore(below, timer)) break;
		heap[index] = below;
		index = child;
	}
	heap[index] = timer;
};

/** Timers by when they fall due, in a binary heap: one that is set or taken costs little, however many there are. */
export const createTimerHeap = () => {
	let heap: Timer[] = [];
	let cancelled = 0;

	const removeFirst = () => {
		const last = heap.pop();
		if (last && heap.length > 0) moveDown(heap, last);
	};

	/** Cancelled ones go when they come first. */
	const first = (): Timer | undefined => {
		while (heap[0]?.isCancelled) {
			removeFirst();
			cancelled--;
		}
		return heap[0];
	};

	return {
		/** The one that falls due next. */
		first,
		add(timer: Timer) {
			heap.push(timer);
			moveUp(heap, heap.length - 1, timer);
		},
		/** Removes the one that falls due next. */
		take(): Timer | undefined {
			const timer = first();
			if (!timer) return undefined;
			removeFirst();
			// Who cancels it from now on comes late.
			if (timer.everyMs === null) timer.isCancelled = true;
			return timer;
		},
		cancel(timer: Timer) {
			if (timer.isCancelled) return;
			timer.isCancelled = true;
			cancelled++;
			if (cancelled <= maxCancelled || cancelled * 2 <= heap.length) return;
			// What is in order is a heap.
			heap = heap.filter(one => !one.isCancelled).sort((a, b) => (isBefore(a, b) ? -1 : 1));
			cancelled = 0;
		},
		/** Moves all by as many milliseconds. */
		shift(ms: number) {
			for (const timer of heap) timer.at += ms;
		},
	};
};
