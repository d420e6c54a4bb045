import type {Clock} from '../clock.js';

/** Messages of a relay, of all its books, in a second without any wait; beyond, what comes in this time goes together. */
const mostASecond = 50;
const gatherMs = 20;

/**
 * When the next message of a relay may go. At more than so many a second, those of all books wait for the same turn:
 * what goes together is written, passed on and read at once.
 */
export const createPace = (clock: Pick<Clock, 'now' | 'after'>) => {
	/** Below nothing, as long as there were more lately than go without a wait. */
	let left = mostASecond;
	let at = clock.now();
	let turn: Promise<void> | null = null;

	const gather = () =>
		new Promise<void>(resolve => {
			clock.after(gatherMs, () => {
				turn = null;
				resolve();
			});
		});

	return {
		/** Null where it may go at once; else it resolves once it may. */
		wait(): Promise<void> | null {
			const now = clock.now();
			left = Math.min(mostASecond, left + ((now - at) * mostASecond) / 1000);
			at = now;
			const isFree = left >= 1;
			left = Math.max(-mostASecond, left - 1);
			return isFree ? null : (turn ??= gather());
		},
	};
};

export type Pace = ReturnType<typeof createPace>;
