import type {FileItem} from './capture-item.js';

/** Milliseconds by which files may end apart that were recorded to the same moment: pings are seconds apart. */
const apartMs = 10_000;

/** Items held back behind the end of a file: more are not looked at for whether others go on. */
const maxHeld = 20_000;

/**
 * Tells of each file that ends whether others go on after it: what comes behind it is held back until that is known.
 * Takes items by time.
 */
export const createFileEnds = () => {
	/** The first is an end, if any is there. */
	let held: FileItem[] = [];
	/** When each end that is held was, oldest first. */
	const ends: number[] = [];
	let t = 0;

	/** Lets the first end go, and all up to the next. */
	const release = (isBeforeOthers: boolean, to: FileItem[]): void => {
		const [end, ...behind] = held;
		ends.shift();
		const next = behind.findIndex(({type}) => type === 'end');
		const count = next < 0 ? behind.length : next;
		if (end?.type === 'end') to.push({...end, isBeforeOthers});
		for (const item of behind.slice(0, count)) to.push(item);
		held = behind.slice(count);
	};

	const take = (item: FileItem, to: FileItem[]): void => {
		if (item.type === 'event') t = Math.max(t, item.event.t);
		else if (item.type === 'end') ends.push(t);
		while (ends[0] !== undefined && (t - ends[0] > apartMs || held.length > maxHeld))
			release(true, to);
		if (ends.length > 0) held.push(item);
		else to.push(item);
	};

	return {
		/** Returns what is not held back. */
		take(items: readonly FileItem[]): readonly FileItem[] {
			if (ends.length === 0 && items.every(({type}) => type !== 'end')) {
				const newest = items.findLast(item => item.type === 'event');
				if (newest) t = Math.max(t, newest.event.t);
				return items;
			}
			const passed: FileItem[] = [];
			for (const item of items) take(item, passed);
			return passed;
		},
		/** What was held back, once there are no more. */
		end(): readonly FileItem[] {
			const passed: FileItem[] = [];
			while (held.length > 0) release(false, passed);
			return passed;
		},
	};
};
