import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {FeedFault, FeedStatus} from '../faults.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {createAgeGuard} from './age-guard.js';
import type {ClockOffset} from './clock-offset.js';
import type {FeedHealth} from './feed-health.js';
import {standingOf, type Link} from './link.js';
import type {StatusTeller} from './status-teller.js';

export type BookWriterOptions = {
	readonly key: BookKey;
	readonly store: BookStore;
	readonly clock: Clock;
	readonly clockOffset: ClockOffset;
	readonly health: FeedHealth;
	readonly setStatus: StatusTeller;
	/** The book has just come into sync, or has changed; `isPushed`: by what was pushed, not by a snapshot alone. */
	readonly onChanged: (change: {readonly isSync: boolean; readonly isPushed: boolean}) => void;
};

/** Writes what the link in charge makes of the book, and says where the book stands by it. */
export const createBookWriter = (options: BookWriterOptions) => {
	const {key, store, clock, clockOffset, health, setStatus, onChanged} = options;
	const ageGuard = createAgeGuard();
	let sequence: number | null = null;
	/** Worth saying although the book is live. */
	let note: FeedFault | undefined;

	const tellSync = (link: Link) => {
		setStatus(...standingOf(link, store.vouchedLevels(key), note));
	};

	return {
		tellSync,
		/** Null before the first change. */
		sequence: () => sequence,
		/** Where a book stands that is not in sync. */
		unsynced: (): FeedStatus => (sequence === null ? 'syncing' : 'resyncing'),
		/** Ids from here on are not to be compared with those before. */
		forgetIds: ageGuard.forget,
		/** Applies changes that bring the book up to date; returns what is wrong with it all the same. */
		apply(
			link: Link,
			changes: readonly BookChange[],
			isPushed: boolean,
			newNote?: FeedFault,
		): FeedFault | null {
			note = newNote;
			const last = changes.at(-1);
			const age = last && link.inSyncSince === null ? ageGuard.judge(last.sequence) : null;
			if (age) return age;
			let isCrossed = false;
			for (const change of changes) {
				isCrossed = store.apply(key, change, clock.now());
				sequence = change.sequence;
				if (change.exchangeTime !== null)
					health.onExchangeTime(change.exchangeTime, clockOffset.get());
			}
			if (last) ageGuard.learn(last.sequence);
			if (isCrossed) return {code: 'crossed'};
			const isSync = link.inSyncSince === null;
			onChanged({isSync, isPushed});
			if (isPushed) {
				link.mustPush = false;
				link.doubt = null;
			}
			if (isSync) {
				link.inSyncSince = clock.now();
				// By a snapshot that was asked for since the sleep.
				link.mustBeAudited = false;
				link.doubt = null;
			}
			tellSync(link);
			return null;
		},
		/**
		 * Compares the book with a fresh snapshot and the updates since. `lag`: why the link is of no use if
		 * the two differ.
		 */
		audit(link: Link, changes: readonly BookChange[], lag: FeedFault | undefined) {
			const differences = store.audit(key, changes);
			health.audited(differences);
			if (differences === 0) {
				sequence = changes.at(-1)?.sequence ?? sequence;
				link.mustBeAudited = false;
				link.doubt = null;
				// The fresh snapshot may vouch for more.
				tellSync(link);
			} else if (lag) link.connection?.lose(lag);
			else {
				const levels = differences === 1 ? '1 level' : `${differences} levels`;
				const detail = `${levels} differed from a fresh snapshot`;
				link.connection?.resync({code: 'different', detail});
			}
		},
		/** No audit could be made of a book that has to be proven: by a new one, or it is not called live. */
		leaveUnaudited(link: Link, fault: FeedFault) {
			if (link.mustBeAudited) link.connection?.resync({code: 'slept'});
			else if (link.isInDoubt) {
				link.doubt = fault;
				tellSync(link);
			}
		},
	};
};

export type BookWriter = ReturnType<typeof createBookWriter>;
