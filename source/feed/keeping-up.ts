import type {Clock} from '../clock.js';

/** For so long there may be more to read than is read: a start, or many books at once. */
const lateMs = 3000;

/**
 * Tells whether the program keeps up with what comes: it waits for something to happen only once all is read. One that
 * never waits may show as the newest what came long ago, and nothing else tells: it is read without a pause, in order.
 */
export const createKeepingUp = (clock: Pick<Clock, 'now' | 'waited'>) => {
	let waited = clock.waited();
	let lookedAt = clock.now();
	/** All that had come by then was read. */
	let readUpTo = lookedAt;
	let isBehind = false;
	/** It was behind at this look. */
	let lastBehindAt = -Infinity;
	return {
		/** To be called each second or so. Returns whether it is another than at the last look. */
		look(): boolean {
			const [now, waitedNow] = [clock.now(), clock.waited()];
			// It may have waited at any time since the last look, and stood still since: that counts as waiting, too.
			if (waitedNow > waited) readUpTo = lookedAt;
			[lookedAt, waited] = [now, waitedNow];
			const wasBehind = isBehind;
			isBehind = now - readUpTo >= lateMs && waitedNow < Infinity;
			if (isBehind) lastBehindAt = now;
			return isBehind !== wasBehind;
		},
		/** By the last look. */
		isBehind: () => isBehind,
		/** Milliseconds since it was behind, infinite where it never was. */
		keepsUpMs: () => clock.now() - lastBehindAt,
	};
};

export type KeepingUp = ReturnType<typeof createKeepingUp>;
