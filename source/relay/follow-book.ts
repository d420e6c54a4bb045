import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {createAsking} from './asking.js';
import {createFollowedBook} from './followed-book.js';
import type {FollowedPort} from './followed-core.js';
import {findForeign, readLeases} from './leases.js';
import type {PlacedState} from './messages.js';
import type {Absence} from './shown-status.js';
import {readStoredState} from './stored-state.js';
import {keyOf, subjectsOf, type BookName} from './subjects.js';

export type FollowBookOptions = {
	readonly bus: Bus;
	readonly book: BookName;
	readonly key: BookKey;
	/** The book is there already. */
	readonly store: BookStore;
	readonly clock: Clock;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** Names of markets that may have been meant. */
	readonly near?: (() => Promise<readonly string[]>) | undefined;
	readonly onEvent?: FollowedPort['onEvent'];
};

/** How often it is looked what is stored of a book that nobody answers for. */
const lookAgainMs = 10_000;

/** Who may not look what is stored knows that no relay has a proven book, and nothing else. */
const unseen: Absence = {
	...{storedAt: null, near: [], foreign: null},
	...{isOffered: true, refused: null},
};

/** What there is of a book that no relay answers for. */
const createLookout = ({bus, book, clock, near}: FollowBookOptions) => {
	const key = keyOf(book);
	let lookedAt = -Infinity;

	return async (tell: (absence: Absence, stored: PlacedState | null) => void): Promise<void> => {
		if (clock.now() - lookedAt < lookAgainMs) return;
		lookedAt = clock.now();
		try {
			const stored = await readStoredState(bus, subjectsOf(book).state);
			const foreign = await findForeign(bus);
			const leases = [...(await readLeases(bus)).values()];
			const isOffered = leases.some(({books}) => books.includes(key));
			const names = stored || foreign || isOffered ? [] : ((await near?.()) ?? []);
			const storedAt = stored?.at ?? null;
			tell({storedAt, near: names, foreign, isOffered, refused: null}, stored);
		} catch (error) {
			if (error instanceof BusError && error.code === 'denied') tell(unseen, null);
			// Not to be had now: it is looked again.
			else lookedAt = -Infinity;
		}
	};
};

/** Follows one book over the bus into a store. */
export const followBook = (options: FollowBookOptions) => {
	const {bus, book, clock, random} = options;
	const subjects = subjectsOf(book);
	const lookOut = createLookout(options);
	const followed = createFollowedBook({
		...options,
		address: bus.address,
		askBook() {
			asking.book();
		},
		askWord() {
			void asking.word();
		},
		endAsking() {
			asking.stop();
		},
	});
	const asking = createAsking({
		...{bus, subject: subjects.ask, clock, random},
		onBook: followed.answered,
		onWord: followed.answeredWord,
		onNobody() {
			void lookOut(followed.absent);
		},
		onDenied: followed.denied,
	});
	const hear = (message: BusMessage) => {
		const {subject} = message;
		if (subject === subjects.now) followed.hear('book', message);
		else if (subject === subjects.tick) followed.hear('tick', message);
		else if (subject === subjects.health) followed.hear('health', message);
	};
	const unsubscribe = bus.subscribe(subjects.heard, hear, ({message}) => followed.unheard(message));
	const unlisten = bus.onState(followed.onBus);
	followed.onBus(bus.state());
	return {
		judge: followed.judge,
		resync: followed.resync,
		stop() {
			unsubscribe();
			unlisten();
			asking.stop();
		},
	};
};

export type BookFollowing = ReturnType<typeof followBook>;
