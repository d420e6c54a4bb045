import {channel} from 'node:diagnostics_channel';
import type {FeedStatus} from '../faults.js';
import type {BookKey} from './market-view.js';

/** From each status, those that may follow, and what happened then. A status may always follow itself. */
export type StatusTable = Readonly<Record<FeedStatus, Partial<Record<FeedStatus, string>>>>;

const restarted = 'its feed was started anew';
const lost = 'the connection was lost';
const ended = 'the exchange ended the market, or no channel serves it';
const doubted = 'nothing came for too long, or something speaks against the book';
const unlinked = 'a change is missing, or the book was found wrong';

/**
 * What may follow which status of a book that is fed. The only ways to live are from a connection that
 * is open: from its first book, from a new one, or from a proof of the one that was there.
 */
export const liveTable: StatusTable = {
	connecting: {
		syncing: 'the socket opened',
		reconnecting: 'it did not open',
		failed: ended,
	},
	syncing: {
		connecting: restarted,
		live: 'the first book is there',
		stale: 'it is, of a link that was not heard since the computer slept, is late, or is read late',
		resyncing: 'it is, but of no use',
		reconnecting: lost,
		failed: ended,
	},
	live: {
		connecting: restarted,
		stale: doubted,
		resyncing: unlinked,
		reconnecting: lost,
		failed: ended,
	},
	stale: {
		connecting: restarted,
		live: 'the link was heard, the book proven',
		resyncing: unlinked,
		reconnecting: lost,
		failed: ended,
	},
	resyncing: {
		connecting: restarted,
		live: 'a new book is there',
		stale: 'it is, but something speaks against it',
		reconnecting: lost,
		failed: ended,
	},
	reconnecting: {
		connecting: restarted,
		syncing: 'the socket opened, and there never was a book',
		resyncing: 'the socket opened, and the book of before is shown',
		failed: ended,
	},
	failed: {
		connecting: restarted,
		reconnecting: 'it is tried again',
	},
};

const resumed = 'connections go on after a time in which nothing was recorded, and a change links';

/** The same of a book that a capture feeds. */
export const replayTable: StatusTable = {
	...liveTable,
	reconnecting: {...liveTable.reconnecting, live: resumed, stale: resumed},
};

const told = 'the relay that has it says so, or nothing vouches for its word';

const everyStatus = Object.keys(liveTable) as readonly FeedStatus[];

/** The same of a book that a relay tells of: who joins, or hears no word for a while, misses what came in between. */
export const relayedTable = Object.fromEntries(
	everyStatus.map(from => [from, Object.fromEntries(everyStatus.map(to => [to, told]))]),
) as StatusTable;

/** A status that the table does not allow: a bug of ours, whatever came from outside. */
export type IllegalStatus = {
	readonly key: BookKey;
	readonly from: FeedStatus;
	readonly to: FeedStatus;
};

/** Told of each `IllegalStatus`: tests subscribe, and fail. */
export const illegalStatuses = channel('steem-tui:illegal-status');

/** Whether a book may go from one status to another. Where not, that is told. */
export const mayFollow = (
	table: StatusTable,
	key: BookKey,
	from: FeedStatus,
	to: FeedStatus,
): boolean => {
	if (from === to || to in table[from]) return true;
	illegalStatuses.publish({key, from, to} satisfies IllegalStatus);
	return false;
};
