import type {CaptureEvent, CaptureHeader} from '../../recording/capture-format.js';
import type {CaptureItem} from '../../recording/capture-item.js';
import type {BookEvent, BookRun} from './book-run.js';
import {createConnectionRun, type ConnectionRun} from './connection-run.js';
import {createDefects, lacksBook, type DefectCode} from './defects.js';
import type {Report} from './report.js';
import {createBookTally, createChannelTallies, type BookTally} from './tallies.js';
import {restWireOf, wireOf} from './wire.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

/** A connection that is open, and the books on it. */
type Connection = {
	readonly exchange: string;
	readonly file: string;
	readonly run: ConnectionRun;
	readonly books: Map<BookTally, BookRun>;
	lastSign: number;
	longestSilenceMs: number;
	longestSilenceAt: number;
};

const readerDefects: Readonly<Record<(CaptureItem & {type: 'defect'})['code'], DefectCode>> = {
	unreadable: 'unreadable-line',
	backwards: 'backwards',
	truncated: 'truncated',
};

/** Takes a capture item by item and tells at the end what it holds. */
export const createVerifier = () => {
	let header: CaptureHeader | null = null;
	const connections = new Map<number, Connection>();
	const books = new Map<string, BookTally>();
	/** The file in which a book was on a connection last. */
	const filesOf = new Map<BookTally, string>();
	const lastIn = new Map<string, number>();
	const channels = createChannelTallies();
	const defects = createDefects();
	const counts = {events: 0, messages: 0, bytes: 0, markers: 0, connections: 0};
	let first: number | null = null;
	let t = 0;

	const bookTally = (exchange: string, symbol: string): BookTally => {
		const key = `${exchange}:${symbol}`;
		const tally = books.get(key) ?? createBookTally(exchange, symbol);
		books.set(key, tally);
		return tally;
	};

	const onBookEvent = (tally: BookTally, event: BookEvent) => {
		const place = `${tally.exchange} ${tally.symbol}`;
		switch (event.type) {
			case 'gap':
				tally.gaps++;
				defects.add('gap', place, `updates are missing, ${event.detail}`, t);
				break;
			case 'crossed':
				tally.crossed++;
				defects.add('crossed', place, `the book is crossed, ${event.detail}`, t);
				break;
			case 'unlinked':
				tally.unlinked++;
				break;
			case 'unreadable':
				tally.unreadable++;
				defects.add('unreadable-message', place, event.detail, t);
				break;
			case 'resync':
				tally.resyncs++;
				break;
			case 'snapshot':
				tally.snapshots++;
				break;
			case 'audit':
				tally.audits++;
				tally.differences += event.differences;
				if (event.differences === 0) break;
				defects.add('different', place, `${event.differences} levels differ from a snapshot`, t);
		}
	};

	/** A second connection for a book while the first is open renews it; after that, it is a reconnect. */
	const noteConnection = (tally: BookTally, file: string) => {
		const isOpen = [...connections.values()].some(({books: others}) => others.has(tally));
		if (filesOf.get(tally) === file && !isOpen) tally.reconnects++;
		filesOf.set(tally, file);
	};

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
				const tally = bookTally(exchange, symbol);
				noteConnection(tally, file);
				onConnection.set(tally, bookRun);
			},
			onBookMessage(symbol) {
				bookTally(exchange, symbol).messages++;
			},
			onBookEvent(symbol, event) {
				onBookEvent(bookTally(exchange, symbol), event);
			},
			onUnreadable(detail) {
				defects.add('unreadable-message', exchange, detail, t);
			},
		});
		counts.connections++;
		const silence = {lastSign: t, longestSilenceMs: 0, longestSilenceAt: t};
		connections.set(number, {exchange, file, run, books: onConnection, ...silence});
	};

	const sign = (number: number): Connection | undefined => {
		const connection = connections.get(number);
		if (connection) noteSilence(connection, t);
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

	/** Takes down what became of the books on a connection that is over. */
	const settle = (
		{books: runs, longestSilenceMs, longestSilenceAt}: Connection,
		isOpen: boolean,
	) => {
		for (const [tally, run] of runs) {
			tally.isInSync = isOpen && run.isInSync();
			const {sequence, bids, asks} = run.book;
			if (sequence !== null) {
				tally.sequence = sequence;
				tally.levels = {bids: bids.length, asks: asks.length};
			}
			if (longestSilenceMs <= tally.longestSilenceMs) continue;
			tally.longestSilenceMs = longestSilenceMs;
			tally.longestSilenceAt = longestSilenceAt;
		}
	};

	const close = (number: number) => {
		const connection = connections.get(number);
		if (!connection) return;
		settle(connection, false);
		connections.delete(number);
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

	const onEvent = (event: CaptureEvent, file: string) => {
		counts.events++;
		({t} = event);
		first ??= t;
		lastIn.set(file, t);
		switch (event.kind) {
			case 'open':
				open(event, file);
				break;
			case 'ws':
				sign(event.connection)?.run.onMessage(event);
				break;
			case 'ping':
				sign(event.connection);
				break;
			case 'close':
				sign(event.connection);
				close(event.connection);
				break;
			case 'http':
				onAnswer(event);
				break;
			case 'marker':
				counts.markers++;
				break;
			case 'sent':
		}
	};

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') ({header} = item);
			else if (item.type === 'event') onEvent(item.event, item.file);
			else defects.add(readerDefects[item.code], item.file, item.detail, t);
		},
		/** To be called once, after the last item. */
		finish(): Report {
			for (const connection of connections.values()) {
				noteSilence(connection, lastIn.get(connection.file) ?? t);
				settle(connection, true);
			}
			for (const tally of books.values()) {
				if (!lacksBook(tally)) continue;
				const place = `${tally.exchange} ${tally.symbol}`;
				defects.add('no-book', place, 'no snapshot links to its updates', t);
			}
			return {
				header,
				...counts,
				first,
				last: first === null ? null : t,
				channels: channels.all(),
				books: [...books.values()],
				defects: defects.all(),
			};
		},
	};
};
