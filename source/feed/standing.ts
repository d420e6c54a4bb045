import type {Clock} from '../clock.js';
import type {FeedFault, FeedStatus} from '../faults.js';
import {minTrustedLevels} from './due.js';

/** What was on its way when the computer fell asleep has come by then. */
const settleMs = 2000;

/** Whether a connection was heard since the computer slept. */
const createAwakening = (clock: Pick<Clock, 'now'>) => {
	/** What the pong carries that it has to be heard by; null where it need not be. */
	let mustAnswer: string | null = null;
	let wokeAt = 0;
	return {
		isAsleep: () => mustAnswer !== null,
		slept(answer: string) {
			wokeAt = clock.now();
			mustAnswer = answer;
		},
		/** Returns whether it is awake by this sign: the answer to a ping of after the sleep, or anything some time later. */
		heard(pong: string | null): boolean {
			const isAwakened =
				mustAnswer !== null && (pong === mustAnswer || clock.now() - wokeAt >= settleMs);
			if (isAwakened) mustAnswer = null;
			return isAwakened;
		},
	};
};

/** Whether the book is known to be the exchange's, by the audits of it. */
const createAuditRecord = () => {
	/** It slept in sync, and was not compared since. */
	let mustBeAudited = false;
	/** Whether the audit under way was begun because changes stopped. */
	let isInDoubt = false;
	/** Why the book is not known to be the exchange's: its changes stopped, and no audit could be made. */
	let doubt: FeedFault | null = null;
	return {
		mustBeAudited: () => mustBeAudited,
		doubt: () => doubt,
		slept() {
			mustBeAudited = true;
		},
		pushed() {
			doubt = null;
		},
		/** By a snapshot that was asked for since the sleep, and since the doubt. */
		compared() {
			mustBeAudited = false;
			doubt = null;
		},
		/** An audit is begun; `becauseOfDoubt`, where the book has stood still for too long. */
		audited(becauseOfDoubt: boolean) {
			isInDoubt = becauseOfDoubt;
		},
		/** An audit is begun since something speaks against the book, by a `fault` so much that it is not live until then. */
		doubted(fault: FeedFault | undefined) {
			isInDoubt = true;
			doubt = fault ?? doubt;
		},
		/** The audit could not be made. Returns whether the book is of no use without. */
		unaudited(fault: FeedFault): boolean {
			if (mustBeAudited) return true;
			if (isInDoubt) doubt = fault;
			return false;
		},
	};
};

/** What is said with nearly each message. */
const live: readonly [FeedStatus] = ['live'];

export type StandingRules = {
	/** Updates had stopped on the connection before, and an acknowledgement shows nothing until one is pushed. */
	readonly mustPush: boolean;
	/** Whether the program does not keep up with what comes. */
	readonly isBehind: () => boolean;
	/** Whether the socket is late with what it brings. */
	readonly isLate: () => boolean;
};

/** Whether what comes is read late, or came late. */
const createLag = ({isBehind, isLate}: Pick<StandingRules, 'isBehind' | 'isLate'>) => {
	let wasLate = false;
	return {
		fault(): FeedFault | null {
			if (isBehind()) return {code: 'behind'};
			return isLate() ? {code: 'late'} : null;
		},
		/** Whether the socket is late since the last look, or no longer. */
		hasTurned(): boolean {
			const before = wasLate;
			wasLate = isLate();
			return wasLate !== before;
		},
	};
};

/** What speaks for the book of one connection, and what against it. */
export const createStanding = (clock: Pick<Clock, 'now'>, rules: StandingRules) => {
	let inSyncSince: number | null = null;
	/** Nothing came for longer than it should have. */
	let isStale = false;
	let isUnfed = rules.mustPush;
	const lag = createLag(rules);
	const awakening = createAwakening(clock);
	const audits = createAuditRecord();

	return {
		...{compared: audits.compared, audited: audits.audited, doubted: audits.doubted},
		...{unaudited: audits.unaudited, hasTurned: lag.hasTurned},
		/** Milliseconds by our clock, null while the book is not in sync. */
		inSyncSince: () => inSyncSince,
		isStale: () => isStale,
		hasDoubt: () => audits.doubt() !== null,
		/** The book was brought up to date, `isPushed`: by what was pushed, not by a snapshot alone. */
		fed(isPushed: boolean) {
			if (isPushed) {
				isUnfed = false;
				audits.pushed();
			}
			if (inSyncSince !== null) return;
			inSyncSince = clock.now();
			audits.compared();
		},
		outOfSync() {
			inSyncSince = null;
		},
		/** Nothing was heard for too long. Returns whether the book stands worse by it. */
		silent(): boolean {
			const isWorse = !isStale;
			isStale = true;
			return isWorse;
		},
		/** Anything came, with what a pong carried. Returns whether the book stands otherwise by it. */
		heard(pong: string | null): boolean {
			const isAwakened = awakening.heard(pong);
			const isOther = lag.hasTurned() || isStale || isAwakened;
			isStale = false;
			return isOther;
		},
		/** The computer slept: it has to be heard by a pong that carries `answer`, its book compared. */
		slept(answer: string) {
			awakening.slept(answer);
			if (inSyncSince !== null) audits.slept();
		},
		/** What is said of a book in sync, which the last snapshot vouches for to so many levels. */
		tell(vouchedLevels: number, note: FeedFault | undefined): readonly [FeedStatus, FeedFault?] {
			if (awakening.isAsleep() || audits.mustBeAudited()) return ['stale', {code: 'slept'}];
			if (isStale) return ['stale', {code: 'silent'}];
			const fault = lag.fault() ?? audits.doubt();
			if (fault) return ['stale', fault];
			if (isUnfed) return ['resyncing', {code: 'stopped'}];
			// It is followed all the same: the market may come back before another snapshot is there.
			if (vouchedLevels < minTrustedLevels) return ['resyncing', {code: 'out-of-range'}];
			return note ? ['live', note] : live;
		},
	};
};
