import type {BookChange, BookImage, BookRange} from '../book/order-book.js';
import type {TradeRun} from '../book/joined-tape.js';
import type {ToldTicker} from '../book/ticker.js';
import type {Trade} from '../book/trade.js';
import type {FeedFault} from '../faults.js';
import type {BookEntry} from './book-entry.js';
import {createBookIndex} from './book-index.js';
import {createListeners} from './listeners.js';
import {createLock, type Lock} from './lock.js';
import type {
	BookFacts,
	BookHealth,
	BookKey,
	BookStatus,
	BookView,
	MarketView,
} from './market-view.js';
import {liveTable, mayFollow, type StatusTable} from './status-table.js';

export type BookStore = {
	/** A book that is not there yet; it comes after those that are. */
	add(facts: BookFacts): void;
	/** Takes a book away: nothing is shown of it any more. */
	remove(key: BookKey): void;
	/** Replaces facts of a book, as when the exchange's list came in. */
	setFacts(key: BookKey, facts: Partial<Pick<BookFacts, 'market' | 'tickSize' | 'sizeStep'>>): void;
	/** Applies one message's change. Returns what is wrong with the book after it, null where nothing is. */
	apply(key: BookKey, change: BookChange, at: number): FeedFault | null;
	/** Puts a whole book in the place of what is there. */
	restore(key: BookKey, image: BookImage, at: number): void;
	/** Adds fills, in any order; those already there are left out. */
	addTrades(key: BookKey, trades: readonly Trade[], at: number): void;
	/** Adds an answer with the newest fills: nobody is told of them as of fills that were heard. */
	addRun(key: BookKey, run: TradeRun, at: number): void;
	/** From here on fills may have been missed after the newest that was heard. */
	breakTape(key: BookKey): void;
	/** Keeps to the table of statuses: a way to live that is not in it is not gone. */
	setStatus(key: BookKey, status: BookStatus, at: number): void;
	/** Data messages a second. */
	setRate(key: BookKey, messagesPerSecond: number): void;
	/** The wall clock is so many milliseconds ahead of the times that were written and will be. */
	setWallAhead(ms: number): void;
	/** How its feed is doing; the same object is no write. */
	setHealth(key: BookKey, health: BookHealth): void;
	/** What the exchange tells of the last 24 hours. */
	setDay(key: BookKey, day: ToldTicker): void;
	/**
	 * Compares a book with one made of a fresh snapshot and the updates up to the same sequence.
	 * Returns how many levels differ; where none does, the fresh one takes its place.
	 */
	audit(key: BookKey, changes: readonly BookChange[]): number;
	/** Levels of the shorter side up to where it is known whole; infinite where all of it is. */
	vouchedLevels(key: BookKey): number;
	/** Up to where a book is known, for one that goes on from it. */
	rangeOf(key: BookKey): BookRange;
	/** See `bookSum`. */
	sumOf(key: BookKey): number;
	/** Makes a new view and tells the listeners, if anything was written since the last one. */
	publish(): void;
	/** The newest that was published. */
	getView(): MarketView;
	/** Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
	/** Tells each status when it is set, also one that is over before the next view. Returns unsubscribe. */
	followStatus(listener: StatusListener): () => void;
	/** Tells fills as they are added, each once. Returns unsubscribe. */
	followTrades(listener: TradeListener): () => void;
};

/** Whose it is, and by how much the wall clock is ahead of the times that are told. */
type Told = BookFacts & Pick<BookView, 'wallAhead'>;

/** Called once the status is set, outside the lock. */
export type StatusListener = (book: Told & BookStatus, at: number) => void;

/** Called once the fills are there, outside the lock. */
export type TradeListener = (book: Told, trades: readonly Trade[], at: number) => void;

const empty: MarketView = {lastUpdate: 0, books: []};

