import type {BookTopic, Wire} from '../playback/wire.js';
import type {createBookLedger} from './book-ledger.js';
import {createConnectionReader} from './connection.js';
import {createOpenConnections, type Connection} from './open-connections.js';
import {createOverlaps} from './overlaps.js';
import {toPlace} from './table-text.js';
import type {BookTally} from './tallies.js';

export const exchangeOf = ({wire}: Connection): string => wire?.exchange.id ?? 'unknown';

/** Which books are on which connections; `onBook`: told of each that is on one of an exchange we know. */
export const createCarriers = (
	books: ReturnType<typeof createBookLedger>,
	onBook: (wire: Wire, topic: BookTopic) => void,
) => {
	const connections = createOpenConnections(books);
	const overlaps = createOverlaps();

	/** A book is on a connection. */
	const follow = (connection: Connection, topic: BookTopic): BookTally => {
		const exchange = exchangeOf(connection);
		const tally = books.tallyOf(exchange, topic.symbol);
		const {number, openedAt, books: all} = connection;
		const channels = all.get(tally) ?? new Set();
		if (channels.has(topic.channel)) return tally;
		all.set(tally, channels.add(topic.channel));
		overlaps.note(`${exchange} ${topic.symbol}`, {connection: number, at: openedAt});
		if (connection.wire) onBook(connection.wire, topic);
		return tally;
	};

	return {
		connections,
		follow,
		/** A connection has opened, in a file. */
		open({
			url,
			...facts
		}: Pick<Connection, 'number' | 'wire' | 'file' | 'openedAt'> & {readonly url: string}) {
			const reader = createConnectionReader(url, facts.wire);
			const connection = connections.add({...facts, reader});
			for (const topic of reader.atOnce) follow(connection, topic);
			return connection;
		},
		/** Of connections that carry the same at the end. */
		overlaps: () => overlaps.notices(connections.has, toPlace),
	};
};
