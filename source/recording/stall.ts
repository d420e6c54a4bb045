import type {Clock} from '../clock.js';
import type {Part} from './part-opener.js';

/** Milliseconds for which a file takes nothing of what waits until it is said. */
const patienceMs = 10_000;

/** Looks in that time at least: after a sleep of the computer the disk is to have its time, too. */
const leastLooks = 5;

/**
 * Notices a disk that does not answer, while what comes waits in memory: on a quiet market it may be hours until that is
 * too much, and the part fails.
 */
export const createStall = (clock: Pick<Clock, 'now'>, say: (text: string) => void) => {
	let seen: Part | null = null;
	/** Lines of that part. */
	let written = 0;
	/** Of when something was written last, by the clock, and looks since then. */
	let since = {at: clock.now(), looks: 0};
	let trouble: string | null = null;

	return {
		/** Why nothing is written, in a sentence; null while it is. */
		trouble: () => trouble,
		/** To be called about once a second with the part that is written. */
		look(part: Part) {
			const {lines, missing, path} = part.writer.state();
			const before = part === seen ? written : 0;
			seen = part;
			written = lines;
			if (lines > before || (lines > 0 && missing === 0)) {
				if (trouble !== null) say(`${path} is written again`);
				since = {at: clock.now(), looks: 0};
				trouble = null;
				return;
			}
			since.looks++;
			if (trouble !== null || since.looks < leastLooks) return;
			if (clock.now() - since.at < patienceMs) return;
			trouble = `${path} cannot be written: the disk does not answer`;
			say(`${trouble}; what comes waits in memory`);
		},
		/** The part has failed, or is to end: others tell of it. */
		reset() {
			since = {at: clock.now(), looks: 0};
			trouble = null;
		},
	};
};
