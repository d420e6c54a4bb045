import type {createBookLedger} from './book-ledger.js';
import type {BookChannel} from '../exchanges/exchange.js';
import type {ConnectionReader} from './connection.js';
import {createNewest} from '../capture/newest.js';
import {maxClosed} from '../capture/open-limit.js';
import type {BookTally} from './tallies.js';
import type {Wire} from '../playback/wire.js';

/** A connection that is open. */
export type Connection = {
	/** As the capture counts it. */
	readonly number: number;
	/** Null where nothing is known of its exchange. */
	readonly wire: Wire | null;
	/** In which it was heard of last: it may go on from one part into the next. */
	file: string;
	readonly reader: ConnectionReader;
	/** With the channels that each comes on. */
	readonly books: Map<BookTally, Set<BookChannel>>;
	/** Milliseconds since the start of the capture. */
	readonly openedAt: number;
	/** Milliseconds since the start of the capture, pings included. */
	lastSign: number;
	/** Between two signs of life, so far. */
	longestSilenceMs: number;
	/** When it began: milliseconds since the start of the capture. */
	longestSilenceAt: number;
};

/** The connections of a capture that are open, with how long each has been silent. */
export const createOpenConnections = (
	books: Pick<ReturnType<typeof createBookLedger>, 'goOn' | 'onSilence'>,
) => {
	const connections = new Map<number, Connection>();
	const closedAt = createNewest<number, number>(maxClosed);

	const noteSilence = (connection: Connection, until: number) => {
		const ms = until - connection.lastSign;
		if (ms > connection.longestSilenceMs) {
			connection.longestSilenceMs = ms;
			connection.longestSilenceAt = connection.lastSign;
		}
		connection.lastSign = until;
	};

	const settle = ({books: tallies, longestSilenceMs: ms, longestSilenceAt: at}: Connection) => {
		for (const tally of tallies.keys()) books.onSilence(tally, {ms, at});
	};

	return {
		get: (number: number) => connections.get(number),
		has: (number: number) => connections.has(number),
		add(facts: Pick<Connection, 'number' | 'wire' | 'file' | 'reader' | 'openedAt'>): Connection {
			const {openedAt} = facts;
			const connection = {
				...{...facts, books: new Map<BookTally, Set<BookChannel>>(), lastSign: openedAt},
				...{longestSilenceMs: 0, longestSilenceAt: openedAt},
			};
			connections.set(facts.number, connection);
			return connection;
		},
		/** Something came on a connection. */
		sign(number: number, t: number, file: string): Connection | undefined {
			const connection = connections.get(number);
			if (!connection) return undefined;
			noteSilence(connection, t);
			if (connection.file !== file) {
				connection.file = file;
				for (const tally of connection.books.keys()) books.goOn(tally, file);
			}
			return connection;
		},
		close(number: number, t: number) {
			const connection = connections.get(number);
			if (!connection) return;
			settle(connection);
			connections.delete(number);
			closedAt.set(number, t);
		},
		/** Milliseconds since it was closed; infinite where it never was. */
		closedFor: (number: number, t: number) => t - (closedAt.get(number) ?? -Infinity),
		/** The capture is over: each file ends at its own time. */
		finish(endOf: (file: string) => number) {
			for (const connection of connections.values()) {
				noteSilence(connection, endOf(connection.file));
				settle(connection);
			}
		},
	};
};
