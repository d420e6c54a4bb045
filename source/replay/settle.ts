import {setImmediate} from 'node:timers/promises';

/** So many times in a row only promises have their turn, not keys and signals. */
const mostInARow = 250;

/**
 * Lets all that promises have to say be said. The next tick comes only when none of them is left, at a
 * fraction of what a turn of the whole loop costs: that is taken now and then.
 */
export const createSettling = () => {
	let inARow = 0;
	/** Whether promises may have something to say since they had their say. */
	let isStirred = true;

	const settle = (): Promise<void> => {
		isStirred = false;
		if (++inARow >= mostInARow) {
			inARow = 0;
			return setImmediate();
		}
		return new Promise(resolve => {
			process.nextTick(resolve);
		});
	};

	return {
		settle,
		/** Something was done for which promises may wait, or a promise was made. */
		stir() {
			isStirred = true;
		},
		/** The same, where it is needed: a promise takes longer than most messages. */
		settleStirred(): Promise<void> | undefined {
			if (isStirred || inARow + 1 >= mostInARow) return settle();
			inARow++;
			return undefined;
		},
	};
};

export type Settling = ReturnType<typeof createSettling>;
