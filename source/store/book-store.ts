import {emptySide, type SideView} from '../book/book-side.js';
import type {Decimal} from '../book/fixed-point.js';
import {OrderBook, type BookChange} from '../book/order-book.js';
import type {FeedStatus} from '../faults.js';

/** Names one book: exchange id and market, `binance:STEEM/USDT`. */
export type BookKey = string;

/** What is known of a book besides its levels. */
export type BookFacts = {
	readonly key: BookKey;
	/** `binance` */
	readonly exchange: string;
	/** The exchange's name as people write it: `Binance`. */
	readonly title: string;
	/** `STEEM/USDT` */
	readonly market: string;
	/** Smallest price step, null until the exchange's list was read. */
	readonly tickSize: Decimal | null;
};

export type BookStatus = {
	readonly status: FeedStatus;
	/** Why it is not live, in words; null where there is nothing to say. */
	readonly reason: string | null;
	/** Epoch milliseconds of the next try, where one is planned. */
	readonly retryAt: number | null;
};

/** One book at one instant. Immutable: the next change makes a new one. */
export type BookView = BookFacts &
	BookStatus & {
		/** Null until the first snapshot. */
		readonly sequence: number | null;
		/** Epoch milliseconds by the exchange's clock of the newest change. */
		readonly exchangeTime: number | null;
		/** Epoch milliseconds by our clock of the newest change, null before the first. */
		readonly receivedAt: number | null;
		/** Epoch milliseconds by our clock since which the book is live, null where it is not. */
		readonly liveSince: number | null;
		/** Data messages a second over the last seconds. */
		readonly messagesPerSecond: number;
		readonly bids: SideView;
		readonly asks: SideView;
	};

/** All books at one instant, in the order they were added. */
export type MarketView = {
	/** Epoch milliseconds of the newest write; 0 before the first. For people: change is a new view. */
	readonly lastUpdate: number;
	readonly books: readonly BookView[];
};

export type BookStore = {
	add(facts: BookFacts): void;
	/** Replaces facts of a book, as when the exchange's list came in. */
	setFacts(key: BookKey, facts: Partial<Pick<BookFacts, 'market' | 'tickSize'>>): void;
	/** Applies one message's change. Returns whether the book is crossed after it. */
	apply(key: BookKey, change: BookChange, at: number): boolean;
	setStatus(key: BookKey, status: BookStatus, at: number): void;
	setRate(key: BookKey, messagesPerSecond: number): void;
	/** Makes a new view and tells the listeners, if anything was written since the last one. */
	publish(): void;
	getView(): MarketView;
	/** Returns unsubscribe. */
	subscribe(listener: () => void): () => void;
};

type Entry = {readonly book: OrderBook; view: BookView; isDirty: boolean; hasNewLevels: boolean};

/**
 * The one place where books are held. JavaScript has one thread, so the lock is a rule: a write is
 * one synchronous call, a write or a publish inside a write throws, and readers only get views.
 */
export const createBookStore = (): BookStore => {
	const entries = new Map<BookKey, Entry>();
	const listeners = new Set<() => void>();
	let view: MarketView = {lastUpdate: 0, books: []};
	let lastUpdate = 0;
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
		const {sequence, exchangeTime} = book;
		entry.view = {...entry.view, ...levels, sequence, exchangeTime};
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
						messagesPerSecond: 0,
						bids: emptySide,
						asks: emptySide,
					},
					isDirty: false,
					hasNewLevels: false,
				};
				entries.set(facts.key, entry);
				isDirty = true;
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
		setStatus(key, status, at) {
			write(key, entry => {
				const isLive = status.status === 'live';
				const liveSince = isLive ? (entry.view.liveSince ?? at) : null;
				entry.view = {...entry.view, ...status, liveSince};
				lastUpdate = at;
			});
		},
		setRate(key, messagesPerSecond) {
			if (entries.get(key)?.view.messagesPerSecond === messagesPerSecond) return;
			write(key, entry => {
				entry.view = {...entry.view, messagesPerSecond};
			});
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
	};
};
