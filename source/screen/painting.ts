import type {Clock} from '../clock.js';

/**
 * The least milliseconds from a paint to one that time alone brings. It is more than lies between two views of the
 * books: while those come, what fades does so with them, and no frame is written for that alone.
 */
const leastPauseMs = 120;

/**
 * Calls back at a moment. While views come, it is put off with each of them, and set anew: one that is left as it was,
 * and finds that it was put off, wakes the program each time, which takes far longer.
 */
const createTimer = (clock: Clock, callback: () => void) => {
	let cancel = () => {};
	let setFor = Infinity;
	const fire = () => {
		const now = clock.now();
		// A timer may be a little early.
		if (now < setFor) cancel = clock.after(setFor - now, fire);
		else callback();
	};
	return {
		wakeAt(at: number, now: number) {
			cancel();
			setFor = at;
			if (at < Infinity) cancel = clock.after(at - now, fire);
		},
		stop: () => cancel(),
	};
};

/**
 * When the screen is painted: at once, soon and once for all that asked, or as time goes by. `paintNow` tells
 * when the picture would look different with nothing new coming in; `Infinity` for never.
 */
export const createPainting = (clock: Clock, paintNow: (now: number) => number) => {
	let isQueued = false;
	let isRunning = false;
	const timer = createTimer(clock, () => paint());

	const paint = () => {
		if (!isRunning) return;
		const now = clock.now();
		const nextAt = paintNow(now);
		timer.wakeAt(Math.max(now + leastPauseMs, now + Math.ceil(nextAt - now)), now);
	};

	return {
		isRunning: () => isRunning,
		/** Paints from now on; nothing is painted by that alone. */
		start() {
			isRunning = true;
		},
		stop() {
			isRunning = false;
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
