import type {BookFacts, BookStatus, BookView} from '../store/market-view.js';
import {toBookJson} from './book-json.js';
import {toBookLine} from './book-text.js';
import type {News, NewsOptions} from './news.js';

/** Whether something a line tells has changed: not the message rate. */
const isNews = (before: BookView | undefined, book: BookView): boolean =>
	before?.status !== book.status ||
	before.reason !== book.reason ||
	before.code !== book.code ||
	before.sequence !== book.sequence;

/** Takes from maps what is of books that are gone: one that comes again later is another one. */
const createForgetting = (...maps: readonly Map<string, unknown>[]) => {
	let known: readonly string[] = [];
	return (books: readonly BookView[]) => {
		if (books.length === known.length && books.every(({key}, at) => key === known[at])) return;
		known = books.map(({key}) => key);
		for (const map of maps) for (const key of map.keys()) if (!known.includes(key)) map.delete(key);
	};
};

/** A line for each book that changed, or whose status did. */
export const createBookNews = ({isJson, levels}: Pick<NewsOptions, 'isJson' | 'levels'>) => {
	const printed = new Map<string, BookView>();
	/** What became of a book since its last line, apart from being live. */
	const missed = new Map<string, BookStatus>();
	const forgetOthers = createForgetting(printed, missed);

	const toLine = (book: BookView): string => {
		printed.set(book.key, book);
		return isJson ? toBookJson(book, levels) : toBookLine(book);
	};

	const look: News = ({books}) => {
		forgetOthers(books);
		const lines: string[] = [];
		for (const book of books) {
			const lost = missed.get(book.key);
			if (lost) missed.delete(book.key);
			// It was lost and is back, all between two lines: whoever follows it has to know.
			if (lost && book.status === 'live')
				lines.push(toLine({...(printed.get(book.key) ?? book), ...lost}));
			if (isNews(printed.get(book.key), book)) lines.push(toLine(book));
		}
		return lines;
	};

	return {
		look,
		/** To be told of each status, also one that is over before the next view. */
		note({key, status, reason, code = null, retryAt}: BookFacts & BookStatus) {
			if (status !== 'live') missed.set(key, {status, reason, code, retryAt});
		},
	};
};
