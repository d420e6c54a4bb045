import type {Clock} from '../../source/clock.js';

/** Lets every `setTimeout` of this process from now on run by a clock, those of libraries too. Returns the way back. */
export const runTimersBy = (clock: Clock): (() => void) => {
	const {setTimeout, clearTimeout} = globalThis;
	const create = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
		let cancel = () => {};
		const timer = {
			refresh() {
				cancel();
				cancel = clock.after(ms, () => {
					callback(...args);
				});
				return timer;
			},
			ref: () => timer,
			unref: () => timer,
			close() {
				cancel();
				return timer;
			},
		};
		return timer.refresh();
	};
	Object.assign(globalThis, {
		setTimeout: create,
		// One of the system's, set before, closes as ours do.
		clearTimeout: (timer?: {close(): unknown} | null) => timer?.close(),
	});
	return () => {
		Object.assign(globalThis, {setTimeout, clearTimeout});
	};
};
