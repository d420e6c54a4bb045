import type {Clock} from '../clock.js';

/** Messages of a book in a second without any wait; beyond, what comes in this time goes together. */
const mostASecond = 50;
const gatherMs = 20;

/** When a book's next message may go. */
export const createPace = (clock: Pick<Clock, 'now' | 'after'>) => {
	let left = mostASecond;
	let at = clock.now();
	return {
		/** Null where it may go at once; else it resolves once it may. */
		wait(): Promise<void> | null {
			const now = clock.now();
			left = Math.min(mostASecond, left + ((now - at) * mostASecond) / 1000);
			at = now;
			if (left >= 1) {
				left--;
				return null;
			}
			return new Promise(resolve => {
				clock.after(gatherMs, resolve);
			});
		},
	};
};
