import type {Clock} from '../clock.js';

/** How often it is looked whether the process goes round. */
const turnMs = 50;

/** A turn that took longer was a pause: what the sockets hold since may take some turns to be read. */
const pauseMs = 500;
const turnsAfterPause = 5;

/**
 * Up to when this process has surely read what its sockets hold. Timers run before sockets are read, so what came
 * by the last look has been read by the next one; after a pause, only once it has gone round for a while.
 */
export const createAttention = (clock: Pick<Clock, 'now' | 'every'>) => {
	let last = clock.now();
	let sure = last;
	let turnsToGo = 0;
	const stop = clock.every(turnMs, () => {
		const now = clock.now();
		if (now - last > pauseMs) turnsToGo = turnsAfterPause;
		if (turnsToGo > 0) turnsToGo--;
		else sure = last;
		last = now;
	});
	return {readUpTo: () => sure, stop};
};

export type Attention = ReturnType<typeof createAttention>;
