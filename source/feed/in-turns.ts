import type {Steps} from '../exchanges/list-entries.js';

/** Does something long, with a pause between its steps. */
export const inTurns = async <T>(steps: Steps<T>, pause: () => Promise<void>): Promise<T> => {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		await pause();
	}
};
