import type {Clock} from '../clock.js';

/**
 * The least milliseconds from a paint to one that time alone brings. It is more than lies between two views of the
 * books: while those come, what fades does so with them, and no frame is written for that alone.
 */
const leastPauseMs = 120;

/**
 * Calls back at a moment or before it. One that is put off leaves the timer as it is, which finds so when it is over:
 * while views come, each would take a timer away and set another.
 */
const createLazyTimer = (clock: Clock, callback: () => void) => {
	const nothing = () => {};
	let cancel = nothing;
	let setFor = Infinity;
	return {
		wakeAt(at: number, now: number) {
			// One that is over and did not call is of a clock that has leapt.
			if (at >= setFor && now <= setFor) return;
			cancel();
			setFor = at;
			cancel = clock.after(at - now, () => {
				cancel = nothing;
				setFor = Infinity;
				callback();
			});
		},
		stop() {
			cancel();
			setFor = Infinity;
		},
	};
};

/**
 * When the screen is painted: at once, soon and once for all that asked, or as time goes by. `paintNow` tells
 * when the picture would look different with nothing new coming in; `Infinity` for never.
 */
export const createPainting = (clock: Clock, paintNow: (now: number) => number) => {
	let isQueued = false;
	let isRunning = false;
	/** When time alone brings a paint. */
	let dueAt = Infinity;
	const timer = createLazyTimer(clock, () => {
		const now = clock.now();
		if (now < dueAt) timer.wakeAt(dueAt, now);
		else paint();
	});

	const paint = () => {
		if (!isRunning) return;
		const now = clock.now();
		const nextAt = paintNow(now);
		dueAt = Math.max(now + leastPauseMs, now + Math.ceil(nextAt - now));
		timer.wakeAt(dueAt, now);
	};

	return {
		isRunning: () => isRunning,
		/** Paints from now on; nothing is painted by that alone. */
		start() {
			isRunning = true;
		},
		stop() {
			isRunning = false;
			dueAt = Infinity;
			timer.stop();
		},
		paint,
		/** Paints once what runs now is over. */
		queue() {
			if (isQueued) return;
			isQueued = true;
			queueMicrotask(() => {
				isQueued = false;
				paint();
			});
		},
	};
};
