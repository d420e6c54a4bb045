import type {CaptureEvent, CaptureHeader} from '../../recording/capture-format.js';
import type {CaptureItem, EventPlace} from '../../recording/capture-item.js';
import {changedMarket} from '../changed-market.js';
import {createBookLedger} from './book-ledger.js';
import {createBookMemories} from './book-memories.js';
import type {BookRun} from './book-run.js';
import {createConnectionRun, type ConnectionRun} from './connection-run.js';
import {createDefects, type DefectCode} from './defects.js';
import type {Report} from './report.js';
import {createChannelTallies, type BookTally} from './tallies.js';
import {restWireOf, wireOf} from './wire.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

/** A connection that is open, and the books on it. */
type Connection = {
	readonly exchange: string;
	/** In which it was heard of last: it may go on from one part into the next. */
	file: string;
	readonly run: ConnectionRun;
	readonly books: Map<BookTally, BookRun>;
	readonly openedAt: number;
	lastSign: number;
	longestSilenceMs: number;
	longestSilenceAt: number;
};

/** Null for what costs nothing. */
const readerDefects: Readonly<Record<(CaptureItem & {type: 'defect'})['code'], DefectCode | null>> =
	{
		unreadable: 'unreadable-line',
		backwards: 'backwards',
		jump: 'jump',
		truncated: 'truncated',
		stray: null,
		unclosed: 'unclosed',
	};

