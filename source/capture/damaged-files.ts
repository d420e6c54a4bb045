import type {CaptureItem} from './capture-item.js';

/**
 * Files of a capture that are damaged, by path, and why. That is known at their end alone, and not which of their lines
 * it is: so nothing in them is certain, and who vouches for what is read reads once more without them.
 */
export type DamagedFiles = ReadonlyMap<string, string>;

/** What is said at the end of what was played of one. */
export const nothingCertain = 'nothing that was read of a damaged file is certain';

/** Looks for damaged files among what is read; `known`: those that are left out already. */
export const lookForDamage = (known: DamagedFiles) => {
	const found = new Map(known);
	return {
		see(item: CaptureItem) {
			if (item.type === 'defect' && item.code === 'damaged' && !known.has(item.file))
				found.set(item.file, item.detail);
		},
		/** All that are known by now; null where there are no new ones. */
		found: (): DamagedFiles | null => (found.size > known.size ? found : null),
	};
};
