import type {Exchange} from '../exchanges/exchange.js';

/** What is known of one socket and its book, all times in epoch milliseconds by our clock. */
export type LinkState = {
	/** The newest sign of life. */
	readonly lastSign: number;
	readonly openedAt: number | null;
	readonly inSyncSince: number | null;
	readonly isStale: boolean;
};

/** What is known of the book besides: when it was last compared, and when a snapshot last renewed its range. */
export type BookState = {
	readonly lastAuditAt: number;
	readonly lastExtendAt: number;
	/** Levels of the shorter side that the last snapshot still vouches for. */
	readonly vouchedLevels: number;
};

export type Due =
	/** The socket is dead. */
	| 'lose'
	/** Nothing came for longer than it should have: the book may be old. */
	| 'stale'
	/** Time for the client to judge whether anything flows. */
	| 'wait'
	/** In sync for so long that past trouble no longer counts. */
	| 'calm'
	/** Time to compare the book with a fresh snapshot. */
	| 'audit'
	/** The market is about to walk out of what the last snapshot vouches for. */
	| 'extend'
	/** The exchange will end the connection before long. */
	| 'renew';

/** Seconds between two judgements of whether anything flows, while the book is not in sync. */
const waitSeconds = 3;
const calmAfterMs = 10_000;
const auditEveryMs = 3 * 60_000;
const minVouchedLevels = 300;
const extendEveryMs = 20_000;
const renewBeforeMs = 10 * 60_000;

type Limits = Pick<Exchange, 'staleAfterMs' | 'deadAfterMs' | 'maxConnectionMs'>;

const dueInSync = (since: number, book: BookState, now: number): Due[] => {
	const due: Due[] = [];
	if (now - since >= calmAfterMs) due.push('calm');
	if (book.vouchedLevels < minVouchedLevels && now - book.lastExtendAt >= extendEveryMs)
		due.push('extend');
	else if (now - Math.max(book.lastAuditAt, since) >= auditEveryMs) due.push('audit');
	return due;
};

/**
 * What a connection needs, asked once a second. Silence means no sign at all, pings included: a thin
 * market is not a dead socket.
 */
export const whatIsDue = (
	{lastSign, openedAt, inSyncSince, isStale}: LinkState,
	book: BookState,
	{staleAfterMs, deadAfterMs, maxConnectionMs}: Limits,
	now: number,
): readonly Due[] => {
	const silentMs = now - lastSign;
	if (silentMs >= deadAfterMs) return ['lose'];
	if (openedAt === null) return [];
	if (inSyncSince === null) {
		const seconds = Math.round((now - openedAt) / 1000);
		return seconds > 0 && seconds % waitSeconds === 0 ? ['wait'] : [];
	}
	const due = dueInSync(inSyncSince, book, now);
	if (silentMs >= staleAfterMs && !isStale) due.push('stale');
	if (maxConnectionMs !== null && now - openedAt >= maxConnectionMs - renewBeforeMs)
		due.push('renew');
	return due;
};
