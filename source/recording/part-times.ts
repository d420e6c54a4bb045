import type {Clock} from '../clock.js';

/** When a part began, and how far it is. */
export type PartTime = {
	/** Epoch milliseconds, whole: the times of the events have the fraction. */
	readonly startedAt: number;
	/** Since `startedAt`. */
	readonly elapsedMs: () => number;
	/** By how much the wall clock was set on since the part before began, in milliseconds; 0 where it was not. */
	readonly leapMs: number;
	/** By how much the part is ahead of the wall clock, which was set back. */
	readonly aheadMs: number;
};

/**
 * Tells parts their times, so that no two overlap: each follows the wall clock from its beginning, but begins no
 * sooner than the one before it ended. In a part time runs evenly, whatever becomes of the wall clock. `endedAt`: of
 * a part from before, in epoch milliseconds.
 */
export const createPartTimes = (clock: Pick<Clock, 'now' | 'wall'>, endedAt: number | null) => {
	let end = () => endedAt ?? 0;
	let hasBegun = false;
	return {
		begin(): PartTime {
			const began = clock.now();
			const wall = clock.wall(began);
			const earliest = end();
			const exact = Math.max(wall, earliest);
			const startedAt = Math.floor(exact);
			const now = () => exact + clock.now() - began;
			const leapMs = hasBegun ? exact - earliest : 0;
			end = now;
			hasBegun = true;
			return {startedAt, elapsedMs: () => now() - startedAt, leapMs, aheadMs: exact - wall};
		},
	};
};
