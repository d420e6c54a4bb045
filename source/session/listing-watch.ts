import type {Clock} from '../clock.js';
import type {Lookup} from '../feed/find-market.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey, BookStatus} from '../store/market-view.js';

/** How long after there is cause for it a market is looked up again, at first and at the most. */
const firstLookMs = 120_000;
const maxLookMs = 960_000;

/** A book that has not changed for so long may be of a market that was halted: its snapshots agree all the same. */
const stillMs = 600_000;

export type ListingWatchOptions = {
	readonly store: Pick<BookStore, 'followStatus'>;
	readonly key: BookKey;
	readonly clock: Pick<Clock, 'after'>;
	/** Whether a feed follows it; of one that none does nothing is asked. */
	isFollowed(): boolean;
	/** Of the book; null before it is in sync. */
	sequence(): number | null;
	lookUp(): Promise<Lookup>;
	/** What the list says now; not told where there was no more cause to ask once it was read. */
	settle(lookup: Lookup): void;
};

/** A market that was halted may be traded again, one whose book does not come may not be listed any more. */
const isInDoubt = ({status, code}: BookStatus): boolean => status !== 'live' || code === 'halted';

/** Tells whether the book stands still, as it does or no longer. Returns stop. */
const watchStandstill = (
	{clock, sequence}: Pick<ListingWatchOptions, 'clock' | 'sequence'>,
	tell: (isStill: boolean) => void,
): (() => void) => {
	let last: number | null = null;
	let cancel = () => {};
	const lookLater = () => {
		cancel = clock.after(stillMs, () => {
			const now = sequence();
			const isStill = now !== null && now === last;
			last = now;
			lookLater();
			tell(isStill);
		});
	};
	lookLater();
	return () => {
		cancel();
	};
};

/**
 * Has a market looked up again while its book is not live or stands still, or the market is halted: less and less often,
 * until none of that is so. Exchanges tell nobody who follows a market that it is delisted, renamed or halted.
 */
export const watchListing = (options: ListingWatchOptions) => {
	const {store, key, clock, isFollowed, lookUp, settle} = options;
	let hasDoubt = false;
	let isUnknown = false;
	let isStill = false;
	let waitMs = firstLookMs;
	/** Null where no look is due, and none under way. */
	let cancel: (() => void) | null = null;

	const hasCause = () => hasDoubt || isUnknown || isStill;

	const look = async (): Promise<void> => {
		const mine = cancel;
		const lookup = isFollowed() ? await lookUp() : null;
		if (cancel !== mine) return;
		cancel = null;
		waitMs = Math.min(2 * waitMs, maxLookMs);
		if (lookup && isFollowed()) settle(lookup);
		plan();
	};

	/** Begins to wait for a look, or gives it up. */
	const plan = () => {
		if (!hasCause()) {
			cancel?.();
			cancel = null;
			waitMs = firstLookMs;
		} else cancel ??= clock.after(waitMs, () => void look());
	};

	const unfollow = store.followStatus(book => {
		if (book.key !== key) return;
		hasDoubt = isInDoubt(book);
		plan();
	});

	const stopLooking = watchStandstill(options, now => {
		isStill = now;
		plan();
	});

	return {
		/** Whether the list was read that tells of the market; it is followed without, but looked for. */
		know(isKnown: boolean) {
			isUnknown = !isKnown;
			plan();
		},
		stop() {
			unfollow();
			stopLooking();
			[hasDoubt, isUnknown, isStill] = [false, false, false];
			plan();
		},
	};
};
