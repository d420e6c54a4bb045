import {changedMarket} from '../capture/changed-market.js';
import type {CaptureHeader} from '../capture/capture-format.js';
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

/** Longer than any connection that is recorded is silent: exchanges ping more often. */
const pauseMs = 60_000;

/** Stretches without an event that are kept; what comes after that many is not told apart. */
const maxPauses = 1000;

const marketsOf = ({market, markets = [market]}: CaptureHeader): readonly string[] => markets;

/** Whether one file is to tell of an exchange what the other does. */
const isOfSame = (exchange: string, a: CaptureHeader, b: CaptureHeader): boolean =>
	b.exchanges.includes(exchange) && marketsOf(a).some(market => marketsOf(b).includes(market));

/** How far the files of a capture go. Times are milliseconds since its start. */
const createFiles = () => {
	let headers: ReadonlyMap<string, CaptureHeader> = new Map();
	const spans = new Map<string, {from: number; to: number}>();
	const pauses: {readonly from: number; readonly to: number}[] = [];
	let [file, t] = ['', 0];
	return {
		begin(all: ReadonlyMap<string, CaptureHeader>) {
			headers = all;
		},
		see(name: string, at: number) {
			if (spans.size > 0 && at - t > pauseMs && pauses.length < maxPauses)
				pauses.push({from: t, to: at});
			file = name;
			t = at;
			const span = spans.get(name);
			if (span) span.to = at;
			else spans.set(name, {from: at, to: at});
		},
		hasBegun: () => spans.size > 0,
		/** The one that is being read. */
		current: () => file,
		beginOf: (name: string) => spans.get(name)?.from ?? t,
		/** Where the last one ends that is to tell of an exchange what this one does. */
		endOf(name: string, exchange: string): number {
			const own = headers.get(name);
			const ends = [...spans].map(([other, {to}]) => {
				const header = headers.get(other);
				const isMeant = own && header && isOfSame(exchange, own, header);
				return isMeant || other === name ? to : 0;
			});
			return Math.max(...ends);
		},
		/** The market is another from now on: for that, the file begins here. */
		beginAnew() {
			const span = spans.get(file);
			if (span) span.from = t;
		},
		/** For how much of a stretch nothing was recorded. */
		silentMs: (from: number, to: number) =>
			pauses.reduce(
				(sum, pause) => sum + Math.max(0, Math.min(to, pause.to) - Math.max(from, pause.from)),
				0,
			),
	};
};

/** Whether a book is wrong that was proven: what links to it cannot tell since when. */
const speaksAgainst = (event: BookEvent): boolean =>
	event.type === 'crossed' || (event.type === 'audit' && event.differences > 0);

/** Watches one channel of a book. */
const createStream = (book: Book, now: () => number, file: () => string): StreamWatch => {
	const key = {};
	let told: BookEvent | null = null;
	const nothing = () => undefined;
	return {
		onEvent(event) {
			if (toLossReason(event) !== null) told = event;
			if (speaksAgainst(event)) book.coverage?.contradict(key);
			else if (event.type === 'audit') book.coverage?.confirm(now());
		},
		changed(change) {
			if (change.type === 'snapshot') book.coverage?.confirm(now());
		},
		settled(standing: Standing) {
			if (standing.isProven) told = null;
			if (standing.isProven || standing.why === 'unsynced' || standing.why === 'shallow')
				book.file = file();
			book.coverage?.settle(key, standing, told, now());
		},
		before: nothing,
		changing: nothing,
		replaced: nothing,
		traded: nothing,
	};
};

/** The books of a capture, each from where its recording begins. */
const createBooks = (files: ReturnType<typeof createFiles>, days: CoverageDays) => {
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
		isWaiting: () => waiting.length > 0,
		all: () => books.values(),
	};
};

/** Tells how much of a capture is proven, a UTC day at a time. */
export const createCoverage = () => {
	const files = createFiles();
	let startedAt = 0;
	let isRaw = false;
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
			if (item.type === 'header') {
				({startedAt} = item.header);
				isRaw = item.header.exchanges.length === 0;
				files.begin(item.files);
			}
			if (item.type !== 'event') return;
			const {event, file} = item;
			// Without a header the reader makes up when a connection opened.
			if (isRaw && event.kind === 'open') return;
			files.see(file, event.t);
			if (books.isWaiting()) books.begin(event.t);
			if (!changedMarket(event)) return;
			files.beginAnew();
			for (const book of books.all()) if (book.file === file) book.coverage?.leave(event.t);
		},
		/** To be called once, after the last item. */
		finish(): Coverage {
			for (const {coverage, file, exchange} of books.all())
				coverage?.leave(files.endOf(file, exchange));
			return {startedAt, days: days.rows(), isCut: days.isCut(), holes: days.worst()};
		},
	};
};
