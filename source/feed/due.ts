import type {Exchange} from '../exchanges/exchange.js';

/** What is known of one socket and its book, all times in milliseconds by our clock. */
export type LinkState = {
	/** The newest sign of life. */
	readonly lastSign: number;
	/** Null while it is not open. */
	readonly openedAt: number | null;
	/** Since when its socket is open, which others may have shared before; null while it is not. */
	readonly socketSince: number | null;
	/** Null while its book is not in sync. */
	readonly inSyncSince: number | null;
	/** A sign of life is overdue, and that was told. */
	readonly isStale: boolean;
	/** Milliseconds since which its socket is late with what it brings, 0 where it is not. */
	readonly slowMs: number;
	/** Milliseconds for which a ping has had no answer, where they are answered as a rule and the socket is not late. */
	readonly unansweredMs: number;
	/** Whether its socket has ever brought anything in time. */
	readonly wasInTime: boolean;
	/** Pings of ours since the newest sign of life. */
	readonly pings: number;
	/** Whether the peer has ever answered one: it need not. */
	readonly answersPings: boolean;
	/** Between two audits by the clock; null where there are none. */
	readonly auditEveryMs: number | null;
	/** Since when an audit is under way; null where none is. */
	readonly auditingSince: number | null;
};

/** What is known of the book besides: when it was last compared, and when a snapshot last renewed its range. */
export type BookState = {
	/** Milliseconds by our clock. */
	readonly lastAuditAt: number;
	/** When a snapshot last renewed the range that is known whole. */
	readonly lastExtendAt: number;
	/** Levels of the shorter side that the last snapshot still vouches for. */
	readonly vouchedLevels: number;
	/** Its changes have stopped for longer than is usual for this market. */
	readonly isOutOfRhythm: boolean;
};

export type Due =
	/** The socket is dead. */
	| 'lose'
	/** The socket has been late for long with what it brings: a new one has less to bring. */
	| 'lose-late'
	/** Nothing came for longer than it should have: the book may be old. */
	| 'stale'
	/** Nothing came for a while: ask whether the peer is still there. */
	| 'ping'
	/** Time for the client to judge whether anything flows. */
	| 'wait'
	/** In sync for so long, and in time, that past trouble no longer counts. */
	| 'calm'
	/** Time to compare the book with a fresh snapshot. */
	| 'audit'
	/** An audit that was begun should be over. */
	| 'audit-late'
	/** The market is about to walk out of what the last snapshot vouches for, or has. */
	| 'extend'
	/** The exchange will end the connection before long. */
	| 'renew';

/** Levels that a snapshot must vouch for at the least: with fewer, the market has left its range. */
export const minTrustedLevels = 50;

/** Seconds between two judgements of whether anything flows, while the book is not in sync. */
const waitSeconds = 3;
const calmAfterMs = 10_000;
const auditLateMs = 12_000;
const minVouchedLevels = 300;
/** Between two snapshots for a wider range: before the market has left it, and since. */
const extendEveryMs = 20_000;
const extendSoonMs = 5000;
const renewBeforeMs = 10 * 60_000;

/** A line that holds up what comes for so long does not catch up: a new one has less to bring. */
const maxSlowMs = 30_000;
/** The same of one that was late from its opening on: so a new one will be, too, as where the exchange itself is late. */
const maxSlowAlwaysMs = 300_000;

/** In which a ping is answered, also over a bad line; until then no other is sent. */
const pongWithinMs = 5000;

/** A peer that leaves all pings of so long unanswered is gone, although its own signs of life may be further apart. */
const pongsDeadMs = 30_000;

/** What the exchange says of its connections. */
export type Limits = Pick<
	Exchange,
	'heartbeatMs' | 'staleAfterMs' | 'deadAfterMs' | 'maxConnectionMs'
>;

/** Whether a new socket is worth what it takes: all that share one ask for their books again. */
export const isTooSlow = ({slowMs, wasInTime}: Pick<LinkState, 'slowMs' | 'wasInTime'>): boolean =>
	slowMs >= (wasInTime ? maxSlowMs : maxSlowAlwaysMs);

/** Whether a client without a book is to judge, asked once a second, if anything flows. `openMs`: since it is open. */
export const isWaitDue = (openMs: number): boolean => {
	const seconds = Math.round(openMs / 1000);
	return seconds > 0 && seconds % waitSeconds === 0;
};

/** A ping is overdue: the exchange's own, or its answer to ours. */
export const isOverdue = (
	{lastSign, pings, answersPings}: Pick<LinkState, 'lastSign' | 'pings' | 'answersPings'>,
	{heartbeatMs, staleAfterMs}: Pick<Limits, 'heartbeatMs' | 'staleAfterMs'>,
	now: number,
): boolean => {
	const silentMs = now - lastSign;
	if (silentMs >= staleAfterMs) return true;
	return answersPings && pings > 0 && silentMs >= heartbeatMs / 2 + pongWithinMs;
};

const dueInSync = (
	{auditingSince, auditEveryMs, slowMs}: LinkState,
	since: number,
	book: BookState,
	now: number,
) => {
	const due: Due[] = [];
	if (now - since >= calmAfterMs && slowMs === 0) due.push('calm');
	const {vouchedLevels, lastExtendAt, lastAuditAt} = book;
	const everyMs = vouchedLevels < minTrustedLevels ? extendSoonMs : extendEveryMs;
	const isNarrow = vouchedLevels < minVouchedLevels;
	if (auditingSince !== null) {
		if (now - auditingSince >= auditLateMs) due.push('audit-late');
	} else if (isNarrow && now - lastExtendAt >= everyMs) due.push('extend');
	else if (book.isOutOfRhythm || now - Math.max(lastAuditAt, since) >= (auditEveryMs ?? Infinity))
		due.push('audit');
	return due;
};

/**
 * What a connection needs, asked once a second. Silence means no sign at all, pings included: a thin
 * market is not a dead socket.
 */
export const whatIsDue = (
	link: LinkState,
	book: BookState,
	limits: Limits,
	now: number,
): readonly Due[] => {
	const {lastSign, openedAt, socketSince, inSyncSince, isStale, pings, unansweredMs} = link;
	const {heartbeatMs, deadAfterMs, maxConnectionMs} = limits;
	const silentMs = now - lastSign;
	const isDead = silentMs >= deadAfterMs || Math.min(silentMs, unansweredMs) >= pongsDeadMs;
	if (isDead) return ['lose'];
	if (openedAt === null) return [];
	if (isTooSlow(link)) return ['lose-late'];
	const due: Due[] = [];
	if (silentMs >= heartbeatMs / 2 + pings * pongWithinMs) due.push('ping');
	if (inSyncSince === null) {
		return isWaitDue(now - openedAt) ? [...due, 'wait'] : due;
	}
	due.push(...dueInSync(link, inSyncSince, book, now));
	const isSilent = unansweredMs >= pongWithinMs || isOverdue(link, limits, now);
	if (!isStale && isSilent) due.push('stale');
	const socketMs = now - (socketSince ?? openedAt);
	if (maxConnectionMs !== null && socketMs >= maxConnectionMs - renewBeforeMs) due.push('renew');
	return due;
};
