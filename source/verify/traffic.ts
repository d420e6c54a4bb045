import {changedMarket} from '../capture/changed-market.js';
import type {CaptureEvent} from '../capture/capture-format.js';
import type {EventPlace} from '../capture/capture-item.js';
import {lagMs} from '../playback/stream-progress.js';
import {restWireOf, wireIn, wireOf, type BookTopic, type Wire} from '../playback/wire.js';
import type {createBookLedger} from './book-ledger.js';
import {createConnectionReader} from './connection.js';
import type {createDefects} from './defects.js';
import {createForeign} from './foreign.js';
import {createOpenConnections, type Connection} from './open-connections.js';
import {createOverlaps} from './overlaps.js';
import {toPlace} from './report-text.js';
import {createChannelTallies, type BookTally} from './tallies.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

export type TrafficPort = {
	/** A book is to be followed from now on. */
	follow(wire: Wire, topic: BookTopic): void;
	/** A snapshot of a book came over HTTP. */
	onSnapshot(exchange: string, symbol: string, body: string): void;
	/** The recording goes over to another market. */
	turned(): void;
};

type Options = {
	readonly books: ReturnType<typeof createBookLedger>;
	readonly defects: Pick<ReturnType<typeof createDefects>, 'add'>;
	/** Of the capture's header, once that was read. */
	readonly exchanges: () => Parameters<typeof wireOf>[1];
	readonly port: TrafficPort;
};

const exchangeOf = ({wire}: Connection) => wire?.exchange.id ?? 'unknown';

/** Counts what went over a capture's connections, and finds the books on them. */
export const createTraffic = ({books, defects, exchanges, port}: Options) => {
	const channels = createChannelTallies();
	const connections = createOpenConnections(books);
	const overlaps = createOverlaps();
	const foreign = createForeign();
	const counts = {messages: 0, bytes: 0, markers: 0, connections: 0};
	/** Of the event at hand. */
	let t = 0;
	let file = '';

	/** A book is on a connection. */
	const follow = (connection: Connection, topic: BookTopic): BookTally => {
		const exchange = exchangeOf(connection);
		const tally = books.tallyOf(exchange, topic.symbol);
		if (connection.books.has(tally)) return tally;
		connection.books.add(tally);
		const {number, openedAt} = connection;
		overlaps.note(`${exchange} ${topic.symbol}`, {connection: number, at: openedAt});
		if (connection.wire) port.follow(connection.wire, topic);
		return tally;
	};

	const add = (number: number, wire: Wire | null, url: string): Connection => {
		counts.connections++;
		const reader = createConnectionReader(url, wire);
		const connection = connections.add({number, wire, file, reader, openedAt: t});
		for (const topic of reader.atOnce) follow(connection, topic);
		return connection;
	};

	const onAnswer = ({url: text, status, data}: Event<'http'>) => {
		const bytes = Buffer.byteLength(data);
		const url = URL.canParse(text) ? new URL(text) : null;
		const wire = url && restWireOf(url);
		const symbol = url && wire ? wire.snapshotSymbol(url) : null;
		counts.bytes += bytes;
		channels.add(wire?.exchange.id ?? 'unknown', `GET ${url?.pathname ?? 'unknown'}`, bytes, t);
		if (status === 200 && wire && symbol !== null) port.onSnapshot(wire.exchange.id, symbol, data);
	};

	const onMessage = (connection: Connection, event: Event<'ws'>) => {
		const {channel, bytes, book, isForeign, problem} = connection.reader.read(event);
		const exchange = exchangeOf(connection);
		counts.messages++;
		counts.bytes += bytes;
		channels.add(exchange, channel, bytes, t);
		if (problem !== undefined && connection.books.size === 0)
			defects.add('unreadable-message', exchange, problem, t);
		if (isForeign) foreign.add(exchange, channel);
		if (book) books.onMessage(follow(connection, book));
	};

	/** A message that no connection is open for: a line is missing, or its number is wrong. */
	const onStray = (event: Event<'ws'>, {line}: EventPlace) => {
		const ms = connections.closedFor(event.connection, t);
		// What was on its way when it closed is nobody's.
		if (ms < lagMs) return;
		const why =
			ms === Infinity ? 'was not opened' : `was closed ${(ms / 1000).toFixed(1)} s before`;
		defects.add('no-connection', file, `line ${line}: a message on a connection that ${why}`, t);
		const wire = wireIn(event);
		if (wire) {
			onMessage(add(event.connection, wire, ''), event);
			return;
		}
		const {length} = event.data;
		counts.messages++;
		counts.bytes += length;
		channels.add('unknown', 'without a connection', length, t);
	};

	/** What is counted of an event, before the books are told of it. */
	const count = (event: CaptureEvent, place: EventPlace) => {
		({t} = event);
		({file} = place);
		switch (event.kind) {
			case 'open':
				connections.close(event.connection, t);
				add(event.connection, wireOf(event.url, exchanges()), event.url);
				break;
			case 'ws': {
				const connection = connections.sign(event.connection, t, file);
				if (connection) onMessage(connection, event);
				else onStray(event, place);
				break;
			}
			case 'ping':
				connections.sign(event.connection, t, file);
				break;
			case 'close':
				connections.sign(event.connection, t, file);
				connections.close(event.connection, t);
				break;
			case 'http':
				onAnswer(event);
				break;
			case 'marker':
				counts.markers++;
				if (!changedMarket(event)) break;
				books.leave(file);
				port.turned();
				break;
			case 'sent':
				connections.get(event.connection)?.reader.onSent(event.data);
		}
	};

	return {
		/** In the order of the capture, before the books' streams are told. */
		count,
		counts,
		channels: channels.all,
		/** Each file ends at its own time. */
		finish: connections.finish,
		/** What is worth saying in the end, and is no defect. */
		foreign: foreign.notices,
		overlaps: () => overlaps.notices(connections.has, toPlace),
	};
};
