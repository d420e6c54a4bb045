import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {BusError, type Bus} from '../transport/bus.js';
import {createAttention} from './attention.js';
import type {LogEvent} from './book-log.js';
import {createOwnLease, readLeases, type Lease} from './leases.js';
import {createOffers} from './offers.js';
import {rankRelays} from './places.js';
import {createPublishedBook, type PublishedBook} from './published-book.js';
import {keyOf, type BookName} from './subjects.js';

const renewMs = 1000;
const arrangeMs = 300;
const tickMs = 1000;

/** A book that is not ours any more is followed on for so long: a lease may have been late. */
const lingerMs = 30_000;

/** Who leaves goes on for so long at the most, until the others have taken over. */
const handOverMs = 5000;

export type RelayEvent =
	| (LogEvent & {readonly book: BookName})
	/** The relays that are there have changed: their names. */
	| {readonly type: 'relays'; readonly names: readonly string[]}
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
type Followed = {
	readonly book: BookName;
	readonly published: PublishedBook;
	readonly session: {stop(): void};
	/** When it was last wanted here. */
	wantedAt: number;
};

export type BookRole = 'owner' | 'standby' | 'none';

/** The books that a relay follows, by their keys. */
const createShelf = (options: RelayOptions, run: string, isEntitled: () => boolean) => {
	const {clock, startBook, isComparable, onEvent} = options;
	const attention = createAttention(clock);
	const followed = new Map<BookKey, Followed>();

	const open = (book: BookName): Followed => {
		const published = createPublishedBook({
			...{...options, book, run, attention, isEntitled},
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

type Shelf = ReturnType<typeof createShelf>;

const isLive = (there: Followed | undefined): boolean => there?.published.view()?.status === 'live';

/** Looks who is there, and sees to it that this relay follows what it should. */
const createArranger = (
	options: RelayOptions,
	shelf: Shelf,
	offers: ReturnType<typeof createOffers>,
) => {
	const {bus, name, books, standby, onEvent} = options;
	let seen = '';
	let others = 0;
	let isBusy = false;

	const place = (book: BookName, leases: ReadonlyMap<string, Lease>) => {
		const key = keyOf(book);
		const offering = [...leases].filter(([, lease]) => lease.books.includes(key));
		const ranked = rankRelays(
			key,
			offering.map(([relay]) => relay),
		);
		const at = ranked.indexOf(name);
		if (at < 0 || at > standby) {
			shelf.let(key);
			return;
		}
		const there = shelf.want(book);
		if (at > 0) return;
		const isElsewhere = offering.some(([relay, {live}]) => relay !== name && live.includes(key));
		offers.judge(key, isLive(there), isElsewhere);
		void there.published.claim();
	};

	const tellRelays = (leases: ReadonlyMap<string, Lease>) => {
		const names = [...leases.keys()].sort();
		others = names.filter(other => other !== name).length;
		if (names.join(' ') !== seen) onEvent({type: 'relays', names});
		seen = names.join(' ');
	};

	return {
		/** Other relays that are there. */
		others: () => others,
		async arrange(): Promise<void> {
			if (isBusy) return;
			isBusy = true;
			try {
				const leases = await readLeases(bus);
				tellRelays(leases);
				for (const book of books) place(book, leases);
			} catch (error) {
				// The others are not to be seen now: all stays as it is.
				if (!(error instanceof BusError)) throw error;
			} finally {
				isBusy = false;
			}
		},
	};
};

/** Follows books and publishes those that are this relay's, as long as it runs. */
export const startRelay = (options: RelayOptions) => {
	const {bus, name, runId, version, clock, books, onEvent} = options;
	const run = `${name}~${runId}`;
	const offers = createOffers(clock);
	const toLease = (): Lease => ({
		run,
		books: books.map(keyOf).filter(offers.isOffered),
		live: shelf
			.all()
			.filter(isLive)
			.map(({book}) => keyOf(book)),
		...{capacity: books.length, version},
	});
	const lease = createOwnLease({
		...{bus, name, clock, lease: toLease},
		onTrouble(words) {
			onEvent({type: 'trouble', words});
		},
	});
	const shelf = createShelf(options, run, lease.isEntitled);
	const arranger = createArranger(options, shelf, offers);
	const owned = () => shelf.all().filter(({published}) => published.isOwner());
	let isLeaving = false;

	const stops = [
		clock.every(renewMs, () => void lease.renew()),
		clock.every(arrangeMs, () => {
			if (!isLeaving) void arranger.arrange();
		}),
		clock.every(tickMs, () => {
			for (const {published} of shelf.all()) published.tick();
		}),
	];
	void lease.renew().then(arranger.arrange);

	/** Until the others have what was ours, or there is nobody. */
	const handOver = (): Promise<void> =>
		new Promise(resolve => {
			const until = clock.now() + (arranger.others() > 0 ? handOverMs : 0);
			const look = () => {
				if (owned().length > 0 && clock.now() < until) clock.after(100, look);
				else resolve();
			};
			look();
		});

	const end = () => {
		for (const stop of stops) stop();
		shelf.stop();
	};

	return {
		run,
		isEntitled: lease.isEntitled,
		/** How each book stands here. */
		books: () =>
			books.map(book => {
				const there = shelf.get(keyOf(book));
				const role: BookRole = there?.published.isOwner() ? 'owner' : there ? 'standby' : 'none';
				return {
					...{book, role, epoch: there?.published.epoch() ?? 0},
					view: there?.published.view() ?? null,
				};
			}),
		/** Ends at once, as if it had been killed. */
		end,
		/** Lets the others take over, then ends. */
		async leave(): Promise<void> {
			isLeaving = true;
			await lease.end();
			await handOver();
			end();
		},
	};
};

export type Relay = ReturnType<typeof startRelay>;
