import type {BookKey} from '../store/market-view.js';
import type {BookUpdate} from './feed-types.js';
import type {BookNews} from './news.js';
import {toProven} from './to-book.js';

/** What waits for a reader: bounded, however slow he is. */
export type Box<In, Out> = {
	put(item: In): void;
	/** Undefined where nothing waits. */
	take(): Out | undefined;
	/** Whether the next item would take the place of one. */
	isFull(): boolean;
};

/** The newest of each book; that one was lost is kept, even if it is back since. */
export const createBookBox = (levels: number): Box<BookNews, BookUpdate> => {
	const waiting = new Map<BookKey, Omit<BookNews, 'key'>>();
	return {
		put({key, view, lost}) {
			waiting.set(key, {view, lost: lost ?? waiting.get(key)?.lost ?? null});
		},
		take() {
			for (const [key, {view, lost}] of waiting) {
				waiting.delete(key);
				// It goes to the end: no book keeps the others from their turn.
				if (lost && view) waiting.set(key, {view, lost: null});
				const update = lost ?? (view && toProven(view, levels));
				if (update) return update;
			}
			return undefined;
		},
		isFull: () => waiting.size > 0,
	};
};

type Counted = {readonly missed: number};

/** Items in their order; of more than so many the oldest are dropped and counted. */
export const createCountedBox = <T extends Counted>(most: number): Box<T, T> => {
	let items: T[] = [];
	/** Where the oldest is. */
	let first = 0;
	let missed = 0;
	const count = () => items.length - first;
	return {
		put(item) {
			items.push(item);
			if (count() > most) {
				first++;
				missed++;
			}
			if (first < most) return;
			items = items.slice(first);
			first = 0;
		},
		take() {
			const item = items[first];
			if (!item) return undefined;
			first++;
			const taken = missed > 0 ? {...item, missed} : item;
			missed = 0;
			if (count() > 0) return taken;
			items = [];
			first = 0;
			return taken;
		},
		isFull: () => count() >= most,
	};
};
