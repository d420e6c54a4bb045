import type {Session} from '../session/session.js';
import type {BookStatus, BookView} from '../store/market-view.js';
import {toBookJson} from '../output/book-json.js';
import {toBookLine} from '../output/book-text.js';
import type {Console} from '../output/console.js';

export type WatchOptions = {
	readonly isJson: boolean;
	/** A side, from 1. */
	readonly levels: number;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

/** Whether something a line tells has changed: not the message rate. */
const isNews = (before: BookView | undefined, book: BookView): boolean =>
	before?.status !== book.status ||
	before.reason !== book.reason ||
	before.sequence !== book.sequence;

/** Writes times as `22:13:20.1`. Those of a second follow each other, and a date takes long to make. */
const createClockTime = () => {
	let second = NaN;
	let start = '';
	return (now: number): string => {
		const tenths = Math.floor(now / 100);
		const at = Math.floor(tenths / 10);
		if (at !== second) {
			second = at;
			start = new Date(at * 1000).toISOString().slice(11, 20);
		}
		return `${start}${tenths - at * 10}`;
	};
};

/** Takes from maps what is of books that are gone: one that comes again later is another one. */
const createForgetting = (...maps: readonly Map<string, unknown>[]) => {
	let known: readonly string[] = [];
	return (books: readonly BookView[]) => {
		if (books.length === known.length && books.every(({key}, at) => key === known[at])) return;
		known = books.map(({key}) => key);
		for (const map of maps) for (const key of map.keys()) if (!known.includes(key)) map.delete(key);
	};
};

/**
 * Prints a line each time a book or its status changed, at the session's cadence. A slow reader
 * misses books in between, never the newest. Returns stop.
 */
export const watch = (
	session: Pick<Session, 'store'>,
	console: Console,
	options: WatchOptions,
): (() => void) => {
	const printed = new Map<string, BookView>();
	/** What became of a book since its last line, apart from being live. */
	const missed = new Map<string, BookStatus>();
	const forgetOthers = createForgetting(printed, missed);
	let isBlocked = false;
	const clockTime = createClockTime();

	const printLine = (book: BookView) => {
		printed.set(book.key, book);
		const line = options.isJson
			? toBookJson(book, options.levels)
			: `${clockTime(options.now())}  ${toBookLine(book)}`;
		if (!console.write(`${line}\n`)) isBlocked = true;
	};

	const print = () => {
		if (isBlocked) return;
		const {books} = session.store.getView();
		forgetOthers(books);
		for (const book of books) {
			const lost = missed.get(book.key);
			missed.delete(book.key);
			// It was lost and is back, all between two lines: whoever follows it has to know.
			if (lost && book.status === 'live') printLine({...(printed.get(book.key) ?? book), ...lost});
			if (isNews(printed.get(book.key), book)) printLine(book);
		}
		if (!isBlocked) return;
		console.onDrain(() => {
			isBlocked = false;
			print();
		});
	};

	print();
	const stops = [
		session.store.subscribe(print),
		session.store.followStatus(({key, status, reason, retryAt}) => {
			if (status !== 'live') missed.set(key, {status, reason, retryAt});
		}),
	];
	return () => {
		for (const stop of stops) stop();
	};
};
