import type {BookView} from '../store/market-view.js';

/** Views of all books that are shown at a time: the newest, and the one at which the screen stands still. */
const mostViews = 2;

/** Books, many times as many as are painted at a time. */
const mostBooks = 256;

/**
 * What was worked out of the views that were asked for last. In place of a weak map: what that holds of young objects V8
 * keeps until it looks through all of the memory, so that of each view all that was painted would stay. What is kept for
 * a second is copied twice by the collector, so it is kept of no more views than are shown.
 */
export const createLately = <View extends object, Made>() => {
	/** The one asked for last at the end. */
	const known: {readonly of: View; readonly made: Made}[] = [];
	return {
		get(of: View): Made | undefined {
			const at = known.findIndex(entry => entry.of === of);
			const found = known[at];
			if (found && at < known.length - 1) known.push(...known.splice(at, 1));
			return found?.made;
		},
		set(of: View, made: Made) {
			const at = known.findIndex(entry => entry.of === of);
			if (at >= 0) known.splice(at, 1);
			else if (known.length === mostViews) known.shift();
			known.push({of, made});
		},
	};
};

/** As `createLately`, of each book by itself. */
export const createLatelyOfBooks = <Made>() => {
	const books = new Map<string, ReturnType<typeof createLately<BookView, Made>>>();

	const add = (key: string) => {
		const [first] = books.keys();
		if (first !== undefined && books.size === mostBooks) books.delete(first);
		const lately = createLately<BookView, Made>();
		books.set(key, lately);
		return lately;
	};

	return {
		get: (of: BookView): Made | undefined => books.get(of.key)?.get(of),
		set(of: BookView, made: Made) {
			(books.get(of.key) ?? add(of.key)).set(of, made);
		},
	};
};
