import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {Bus} from '../transport/bus.js';
import {createAttention} from './attention.js';
import type {LogEvent} from './book-log.js';
import {createPace} from './pace.js';
import {createPublishedBook, type PublishedBook} from './published-book.js';
import {keyOf, type BookName} from './subjects.js';

/** A book that is not ours any more is followed on for so long: a lease may have been late. */
const lingerMs = 30_000;

/** Levels, fills and writes that wait to be sent while the bus is away: some 250 MB. */
const mostWaiting = 2_000_000;

export type RelayEvent =
	| (LogEvent & {readonly book: BookName})
	/** The relays that are there have changed: their names. */
	| {readonly type: 'relays'; readonly names: readonly string[]}
	/** Another relay of this name is there: this one does nothing any more, and has to end. */
	| {readonly type: 'name-taken'}
	/** In words. */
	| {readonly type: 'trouble'; readonly words: string};

export type RelayOptions = {
	readonly bus: Bus;
	/** `desk-1`: no other relay has it. */
	readonly name: string;
	/** What no other start of it has. */
	readonly runId: string;
	/** Of the program. */
	readonly version: string;
	readonly clock: Clock;
	readonly books: readonly BookName[];
	/** Relays that follow a book besides its owner. */
	readonly standby: number;
	/** Follows a book into that store, which tells what was written. */
	readonly startBook: (book: BookName, store: BookStore) => {stop(): void};
	/** Whether sequences of one connection are those of another. */
	readonly isComparable: (exchange: string) => boolean;
	/** The server took, or refused, a message. */
	readonly onAnswer?: ((type: 'stored' | 'refused') => void) | undefined;
	readonly onEvent: (event: RelayEvent) => void;
};

/** A book that is followed here. */
export type Followed = {
	readonly book: BookName;
	readonly published: PublishedBook;
	readonly session: {stop(): void};
	/** When it was last wanted here. */
	wantedAt: number;
};

/** The books that a relay follows, by their keys. */
export const createShelf = (options: RelayOptions, run: string, isEntitled: () => boolean) => {
	const {clock, startBook, isComparable, onEvent} = options;
	const attention = createAttention(clock);
	const pace = createPace(clock);
	const waiting = {most: mostWaiting, count: 0};
	const followed = new Map<BookKey, Followed>();

	const open = (book: BookName): Followed => {
		const published = createPublishedBook({
			...{...options, book, run, attention, pace, waiting, isEntitled},
			isComparable: isComparable(book.exchange),
			onTrouble(words) {
				onEvent({type: 'trouble', words});
			},
			onEvent(event) {
				onEvent({...event, book});
			},
		});
		const session = startBook(book, published.store);
		return {book, published, session, wantedAt: clock.now()};
	};

	const close = ({published, session}: Followed) => {
		session.stop();
		published.stop();
	};

	return {
		get: (key: BookKey) => followed.get(key),
		all: () => [...followed.values()],
		/** Follows it from here on, if it does not yet. */
		want(book: BookName): Followed {
			const key = keyOf(book);
			const there = followed.get(key) ?? open(book);
			followed.set(key, there);
			there.wantedAt = clock.now();
			return there;
		},
		/** It is wanted no more: it goes once that has lasted. */
		let(key: BookKey) {
			const there = followed.get(key);
			if (!there || there.published.isOwner() || clock.now() - there.wantedAt < lingerMs) return;
			followed.delete(key);
			close(there);
		},
		stop() {
			attention.stop();
			for (const there of followed.values()) close(there);
			followed.clear();
		},
	};
};

export type Shelf = ReturnType<typeof createShelf>;
