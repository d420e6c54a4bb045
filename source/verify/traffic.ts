import {changedMarket} from '../capture/changed-market.js';
import type {CaptureEvent} from '../capture/capture-format.js';
import type {EventPlace} from '../capture/capture-item.js';
import {lagMs} from '../playback/stream-progress.js';
import {restWireOf, wireIn, wireOf, type BookTopic, type Wire} from '../playback/wire.js';
import type {createBookLedger} from './book-ledger.js';
import type {BookWatch} from './book-watch.js';
import {createCarriers, exchangeOf} from './carriers.js';
import type {createDefects} from './defects.js';
import {createForeign, createUnfollowed} from './foreign.js';
import type {Connection} from './open-connections.js';
import {createChannelTallies} from './tallies.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

export type TrafficPort = {
	/** A book is to be followed from now on. */
	follow(wire: Wire, topic: BookTopic): void;
	/** A snapshot of a book came over HTTP. */
	onSnapshot(exchange: string, symbol: string, body: string): void;
	/** The recording goes over to another market. */
	turned(): void;
	/** Told of messages that are no book's. */
	readonly heard?: BookWatch['heard'] | undefined;
};

type Options = {
	readonly books: ReturnType<typeof createBookLedger>;
	readonly defects: Pick<ReturnType<typeof createDefects>, 'add'>;
	/** Of the capture's header, once that was read. */
	readonly exchanges: () => Parameters<typeof wireOf>[1];
	readonly port: TrafficPort;
};

/** `ms`: since the connection was closed. */
const whyStray = (ms: number): string =>
	ms === Infinity ? 'was not opened' : `was closed ${(ms / 1000).toFixed(1)} s before`;

/** When and where an event was written down. */
type At = {
	/** Milliseconds since the start of the capture. */
	readonly t: number;
	readonly file: string;
};

/** How much went over connections, in all and by channel. */
const createCounts = () => {
	const channels = createChannelTallies();
	const counts = {messages: 0, bytes: 0, markers: 0, connections: 0};
	return {
		counts,
		channels: channels.all,
		message(exchange: string, channel: string, bytes: number, t: number) {
			counts.messages++;
			counts.bytes += bytes;
			channels.add(exchange, channel, bytes, t);
		},
		answer(exchange: string, channel: string, bytes: number, t: number) {
			counts.bytes += bytes;
			channels.add(exchange, channel, bytes, t);
		},
	};
};

/** What an answer over HTTP is; `symbol` of a snapshot alone. */
const readAnswer = ({url: text, status, data}: Event<'http'>) => {
	const url = URL.canParse(text) ? new URL(text) : null;
	const wire = url && restWireOf(url);
	const symbol = url && wire && status === 200 ? wire.snapshotSymbol(url) : null;
	const channel = `GET ${url?.pathname ?? 'unknown'}`;
	return {exchange: wire?.exchange.id, channel, symbol, bytes: Buffer.byteLength(data)};
};

/** Counts connections and the messages on them, and tells the books that are there. */
const createMessages = (
	{books, defects, port}: Pick<Options, 'books' | 'defects' | 'port'>,
	carriers: ReturnType<typeof createCarriers>,
	{counts, message}: ReturnType<typeof createCounts>,
) => {
	const foreign = createForeign();
	const unfollowed = createUnfollowed();

	const open = (number: number, wire: Wire | null, url: string, {t, file}: At): Connection => {
		counts.connections++;
		return carriers.open({number, wire, url, file, openedAt: t});
	};

	const take = (connection: Connection, event: Event<'ws'>) => {
		const {t} = event;
		const found = connection.reader.read(event);
		const {channel, bytes, text, book, isForeign, problem} = found;
		const exchange = exchangeOf(connection);
		message(exchange, channel, bytes, t);
		if (problem !== undefined && connection.books.size === 0)
			defects.add('unreadable-message', exchange, problem, t);
		if (isForeign) foreign.add(exchange, channel);
		if (found.unfollowed) unfollowed.add(exchange, channel, found.unfollowed);
		if (book) books.onMessage(carriers.follow(connection, book));
		else if (text !== null) port.heard?.(exchange, channel, text, t);
	};

	return {
		open,
		take,
		/** A message that no connection is open for: a line is missing, or its number is wrong. */
		stray(event: Event<'ws'>, {file, line}: EventPlace) {
			const {t} = event;
			const ms = carriers.connections.closedFor(event.connection, t);
			// What was on its way when it closed is nobody's.
			if (ms < lagMs) return;
			const detail = `line ${line}: a message on a connection that ${whyStray(ms)}`;
			defects.add('no-connection', file, detail, t);
			const wire = wireIn(event);
			if (wire) take(open(event.connection, wire, '', {t, file}), event);
			else message('unknown', 'without a connection', event.data.length, t);
		},
		/** What is worth saying of them in the end. */
		notices: () => [...foreign.notices(), ...unfollowed.notices()],
	};
};

/** Counts what went over a capture's connections, and finds the books on them. */
export const createTraffic = ({books, defects, exchanges, port}: Options) => {
	const carriers = createCarriers(books, port.follow);
	const {connections} = carriers;
	const tally = createCounts();
	const {counts, channels} = tally;
	const {open, take, stray, notices} = createMessages({books, defects, port}, carriers, tally);

	const onAnswer = (event: Event<'http'>) => {
		const {exchange, channel, symbol, bytes} = readAnswer(event);
		tally.answer(exchange ?? 'unknown', channel, bytes, event.t);
		if (exchange && symbol !== null) port.onSnapshot(exchange, symbol, event.data);
	};

	/** What is counted of an event, before the books are told of it. */
	const count = (event: CaptureEvent, place: EventPlace) => {
		const {t} = event;
		const {file} = place;
		switch (event.kind) {
			case 'open':
				connections.close(event.connection, t);
				open(event.connection, wireOf(event.url, exchanges(), event.exchange), event.url, {
					t,
					file,
				});
				break;
			case 'ws': {
				const connection = connections.sign(event.connection, t, file);
				if (connection) take(connection, event);
				else stray(event, place);
				break;
			}
			case 'ping':
			case 'close':
				connections.sign(event.connection, t, file);
				if (event.kind === 'close') connections.close(event.connection, t);
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
		/** `count`: to be called in the order of the capture, before the books' streams are told. */
		...{count, counts, channels},
		/** Each file ends at its own time. */
		finish: connections.finish,
		/** What is worth saying in the end, and is no defect. */
		notices,
		overlaps: carriers.overlaps,
	};
};
