import type {Clock} from '../../clock.js';

/** What happens by the clock until `end`. */
export type Timers = {
	every(ms: number, callback: () => void): void;
	after(ms: number, callback: () => void): void;
	/** At the end, with the others. */
	atEnd(callback: () => void): void;
	end(): void;
};

export const createTimers = (clock: Clock): Timers => {
	const ends = new Set<() => void>();
	return {
		every(ms, callback) {
			ends.add(clock.every(ms, callback));
		},
		after(ms, callback) {
			const cancel = clock.after(ms, () => {
				ends.delete(cancel);
				callback();
			});
			ends.add(cancel);
		},
		atEnd(callback) {
			ends.add(callback);
		},
		end() {
			for (const end of ends) end();
			ends.clear();
		},
	};
};
