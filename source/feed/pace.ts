import type {Clock} from '../clock.js';

export type PaceRules = {
	/** Least milliseconds between two, in the long run. */
	readonly everyMs: number;
	/** How many may follow each other at once, after a while without any. */
	readonly atOnce: number;
};

/** Spreads something over time. Each call takes one, and returns in how many milliseconds its turn is. */
export const createPace = ({everyMs, atOnce}: PaceRules, clock: Pick<Clock, 'now'>) => {
	/** When as many as may be at once may be so again. */
	let fullAt = 0;
	return (): number => {
		const now = clock.now();
		fullAt = Math.max(fullAt, now) + everyMs;
		return Math.max(0, fullAt - now - atOnce * everyMs);
	};
};
