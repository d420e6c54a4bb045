import {setImmediate} from 'node:timers/promises';

/** So many times in a row only promises have their turn, not keys and signals. */
const mostInARow = 250;

/**
 * Lets all that promises have to say be said. The next tick comes only when none of them is left, at a
 * fraction of what a turn of the whole loop costs: that is taken now and then.
 */
export const createSettling = (): (() => Promise<void>) => {
	let inARow = 0;
	return () => {
		if (++inARow >= mostInARow) {
			inARow = 0;
			return setImmediate();
		}
		return new Promise(resolve => {
			process.nextTick(resolve);
		});
	};
};
