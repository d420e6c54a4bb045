import type {Rung} from './ladder.js';

/** What makes one side into the other; a level that left the best ones has 0 lots, like one that is gone. */
export const difference = (before: readonly Rung[], after: readonly Rung[]): Rung[] => {
	const old = new Map(before);
	const now = new Map(after);
	const changed = after.filter(([tick, lots]) => old.get(tick) !== lots);
	const gone = before.filter(([tick]) => !now.has(tick));
	return [...changed, ...gone.map(([tick]): Rung => [tick, 0])];
};
