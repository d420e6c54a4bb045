import type {Clock} from '../clock.js';

/** How often it is looked whether the process goes round. */
const turnMs = 50;

/** A turn that took longer was a pause: what was held up on its way to us may take some turns to come. */
const pauseMs = 500;
const turnsAfterPause = 5;

/**
 * Up to when this process has surely read what its sockets hold. It waits for something to happen only once there is
 * nothing more to read: where it did between two looks, what came by the first of them has been read. Who has more to
 * do than he can never waits, and what he reads may have come long ago.
 */
export const createAttention = (clock: Pick<Clock, 'now' | 'every' | 'waited'>) => {
	let last = clock.now();
	let sure = last;
	let waited = clock.waited();
	let turnsToGo = 0;
	const stop = clock.every(turnMs, () => {
		const now = clock.now();
		const waitedNow = clock.waited();
		if (now - last > pauseMs) turnsToGo = turnsAfterPause;
		if (turnsToGo > 0) turnsToGo--;
		else if (waitedNow > waited) sure = last;
		[last, waited] = [now, waitedNow];
	});
	return {readUpTo: () => sure, stop};
};

export type Attention = ReturnType<typeof createAttention>;
