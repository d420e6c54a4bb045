import type {Clock} from '../../clock.js';

/** How many of something are let through in a time. */
export type Allowance = {readonly most: number; readonly inMs: number};

/** Counts one each time it is asked; false where that is one too many, which does not count. */
export const createAllowance = (clock: Clock, {most, inMs}: Allowance): (() => boolean) => {
	let recent: readonly number[] = [];
	return () => {
		const now = clock.now();
		recent = recent.filter(at => now - at < inMs);
		if (recent.length >= most) return false;
		recent = [...recent, now];
		return true;
	};
};
