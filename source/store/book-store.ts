import {emptySide, type Level, type SideView} from '../book/book-side.js';
import {countDifferences} from '../book/compare-books.js';
import {OrderBook, type BookChange} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import {
	initialHealth,
	type BookFacts,
	type BookHealth,
	type BookKey,
	type BookStatus,
	type BookView,
	type MarketView,
} from './market-view.js';

export type BookStore = {
	add(facts: BookFacts): void;
	/** Takes a book away: nothing is shown of it any more. */
	remove(key: BookKey): void;
	/** Replaces facts of a book, as when the exchange's list came in. */
	setFacts(key: BookKey, facts: Partial<Pick<BookFacts, 'market' | 'tickSize' | 'sizeStep'>>): void;
	/** Applies one message's change. Returns whether the book is crossed after it. */
	apply(key: BookKey, change: BookChange, at: number): boolean;
	/** Adds fills, in any order; those already there are left out. */
	addTrades(key: BookKey, trades: readonly Trade[], at: number): void;
	setStatus(key: BookKey, status: BookStatus, at: number): void;
	setRate(key: BookKey, messagesPerSecond: number): void;
	/** The wall clock is so many milliseconds ahead of the times that were written and will be. */
	setWallAhead(ms: number): void;
	setHealth(key: BookKey, health: BookHealth): void;
	/**
	 * Compares a book with one made of a fresh snapshot and the updates up to the same sequence.
	 * Returns how many levels differ; where none does, the fresh one takes its place.
	 */
	audit(key: BookKey, changes: readonly BookChange[]): number;
	/** Levels of the shorter side up to where it is known whole; infinite where all of it is. */
	vouchedLevels(key: BookKey): number;
	/** Makes a new view and tells the listeners, if anything was written since the last one. */
	publish(): void;
	getView(): MarketView;
	/** Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
	/** Tells each status when it is set, also one that is over before the next view. Returns unsubscribe. */
	followStatus(listener: StatusListener): () => void;
};

export type StatusListener = (book: BookFacts & BookStatus, at: number) => void;

/** Fills kept of each market. */
const maxTrades = 500;

/** Ids alone could not say it: they may begin anew, and one absurd id would hide all that follow. */
const byTime = (one: Trade, other: Trade): number => one.time - other.time || one.id - other.id;

type Entry = {book: OrderBook; view: BookView; isDirty: boolean; hasNewLevels: boolean};

const levelsOf = (side: SideView): readonly Level[] =>
	Array.from({length: side.length}, (_, rank) => ({
		price: side.price(rank),
		size: side.size(rank),
	}));

/** The book that a view shows. */
const toBook = ({sequence, exchangeTime, vouched, ...sides}: BookView): OrderBook => {
	const book = new OrderBook();
	if (sequence === null) return book;
	const bids = levelsOf(sides.bids);
	const asks = levelsOf(sides.asks);
	book.apply({type: 'snapshot', sequence, exchangeTime, bids, asks});
	book.vouched = vouched;
	return book;
};

const toEntry = (view: BookView): Entry => ({
	book: toBook(view),
	view,
	isDirty: false,
	hasNewLevels: false,
});

/**
 * The one place where books are held. JavaScript has one thread, so the lock is a rule: a write is
 * one synchronous call, a write or a publish inside a write throws, and readers only get views.
 * With a view to begin `from`, it goes on as the store that this is of.
 */
