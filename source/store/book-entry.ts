import {topOf} from '../book/block-view.js';
import {createBookSum} from '../book/book-sum.js';
import {countDifferences, knownFurther} from '../book/compare-books.js';
import {OrderBook, type BookChange, type BookImage, type BookRange} from '../book/order-book.js';
import {addToRuns, noTapeFacts, type TapeFacts, type TradeRun} from '../book/joined-tape.js';
import type {Trade} from '../book/trade.js';
import {toReason, type FeedFault} from '../faults.js';
import type {BookHealth, BookStatus, BookView} from './market-view.js';
import {createTape, type Tape} from './tape.js';

/** The book that a view shows. */
const toBook = ({sequence, exchangeTime, vouched, ...sides}: BookView): OrderBook => {
	const book = new OrderBook();
	if (sequence === null) return book;
	const bids = topOf(sides.bids, sides.bids.length);
	const asks = topOf(sides.asks, sides.asks.length);
	book.apply({type: 'snapshot', sequence, exchangeTime, bids, asks});
	book.vouched = vouched;
	return book;
};

/** The book that changes make, and how many levels of it differ from those of another. */
const compare = (book: OrderBook, changes: readonly BookChange[]) => {
	const fresh = new OrderBook();
	for (const change of changes) fresh.apply(change);
	// A snapshot has no time of its own.
	fresh.exchangeTime = book.exchangeTime;
	return {fresh, differences: countDifferences(book, fresh, changes[0]?.maxLevels)};
};

/** What changes so often that it comes into the view when that is made, as levels and fills do. */
type Late = {
	/** Of the newest change. */
	receivedAt: number | null;
	messagesPerSecond: number;
	health: BookHealth;
};

const lateOf = ({receivedAt, messagesPerSecond, health}: BookView): Late => ({
	...{receivedAt, messagesPerSecond, health},
});

/** The view of a book that has changed. Field by field, as to spread a view takes nine times as long. */
const renew = (
	view: BookView,
	book: OrderBook,
	{bids, asks}: Pick<BookView, 'bids' | 'asks'>,
	{receivedAt, messagesPerSecond, health}: Late,
	trades: readonly Trade[],
): BookView => ({
	key: view.key,
	exchange: view.exchange,
	title: view.title,
	market: view.market,
	tickSize: view.tickSize,
	sizeStep: view.sizeStep ?? null,
	status: view.status,
	reason: view.reason,
	code: view.code ?? null,
	retryAt: view.retryAt,
	sequence: book.sequence,
	exchangeTime: book.exchangeTime,
	receivedAt,
	liveSince: view.liveSince,
	wallAhead: view.wallAhead,
	messagesPerSecond,
	health,
	vouched: book.shownRange(),
	bids,
	asks,
	trades,
	day: view.day,
	tapeFacts: view.tapeFacts ?? noTapeFacts,
});

/** Returns what is wrong with the book after it. */
const applyTo = (book: OrderBook, change: BookChange): FeedFault | null => {
	const detail = book.apply(change);
	if (detail !== null) return {code: 'checksum', detail};
	return book.isCrossed() ? {code: 'crossed'} : null;
};

/** A book that failed its check, until its feed says how it goes on. */
const untilResync = ({status}: BookView, fault: FeedFault): Partial<BookView> =>
	status === 'live'
		? {...toReason(fault), status: 'resyncing', retryAt: null, liveSince: null}
		: {};

const liveSinceOf = ({status}: BookStatus, {liveSince}: BookView, at: number): number | null =>
	status === 'live' ? (liveSince ?? at) : null;

const toReaders = (get: () => OrderBook, sum = createBookSum()) => ({
	vouchedLevels: () => get().vouchedLevels(),
	rangeOf: (): BookRange => ({vouched: get().vouched, seenLevels: get().seenLevels()}),
	sumOf: () => sum(get()),
});

/** What there is of a tape besides the fills that were heard, and which of some are news. */
const toTapeWrites = (
	tape: Pick<Tape, 'newOf' | 'has' | 'newest'>,
	get: () => TapeFacts | undefined,
	write: (by: Partial<BookView>) => void,
) => ({
	/** Those of these fills that are not there yet. */
	newOf: tape.newOf,
	addRun(run: TradeRun) {
		const {runs, breaks} = get() ?? noTapeFacts;
		write({tapeFacts: {runs: addToRuns(runs, run), breaks}});
	},
	breakTape() {
		const {runs, breaks} = get() ?? noTapeFacts;
		const newest = tape.newest();
		if (newest === null || breaks.at(-1) === newest) return;
		const kept = breaks.filter(id => tape.has(id) && id !== newest);
		write({tapeFacts: {runs, breaks: [...kept, newest]}});
	},
});

/** How its feed is doing. */
const toVitals = (late: Late, onWritten: () => void) => ({
	messagesPerSecond: () => late.messagesPerSecond,
	health: () => late.health,
	setRate(messagesPerSecond: number) {
		late.messagesPerSecond = messagesPerSecond;
		onWritten();
	},
	setHealth(health: BookHealth) {
		late.health = health;
		onWritten();
	},
});

/** One book, and the view of it, made anew when it is asked for and something was written. */
export const createBookEntry = (from: BookView) => {
	let book = toBook(from);
	let view = from;
	const late = lateOf(from);
	let isDirty = false;
	let hasNewLevels = false;
	const tape = createTape(from.trades);

	const write = (by: Partial<BookView>) => {
		[view, isDirty] = [{...view, ...by}, true];
	};

	return {
		/** The levels and fills in it, and how its feed is doing, are of when it was last made for `toView`. */
		get: () => view,
		write,
		...toVitals(late, () => (isDirty = true)),
		/** Returns what is wrong with the book after it; one that fails its own check is not live from then on. */
		apply(change: BookChange, at: number): FeedFault | null {
			const fault = applyTo(book, change);
			hasNewLevels = true;
			isDirty = true;
			late.receivedAt = at;
			if (fault?.code === 'checksum') write(untilResync(view, fault));
			return fault;
		},
		/** The book from here on, whatever it was. */
		restore(image: BookImage, at: number) {
			book.restore(image);
			late.receivedAt = image.sequence === null ? null : at;
			[hasNewLevels, isDirty] = [true, true];
		},
		addTrades(trades: readonly Trade[]) {
			tape.add(trades);
			isDirty = true;
		},
		...toTapeWrites(tape, () => view.tapeFacts, write),
		setStatus(status: BookStatus, at: number) {
			write({code: null, ...status, liveSince: liveSinceOf(status, view, at)});
		},
		/** Levels that differ from the book that these make; where none does, that one takes its place, unless it is known less far. */
		audit(changes: readonly BookChange[]): number {
			const {fresh, differences} = compare(book, changes);
			isDirty = true;
			if (differences > 0) return differences;
			[book, hasNewLevels] = [knownFurther(book, fresh), true];
			return 0;
		},
		...toReaders(() => book),
		/** The same object as long as nothing was written. */
		toView(): BookView {
			if (!isDirty) return view;
			const sides = hasNewLevels ? {bids: book.bids.view(), asks: book.asks.view()} : view;
			view = renew(view, book, sides, late, tape.trades());
			isDirty = false;
			hasNewLevels = false;
			return view;
		},
	};
};

export type BookEntry = ReturnType<typeof createBookEntry>;
