import type {BookChange} from '../book/order-book.js';
import type {Clock} from '../clock.js';
import type {FeedFault, FeedStatus} from '../faults.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';
import {createAgeGuard} from './age-guard.js';
import type {ClockOffset} from './clock-offset.js';
import type {FeedHealth} from './feed-health.js';
import type {Link} from './link.js';
import type {StatusTeller} from './status-teller.js';

export type BookWriterOptions = {
	readonly key: BookKey;
	readonly store: Pick<BookStore, 'apply' | 'audit' | 'vouchedLevels'>;
	readonly clock: Pick<Clock, 'now'>;
	readonly clockOffset: Pick<ClockOffset, 'get'>;
	readonly health: Pick<FeedHealth, 'onExchangeTime'>;
	readonly setStatus: StatusTeller;
	/** The book has just come into sync, or has changed; `isPushed`: by what was pushed, not by a snapshot alone. */
	readonly onChanged: (isSync: boolean, isPushed: boolean) => void;
};

/** Writes what the link in charge makes of the book, and says where the book stands by it. */
export const createBookWriter = (options: BookWriterOptions) => {
	const {key, store, clock, clockOffset, health, setStatus, onChanged} = options;
	const ageGuard = createAgeGuard();
	let sequence: number | null = null;
	let exchangeTime: number | null = null;
	/** Worth saying although the book is live. */
	let note: FeedFault | undefined;

	const tellSync = ({standing}: Link) => {
		if (standing.inSyncSince() === null) return;
		const said = standing.tell(store.vouchedLevels(key), note);
		setStatus(said[0], said[1]);
	};

	/**
	 * Returns what is wrong with the book after them: in between it may be crossed, but has to pass each check.
	 * `isSync`: they waited for a snapshot, or are one, so that their age now tells nothing of the way here.
	 */
	const write = (changes: readonly BookChange[], isSync: boolean): FeedFault | null => {
		let fault: FeedFault | null = null;
		for (const change of changes) {
			fault = store.apply(key, change, clock.now());
			sequence = change.sequence;
			exchangeTime = change.exchangeTime ?? exchangeTime;
			if (change.exchangeTime !== null && !isSync)
				health.onExchangeTime(change.exchangeTime, clockOffset.get());
			if (fault?.code === 'checksum') break;
		}
		return fault;
	};

	return {
		/** Says where the book stands, while it is in sync. */
		tellSync,
		/** Null before the first change. */
		sequence: () => sequence,
		/** Whether a change of another connection is as far: by its sequence, or by the exchange's time where ids do not tell. */
		isReachedBy: (change: BookChange, {ids}: Link): boolean =>
			ids === 'exchange'
				? change.sequence >= (sequence ?? 0)
				: (change.exchangeTime ?? Infinity) >= (exchangeTime ?? 0),
		/** Where a book stands that is not in sync. */
		unsynced: (): FeedStatus & ('syncing' | 'resyncing') =>
			sequence === null ? 'syncing' : 'resyncing',
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
			const isSync = link.standing.inSyncSince() === null;
			const last = changes.at(-1);
			const isComparable = last && isSync && link.ids === 'exchange';
			const age = isComparable ? ageGuard.judge(last.sequence) : null;
			if (age) return age;
			const fault = write(changes, isSync);
			if (last) ageGuard.learn(last.sequence);
			if (fault) return fault;
			onChanged(isSync, isPushed);
			link.standing.fed(isPushed);
			tellSync(link);
			return null;
		},
		/** How many levels differ from the book that these make; where none does, that one takes its place. */
		compare(changes: readonly BookChange[]): number {
			const differences = store.audit(key, changes);
			if (differences === 0) sequence = changes.at(-1)?.sequence ?? sequence;
			return differences;
		},
	};
};

export type BookWriter = ReturnType<typeof createBookWriter>;
