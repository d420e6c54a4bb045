import type {Clock} from '../clock.js';
import {backoffMs} from '../feed/backoff.js';
import type {ResyncAnswer} from '../feed/feed.js';
import type {ObserveFeed} from '../feed/feed-observer.js';
import {linkVenue, type Venue, type VenueLink} from '../feed/venue.js';
import type {WantedMarket} from '../market-name.js';
import {createBookStore, type BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import type {Transport} from '../transport/transport.js';
import type {Resolution} from './resolution.js';
import {resolve, settleAll} from './settle-books.js';
import {createPatience, showStore} from './shown-store.js';
import {createVenueBook, type VenueBook} from './venue-book.js';

/** How long a list is waited for before a market is followed by its usual symbol. */
const listPatienceMs = 1500;

/** The first lists to be read again are so after as many failures in a row. */
const firstFailures = 3;

export type SessionOptions = {
	readonly wanted: WantedMarket;
	/** Sessions that follow each other share the links: what an exchange asks of its users outlives each. */
	readonly venues: readonly (Venue | VenueLink)[];
	readonly transport: Transport;
	readonly clock: Clock;
	/** From 0 to 1, as `Math.random`. */
	readonly random: () => number;
	/** How much of what an exchange allows of requests may be used, from 0 to 1. @default 0.5 */
	readonly restShare?: number;
	/** Where its books are kept. @default a store of its own */
	readonly store?: BookStore;
	/** Who counts what comes in of each book. @default nobody */
	readonly observe?: ObserveFeed | undefined;
	/** Whether what the exchanges tell of the last 24 hours is asked for. @default false */
	readonly hasDay?: boolean | undefined;
};

export type Session = {
	/** Read by whoever shows the books; written by the feeds alone. */
	readonly store: BookStore;
	/** Each book is on its way or has failed; lists that are slow are not waited for. */
	readonly started: Promise<void>;
	/** What each exchange's list said of the market, in the order of the venues. */
	readonly resolved: Promise<readonly Resolution[]>;
	/** Asks for a new snapshot of a book, as the user may, or tries its lost connection now. */
	resync(key: BookKey): ResyncAnswer;
	/** Gets the newest fills of before, once each book is in sync; `isAnew`: although it has got some. @default false */
	fetchTrades(isAnew?: boolean): void;
	/** Ends all feeds at once; nothing is written any more. */
	stop(): void;
};

/** The composition root: one store, one book per exchange, the cadence. */
export const startSession = (options: SessionOptions): Session => {
	const {wanted, transport, clock, random, restShare: share = 0.5, observe, hasDay} = options;
	const {store: inner = createBookStore()} = options;
	let sleeps = clock.sleeps();
	const {store, stop: stopShowing} = showStore(inner, clock, () => {
		// After a sleep nothing is shown as live that was so before.
		if (clock.sleeps() === sleeps) return;
		sleeps = clock.sleeps();
		for (const book of books) book.lookAwake();
	});

	let failures = firstFailures;
	const books = options.venues.map((venue): VenueBook => {
		const link = 'rest' in venue ? venue : linkVenue(venue, {transport, clock, share});
		const retryMs = () => backoffMs(failures++, random);
		return createVenueBook({
			venue: link,
			wanted: link.wanted ?? wanted,
			store,
			clock,
			random,
			retryMs,
			observe,
			hasDay,
		});
	});
	store.publish();

	const lookups = books.map((book, index) => {
		const own = options.venues[index]?.wanted;
		return {book, lookup: book.lookUp(), wanted: own ?? wanted, isOwn: own !== undefined};
	});
	const patience = createPatience(clock, listPatienceMs);

	return {
		store,
		started: settleAll(lookups, patience.over),
		resolved: resolve(lookups),
		resync: key => books.find(book => book.key === key)?.resync() ?? 'not-waiting',
		fetchTrades: isAnew => books.forEach(book => book.fetchTrades(isAnew)),
		stop() {
			stopShowing();
			patience.stop();
			for (const book of books) book.stop();
		},
	};
};
