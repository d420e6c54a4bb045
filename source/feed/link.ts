import type {BookChange} from '../book/order-book.js';
import type {FeedFault, FeedStatus} from '../faults.js';
import type {Connection} from './connection.js';
import {minTrustedLevels, type LinkState} from './due.js';

/** One socket with what is known of it. */
export type Link = {
	-readonly [Field in keyof Omit<LinkState, 'auditingSince'>]: LinkState[Field];
} & {
	connection: Connection | null;
	/** What it made of the book, kept while another connection is still in charge. */
	pending: BookChange[];
	/** Whether the exchange said that it will end this one too. */
	endsSoon: boolean;
	/** After sleep: what the pong that it has to be heard by carries; and whether its book has to be compared. */
	mustAnswer: string | null;
	wokeAt: number;
	mustBeAudited: boolean;
	/** Updates had stopped on the one before: an acknowledgement shows nothing until one is pushed. */
	mustPush: boolean;
	/** Whether anything was pushed on it. */
	hasPushed: boolean;
	/** Whether the audit under way was begun because changes stopped. */
	isInDoubt: boolean;
	/** Why the book is not known to be the exchange's: its changes stopped, and no audit could be made. */
	doubt: FeedFault | null;
};

export const createLink = (now: number): Link => ({
	connection: null,
	lastSign: now,
	openedAt: null,
	inSyncSince: null,
	isStale: false,
	pings: 0,
	answersPings: false,
	pending: [],
	endsSoon: false,
	mustAnswer: null,
	wokeAt: 0,
	mustBeAudited: false,
	mustPush: false,
	hasPushed: false,
	isInDoubt: false,
	doubt: null,
});

/** What was on its way when the computer fell asleep has come by then. */
const settleMs = 2000;

/** Whether a sign of life is of after the sleep: the answer to a ping of then, or anything some time later. */
export const isAwakened = ({mustAnswer, wokeAt}: Link, pong: string | null, now: number): boolean =>
	mustAnswer !== null && (pong === mustAnswer || now - wokeAt >= settleMs);

/** What a link that is in sync says of its book, which the last snapshot vouches for to so many levels. */
export const standingOf = (
	{isStale, mustAnswer, mustBeAudited, mustPush, doubt}: Link,
	vouchedLevels: number,
	note: FeedFault | undefined,
): readonly [FeedStatus, FeedFault?] => {
	if (mustAnswer !== null || mustBeAudited) return ['stale', {code: 'slept'}];
	if (isStale) return ['stale', {code: 'silent'}];
	if (doubt) return ['stale', doubt];
	if (mustPush) return ['resyncing', {code: 'stopped'}];
	// It is followed all the same: the market may come back before another snapshot is there.
	if (vouchedLevels < minTrustedLevels) return ['resyncing', {code: 'out-of-range'}];
	return note ? ['live', note] : ['live'];
};