export const createBookStore = (from: MarketView = {lastUpdate: 0, books: []}): BookStore => {
	const entries = new Map<BookKey, Entry>(from.books.map(book => [book.key, toEntry(book)]));
	const listeners = new Set<() => void>();
	const statusListeners = new Set<StatusListener>();
	let view = from;
	let {lastUpdate} = from;
	let isDirty = false;
	let isLocked = false;

	const locked = <T>(action: () => T): T => {
		if (isLocked) throw new Error('the book store is locked: a write or publish inside a write');
		isLocked = true;
		try {
			return action();
		} finally {
			isLocked = false;
		}
	};

	const write = <T>(key: BookKey, action: (entry: Entry) => T): T =>
		locked(() => {
			const entry = entries.get(key);
			if (!entry) throw new Error(`no book named ${key}`);
			const result = action(entry);
			isDirty = true;
			entry.isDirty = true;
			return result;
		});

	const toView = (entry: Entry): BookView => {
		if (!entry.isDirty) return entry.view;
		const {book} = entry;
		const levels = entry.hasNewLevels ? {bids: book.bids.copy(), asks: book.asks.copy()} : {};
		const {sequence, exchangeTime, vouched} = book;
		entry.view = {...entry.view, ...levels, sequence, exchangeTime, vouched};
		entry.isDirty = false;
		entry.hasNewLevels = false;
		return entry.view;
	};

	return {
		add(facts) {
			locked(() => {
				if (entries.has(facts.key)) throw new Error(`book ${facts.key} was added twice`);
				const entry: Entry = {
					book: new OrderBook(),
					view: {
						...facts,
						status: 'connecting',
						reason: null,
						retryAt: null,
						sequence: null,
						exchangeTime: null,
						receivedAt: null,
						liveSince: null,
						wallAhead: 0,
						messagesPerSecond: 0,
						health: initialHealth,
						vouched: {bids: null, asks: null},
						bids: emptySide,
						asks: emptySide,
						trades: [],
					},
					isDirty: false,
					hasNewLevels: false,
				};
				entries.set(facts.key, entry);
				isDirty = true;
			});
		},
		remove(key) {
			write(key, () => {
				entries.delete(key);
			});
		},
		setFacts(key, facts) {
			write(key, entry => {
				entry.view = {...entry.view, ...facts};
			});
		},
		apply(key, change, at) {
			return write(key, entry => {
				entry.book.apply(change);
				entry.hasNewLevels = true;
				entry.view = {...entry.view, receivedAt: at};
				lastUpdate = at;
				return entry.book.isCrossed();
			});
		},
		addTrades(key, trades, at) {
			const known = new Set(entries.get(key)?.view.trades.map(({id}) => id));
			const added = trades.filter(({id}) => !known.has(id));
			if (added.length === 0) return;
			write(key, entry => {
				const all = [...entry.view.trades, ...added].sort(byTime);
				entry.view = {...entry.view, trades: all.slice(-maxTrades)};
				lastUpdate = at;
			});
		},
		setStatus(key, status, at) {
			const book = write(key, entry => {
				const isLive = status.status === 'live';
				const liveSince = isLive ? (entry.view.liveSince ?? at) : null;
				entry.view = {...entry.view, ...status, liveSince};
				lastUpdate = at;
				return entry.view;
			});
			for (const listener of statusListeners) listener(book, at);
		},
		setRate(key, messagesPerSecond) {
			if (entries.get(key)?.view.messagesPerSecond === messagesPerSecond) return;
			write(key, entry => {
				entry.view = {...entry.view, messagesPerSecond};
			});
		},
		setWallAhead(ms) {
			for (const [key, {view}] of entries) {
				if (view.wallAhead === ms) continue;
				write(key, entry => {
					entry.view = {...entry.view, wallAhead: ms};
				});
			}
		},
		setHealth(key, health) {
			if (entries.get(key)?.view.health === health) return;
			write(key, entry => {
				entry.view = {...entry.view, health};
			});
		},
		audit(key, changes) {
			return write(key, entry => {
				const fresh = new OrderBook();
				for (const change of changes) fresh.apply(change);
				const differences = countDifferences(entry.book, fresh, changes[0]?.maxLevels);
				if (differences > 0) return differences;
				// A snapshot has no time of its own.
				fresh.exchangeTime = entry.book.exchangeTime;
				entry.book = fresh;
				entry.hasNewLevels = true;
				return 0;
			});
		},
		vouchedLevels(key) {
			const entry = entries.get(key);
			if (!entry) throw new Error(`no book named ${key}`);
			return entry.book.vouchedLevels();
		},
		publish() {
			const hasNews = locked(() => {
				if (!isDirty) return false;
				isDirty = false;
				view = {lastUpdate, books: Array.from(entries.values(), toView)};
				return true;
			});
			if (hasNews) for (const listener of listeners) listener();
		},
		getView: () => view,
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		followStatus(listener) {
			statusListeners.add(listener);
			return () => {
				statusListeners.delete(listener);
			};
		},
	};
};
