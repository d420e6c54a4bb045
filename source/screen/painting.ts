import type {Clock} from '../clock.js';

/**
 * The least milliseconds from a paint to one that time alone brings. It is more than lies between two views of the
 * books: while those come, what fades does so with them, and no frame is written for that alone.
 */
const leastPauseMs = 120;

/**
 * When the screen is painted: at once, soon and once for all that asked, or as time goes by. `paintNow` tells
 * when the picture would look different with nothing new coming in; `Infinity` for never.
 */
export const createPainting = (clock: Clock, paintNow: (now: number) => number) => {
	let isQueued = false;
	let isRunning = false;
	let cancelNext = () => {};

	const paint = () => {
		if (!isRunning) return;
		cancelNext();
		const now = clock.now();
		const nextAt = paintNow(now);
		if (nextAt < Infinity)
			cancelNext = clock.after(Math.max(leastPauseMs, Math.ceil(nextAt - now)), paint);
	};

	return {
		isRunning: () => isRunning,
		/** Paints from now on; nothing is painted by that alone. */
		start() {
			isRunning = true;
		},
		stop() {
			isRunning = false;
			cancelNext();
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
