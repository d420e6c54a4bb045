import type {Clock} from '../clock.js';
import {toReason, type FeedFault} from '../faults.js';
import type {Lookup} from '../feed/find-market.js';
import type {VenueLink} from '../feed/venue.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey} from '../store/market-view.js';

/** Until a halted market is looked up again. */
const haltedRecheckMs = 60_000;

/** When a list that does not have the market is looked at again, at first and at the most. */
const firstRelistMs = 60_000;
const maxRelistMs = 3_600_000;

export type AbsenceOptions = {
	readonly venue: VenueLink;
	readonly key: BookKey;
	readonly store: BookStore;
	readonly clock: Clock;
	lookUp(): Promise<Lookup>;
	/** What a list said that was read again. */
	settle(lookup: Lookup): void;
};

/** Looks in the list again, less and less often; tells only where the market is there. Returns stop. */
const lookForListing = ({
	lookUp,
	clock,
	settle,
}: Pick<AbsenceOptions, 'lookUp' | 'clock' | 'settle'>) => {
	let isStopped = false;
	let cancel = () => {};
	const lookIn = (ms: number) => {
		const look = async () => {
			const lookup = await lookUp();
			if (isStopped) return;
			if (lookup.type === 'found') settle(lookup);
			else lookIn(Math.min(2 * ms, maxRelistMs));
		};
		cancel = clock.after(ms, () => void look());
	};
	lookIn(firstRelistMs);
	return () => {
		isStopped = true;
		cancel();
	};
};

/** What is told of a book that has no feed, and when it is looked up again. */
export const createAbsence = ({venue, key, store, clock, lookUp, settle}: AbsenceOptions) => {
	/** Once anything was told of it, a book that is started anew is connecting again, whatever it was. */
	let isTold = false;
	let isStopped = false;
	let cancelRetry = () => {};

	/** `inMs`: until it is looked up again; without, it is not. */
	const fail = (fault: FeedFault, inMs?: number) => {
		isTold = true;
		cancelRetry();
		const now = clock.now();
		const retryAt = inMs === undefined ? null : now + inMs;
		store.setStatus(key, {...toReason(fault), status: 'failed', retryAt}, now);
		if (inMs !== undefined) cancelRetry = clock.after(inMs, () => void lookUpAgain());
	};

	/** As `fail`, but looked up no sooner than the exchange wants to be asked again. */
	const failUnread = (fault: FeedFault, inMs: number) => {
		fail(fault, Math.max(inMs, (venue.rest.hold()?.until ?? 0) - clock.now()));
	};

	const lookUpAgain = async () => {
		const lookup = await lookUp();
		if (isStopped) return;
		// A halted market stays so until the list says otherwise.
		if (lookup.type === 'unknown') failUnread(lookup.fault, haltedRecheckMs);
		else settle(lookup);
	};

	return {
		failUnread,
		/** `word`: the exchange's own for it. */
		failHalted(word: string) {
			fail({code: 'halted', detail: word}, haltedRecheckMs);
		},
		/** The list does not have the market: it may have one day, or have left it out for a moment. */
		failUnlisted(detail: Partial<FeedFault>) {
			fail({code: 'not-listed', ...detail});
			cancelRetry = lookForListing({lookUp, clock, settle});
		},
		/** A feed begins. */
		end() {
			cancelRetry();
			if (isTold)
				store.setStatus(key, {status: 'connecting', reason: null, retryAt: null}, clock.now());
			isTold = true;
		},
		/** Nothing is told any more. */
		stop() {
			isStopped = true;
			cancelRetry();
		},
		isStopped: () => isStopped,
	};
};