/** Takes a capture item by item and tells at the end what it holds. */
export const createVerifier = () => {
	let header: CaptureHeader | null = null;
	const connections = new Map<number, Connection>();
	const closed = new Set<number>();
	const lastIn = new Map<string, number>();
	const channels = createChannelTallies();
	const defects = createDefects();
	const books = createBookLedger(defects, () => t);
	const memories = createBookMemories();
	const counts = {events: 0, messages: 0, bytes: 0, markers: 0, connections: 0};
	const notices: string[] = [];
	/** Messages about markets that were not subscribed to, by exchange, and the channel of the first. */
	const foreign = new Map<string, {readonly count: number; readonly first: string}>();
	let first: number | null = null;
	let t = 0;

	const countOpen = (tally: BookTally) =>
		[...connections.values()].filter(({books: others}) => others.has(tally)).length;

	const open = ({connection: number, url}: Event<'open'>, file: string) => {
		close(number);
		const wire = wireOf(url, header?.exchanges ?? []);
		const exchange = wire?.exchange.id ?? 'unknown';
		const onConnection = new Map<BookTally, BookRun>();
		const run = createConnectionRun(url, wire, {
			onMessage(channel, bytes) {
				counts.messages++;
				counts.bytes += bytes;
				channels.add(exchange, channel, bytes, t);
			},
			onBook(symbol, bookRun) {
				const tally = books.tallyOf(exchange, symbol);
				books.onConnection(tally, file, countOpen(tally) > 0);
				onConnection.set(tally, bookRun);
			},
			onBookMessage(symbol) {
				books.onMessage(books.tallyOf(exchange, symbol));
			},
			onBookEvent(symbol, event) {
				books.onEvent(books.tallyOf(exchange, symbol), event);
			},
			memoryOf(symbol) {
				const tally = books.tallyOf(exchange, symbol);
				const path = URL.canParse(url) ? new URL(url).pathname : '';
				return memories.get(`${exchange} ${symbol} ${path}`, () => countOpen(tally) > 1);
			},
			onUnreadable(detail) {
				defects.add('unreadable-message', exchange, detail, t);
			},
			onForeign(channel) {
				const known = foreign.get(exchange);
				foreign.set(exchange, {count: (known?.count ?? 0) + 1, first: known?.first ?? channel});
			},
		});
		counts.connections++;
		const silence = {openedAt: t, lastSign: t, longestSilenceMs: 0, longestSilenceAt: t};
		connections.set(number, {exchange, file, run, books: onConnection, ...silence});
	};

	const sign = (number: number, file: string): Connection | undefined => {
		const connection = connections.get(number);
		if (!connection) return undefined;
		noteSilence(connection, t);
		if (connection.file !== file) {
			connection.file = file;
			for (const tally of connection.books.keys()) books.goOn(tally, file);
		}
		return connection;
	};

	const noteSilence = (connection: Connection, until: number) => {
		const silence = until - connection.lastSign;
		if (silence > connection.longestSilenceMs) {
			connection.longestSilenceMs = silence;
			connection.longestSilenceAt = connection.lastSign;
		}
		connection.lastSign = until;
	};

	const settle = (
		{books: runs, longestSilenceMs: ms, longestSilenceAt: at, openedAt}: Connection,
		isOpen: boolean,
	) => {
		const openMs = isOpen ? t - openedAt : null;
		for (const [tally, run] of runs) books.settle(tally, run, {ms, at}, openMs);
	};

	const close = (number: number) => {
		const connection = connections.get(number);
		if (!connection) return;
		settle(connection, false);
		connections.delete(number);
		closed.add(number);
	};

	const onAnswer = ({url: text, status, data}: Event<'http'>) => {
		const bytes = Buffer.byteLength(data);
		const url = URL.canParse(text) ? new URL(text) : null;
		const wire = url && restWireOf(url);
		const symbol = url && wire ? wire.snapshotSymbol(url) : null;
		counts.bytes += bytes;
		channels.add(wire?.exchange.id ?? 'unknown', `GET ${url?.pathname ?? 'unknown'}`, bytes, t);
		if (status !== 200 || symbol === null) return;
		for (const {exchange, run} of connections.values()) {
			if (exchange === wire?.exchange.id) run.onSnapshot(symbol, data);
		}
	};

	/** A message that no connection is open for: a line is missing, or its number is wrong. */
	const onStray = (event: Event<'ws'>, {file, line}: EventPlace) => {
		const {length} = event.data;
		counts.messages++;
		counts.bytes += length;
		channels.add('unknown', 'without a connection', length, t);
		const detail = `line ${line}: a message on a connection that was not opened`;
		defects.add('no-connection', file, detail, t);
	};

	const onEvent = (event: CaptureEvent, place: EventPlace) => {
		const {file} = place;
		({t} = event);
		// Without a header the reader makes up when a connection opened.
		const isMadeUp = event.kind === 'open' && header?.exchanges.length === 0;
		if (!isMadeUp) {
			counts.events++;
			first ??= t;
			lastIn.set(file, t);
		}
		switch (event.kind) {
			case 'open':
				open(event, file);
				break;
			case 'ws': {
				const connection = sign(event.connection, file);
				if (connection) connection.run.onMessage(event);
				// What comes late on one that was closed is nobody's.
				else if (!closed.has(event.connection)) onStray(event, place);
				break;
			}
			case 'ping':
				sign(event.connection, file);
				break;
			case 'close':
				sign(event.connection, file);
				close(event.connection);
				break;
			case 'http':
				onAnswer(event);
				break;
			case 'marker':
				counts.markers++;
				if (changedMarket(event)) {
					books.leave(file);
					memories.clear();
				}
				break;
			case 'sent':
				connections.get(event.connection)?.run.onSent(event.data);
		}
	};

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') ({header} = item);
			else if (item.type === 'event') onEvent(item.event, item);
			else {
				const code = readerDefects[item.code];
				if (code) defects.add(code, item.file, item.detail, t);
				else notices.push(`${item.file}: ${item.detail}`);
			}
		},
		/** To be called once, after the last item. */
		finish(): Report {
			for (const connection of connections.values()) {
				noteSilence(connection, lastIn.get(connection.file) ?? t);
				settle(connection, true);
			}
			for (const [exchange, {count, first: channel}] of foreign) {
				const messages = count === 1 ? '1 message' : `${count} messages`;
				notices.push(`${exchange}: ${messages} about markets not subscribed to, first ${channel}`);
			}
			const tallies = books.finish();
			if (tallies.length === 0)
				notices.push('no book of an exchange we know: only lines and times were checked');
			return {
				header,
				...counts,
				first,
				last: first === null ? null : t,
				channels: channels.all(),
				books: tallies,
				defects: defects.all(),
				notices,
			};
		},
	};
};
