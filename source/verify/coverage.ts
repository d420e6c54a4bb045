import type {CaptureItem} from '../capture/capture-item.js';
import {createBookCoverage, type BookCoverage} from './book-coverage.js';
import type {BookEvent} from './book-events.js';
import type {BookWatch, Standing, StreamWatch} from './book-watch.js';
import {
	createCoverageDays,
	type CoverageDay,
	type CoverageDays,
	type Hole,
} from './coverage-days.js';
import {toLossReason} from './loss-reason.js';
import {createRecordedFiles, isHeard, type RecordedFiles} from './recorded-files.js';

/** How much of a recording is proven, by book and UTC day, and its worst holes, the longest first. */
export type Coverage = {
	/** Epoch milliseconds of the capture's start; 0 where nobody knows. */
	readonly startedAt: number;
	readonly days: readonly CoverageDay[];
	/** Whether there are more days than are told. */
	readonly isCut: boolean;
	readonly holes: readonly Hole[];
};

type Book = {
	readonly exchange: string;
	readonly symbol: string;
	/** Null before the recording that it is in has begun. */
	coverage: BookCoverage | null;
	/** Where it was heard of last. */
	file: string;
};

/** Whether a book is wrong that was proven: what links to it cannot tell since when. */
const speaksAgainst = (event: BookEvent): boolean =>
	event.type === 'crossed' ||
	event.type === 'outdated' ||
	(event.type === 'audit' && event.differences > 0);

/** Watches one channel of a book. */
const createStream = (book: Book, now: () => number, file: () => string): StreamWatch => {
	const key = {};
	let told: BookEvent | null = null;
	/** When the book was right last, of one that misses updates: they may be from right after. */
	let linkedAt = -Infinity;
	const nothing = () => undefined;
	return {
		onEvent(event) {
			if (toLossReason(event) !== null) told = event;
			if (event.type === 'gap') book.coverage?.contradict(key, now(), linkedAt);
			else if (speaksAgainst(event)) book.coverage?.contradict(key, now());
			else if (event.type === 'audit') book.coverage?.confirm(now());
		},
		changed(change) {
			linkedAt = now();
			if (change.type === 'snapshot') book.coverage?.confirm(now());
		},
		settled(standing: Standing) {
			if (standing.isProven) told = null;
			if (isHeard(standing)) book.file = file();
			book.coverage?.settle(key, standing, told, now());
		},
		before: nothing,
		changing: nothing,
		replaced: nothing,
		traded: nothing,
	};
};

/** The books of a capture, each from where its recording begins. */
const createBooks = (files: RecordedFiles, days: CoverageDays) => {
	const books = new Map<string, Book>();
	/** Found before the recording has begun. */
	const waiting: Book[] = [];

	const begin = (book: Book, seenAt: number) => {
		const {exchange, symbol} = book;
		book.file = files.current();
		book.coverage = createBookCoverage({
			...{exchange, symbol, days, seenAt, silentMs: files.silentMs},
			startedAt: Math.min(seenAt, files.beginOf(book.file)),
		});
	};

	return {
		get(exchange: string, symbol: string, seenAt: number): Book {
			const key = `${exchange} ${symbol}`;
			const known = books.get(key);
			if (known) return known;
			const book: Book = {exchange, symbol, coverage: null, file: ''};
			books.set(key, book);
			if (files.hasBegun()) begin(book, seenAt);
			else waiting.push(book);
			return book;
		},
		/** The recording has begun. */
		begin(t: number) {
			for (const book of waiting.splice(0)) begin(book, t);
		},
		find: (exchange: string, symbol: string) => books.get(`${exchange} ${symbol}`),
		isWaiting: () => waiting.length > 0,
		all: () => books.values(),
	};
};

/** Tells how much of a capture is proven, a UTC day at a time. */
export const createCoverage = () => {
	const files = createRecordedFiles();
	let startedAt = 0;
	const days = createCoverageDays(() => startedAt);
	const books = createBooks(files, days);

	const watch: BookWatch = {
		follow(exchange, symbol, now) {
			return createStream(books.get(exchange, symbol, now()), now, files.current);
		},
		heard: () => undefined,
	};

	return {
		watch,
		/** To be called with each item before the books are told of it. */
		see(item: CaptureItem) {
			if (item.type === 'header') ({startedAt} = item.header);
			const isLeft = files.see(item);
			if (item.type !== 'event') return;
			const {event, file} = item;
			if (books.isWaiting() && files.hasBegun()) books.begin(event.t);
			if (!isLeft) return;
			for (const book of books.all()) if (book.file === file) book.coverage?.leave(event.t);
		},
		/** Up to when a book was recorded, after the last item. */
		endOf(exchange: string, symbol: string): number {
			const book = books.find(exchange, symbol);
			return book ? files.endOf(book.file, exchange) : Infinity;
		},
		/** To be called once, after the last item. */
		finish(): Coverage {
			for (const {coverage, file, exchange} of books.all())
				coverage?.leave(files.endOf(file, exchange));
			return {startedAt, days: days.rows(), isCut: days.isCut(), holes: days.worst()};
		},
	};
};