/** The books, written to under the lock. */
const createEntries = (from: MarketView, lock: Lock) => {
	const {get, all, ...index} = createBookIndex(from);
	let isDirty = false;

	return {
		get,
		all,
		add(facts: BookFacts) {
			lock.during(() => {
				index.add(facts);
				isDirty = true;
			});
		},
		remove(key: BookKey) {
			lock.during(() => {
				index.remove(key);
				isDirty = true;
			});
		},
		write: <T>(key: BookKey, action: (entry: BookEntry) => T): T =>
			lock.during(() => {
				const result = action(get(key));
				isDirty = true;
				return result;
			}),
		/** As `write` does it, and nothing made for it: there is one for every message. */
		apply(key: BookKey, change: BookChange, at: number): FeedFault | null {
			lock.enter();
			try {
				const fault = get(key).apply(change, at);
				isDirty = true;
				return fault;
			} finally {
				lock.leave();
			}
		},
		/** The views of all, null where nothing was written since the last ones. */
		takeViews(): readonly BookView[] | null {
			lock.enter();
			try {
				if (!isDirty) return null;
				isDirty = false;
				// Not by `map`: V8 makes another kind of array of that once it is compiled, and compiles all who read views anew.
				const views: BookView[] = [];
				for (const entry of all()) views.push(entry.toView());
				return views;
			} finally {
				lock.leave();
			}
		},
	};
};

/** Writes of what is no news of the market; what is so already is no write. */
const toSetters = ({
	get,
	all,
	write,
}: ReturnType<typeof createEntries>): Pick<
	BookStore,
	'setRate' | 'setWallAhead' | 'setHealth' | 'setDay'
> => ({
	setRate(key, messagesPerSecond) {
		if (get(key).messagesPerSecond() === messagesPerSecond) return;
		write(key, entry => entry.setRate(messagesPerSecond));
	},
	setWallAhead(wallAhead) {
		for (const entry of all()) {
			const {key, wallAhead: told} = entry.get();
			if (told !== wallAhead) write(key, () => entry.write({wallAhead}));
		}
	},
	setHealth(key, health) {
		if (get(key).health() === health) return;
		write(key, entry => entry.setHealth(health));
	},
	setDay(key, day) {
		write(key, entry => entry.write({day}));
	},
});

/** What is asked of a book besides its view. */
const toReaders = ({
	get,
}: ReturnType<typeof createEntries>): Pick<BookStore, 'vouchedLevels' | 'rangeOf' | 'sumOf'> => ({
	vouchedLevels: key => get(key).vouchedLevels(),
	rangeOf: key => get(key).rangeOf(),
	sumOf: key => get(key).sumOf(),
});

/**
 * The one place where books are held. JavaScript has one thread, so the lock is a rule: a write is
 * one synchronous call, a write or a publish inside a write throws, and readers only get views.
 * With a view to begin `from`, it goes on as the store that this is of; `table`: what may follow
 * which status.
 */
export const createBookStore = (from = empty, table: StatusTable = liveTable): BookStore => {
	const entries = createEntries(from, createLock());
	const {write} = entries;
	const listeners = createListeners<[]>();
	const statusListeners = createListeners<Parameters<StatusListener>>();
	const tradeListeners = createListeners<Parameters<TradeListener>>();
	let view = from;
	let {lastUpdate} = from;

	return {
		add: entries.add,
		remove: entries.remove,
		setFacts(key, facts) {
			write(key, entry => entry.write(facts));
		},
		apply(key, change, at) {
			const fault = entries.apply(key, change, at);
			lastUpdate = at;
			return fault;
		},
		restore(key, image, at) {
			write(key, entry => entry.restore(image, at));
			lastUpdate = at;
		},
		addTrades(key, trades, at) {
			const added = entries.get(key).newOf(trades);
			if (added.length === 0) return;
			write(key, entry => entry.addTrades(added));
			lastUpdate = at;
			tradeListeners.tell(entries.get(key).get(), added, at);
		},
		addRun(key, run, at) {
			write(key, entry => entry.addRun(run));
			lastUpdate = at;
		},
		breakTape(key) {
			write(key, entry => entry.breakTape());
		},
		setStatus(key, status, at) {
			const before = entries.get(key).get().status;
			if (!mayFollow(table, key, before, status.status) && status.status === 'live') return;
			write(key, entry => entry.setStatus(status, at));
			lastUpdate = at;
			const book = entries.get(key).get();
			statusListeners.tell(book, at);
		},
		...toSetters(entries),
		audit: (key, changes) => write(key, entry => entry.audit(changes)),
		...toReaders(entries),
		publish() {
			const books = entries.takeViews();
			if (!books) return;
			view = {lastUpdate, books};
			listeners.tell();
		},
		getView: () => view,
		subscribe: listeners.add,
		...{followStatus: statusListeners.add, followTrades: tradeListeners.add},
	};
};
