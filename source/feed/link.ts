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
	/** After sleep: whether it has to be heard, and its book compared with a fresh snapshot. */
	mustBeHeard: boolean;
	mustBeAudited: boolean;
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
	mustBeHeard: false,
	mustBeAudited: false,
	isInDoubt: false,
	doubt: null,
});

/** What a link that is in sync says of its book, which the last snapshot vouches for to so many levels. */
export const standingOf = (
	{isStale, mustBeHeard, mustBeAudited, doubt}: Link,
	vouchedLevels: number,
	note: FeedFault | undefined,
): readonly [FeedStatus, FeedFault?] => {
	if (mustBeHeard || mustBeAudited) return ['stale', {code: 'slept'}];
	if (isStale) return ['stale', {code: 'silent'}];
	if (doubt) return ['stale', doubt];
	// It is followed all the same: the market may come back before another snapshot is there.
	if (vouchedLevels < minTrustedLevels) return ['resyncing', {code: 'out-of-range'}];
	return note ? ['live', note] : ['live'];
};
