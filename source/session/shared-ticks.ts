import type {Clock} from '../clock.js';

/** Calls back all who want to be called at a pace. */
const createTicks = (clock: Clock, ms: number, onEmpty: () => void) => {
	// An object a caller: one may be there twice.
	const callers = new Set<{readonly callback: () => void}>();
	const cancel = clock.every(ms, () => {
		for (const caller of [...callers]) if (callers.has(caller)) caller.callback();
	});
	return {
		add(callback: () => void) {
			const caller = {callback};
			callers.add(caller);
			return () => {
				if (!callers.delete(caller) || callers.size > 0) return;
				cancel();
				onEmpty();
			};
		},
	};
};

/** A clock on which one timer does for all that want to be called at the same pace: many markets have hundreds. */
export const shareTicks = (clock: Clock): Clock => {
	const paces = new Map<number, ReturnType<typeof createTicks>>();
	return {
		...clock,
		every(ms, callback) {
			const ticks = paces.get(ms) ?? createTicks(clock, ms, () => paces.delete(ms));
			paces.set(ms, ticks);
			return ticks.add(callback);
		},
	};
};
