import type {CaptureEvent, CaptureHeader} from '../capture/capture-format.js';
import type {CaptureItem, EventPlace} from '../capture/capture-item.js';
import {lagMs} from '../playback/stream-progress.js';
import {cadenceMs} from '../session/session.js';
import {changedMarket} from '../capture/changed-market.js';
import {createCaptureWire} from '../playback/capture-wire.js';
import {createSilenceJudge} from '../playback/silence-judge.js';
import {createBookLedger} from './book-ledger.js';
import {createBookStreams, maxBooks, type BookStreams} from './book-streams.js';
import {createConnectionReader} from './connection.js';
import {createDefects, readerDefects} from './defects.js';
import {createOpenConnections, type Connection} from './open-connections.js';
import {createOverlaps} from './overlaps.js';
import {toPlace} from './report-text.js';
import type {Report} from './report.js';
import {createChannelTallies, type BookTally} from './tallies.js';
import {restWireOf, wireIn, wireOf, type BookTopic, type Wire} from '../playback/wire.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

const toCount = (count: number) => (count === 1 ? '1 message' : `${count} messages`);

/** Takes a capture item by item and tells at the end what it holds. */
export const createVerifier = () => {
	let header: CaptureHeader | null = null;
	const lastIn = new Map<string, number>();
	const channels = createChannelTallies();
	const defects = createDefects();
	const books = createBookLedger(defects, () => now());
	const connections = createOpenConnections(books);
	const overlaps = createOverlaps();
	const counts = {events: 0, messages: 0, bytes: 0, markers: 0, connections: 0};
	const notices: string[] = [];
	/** Messages about markets that were not subscribed to, by exchange, and the channel of the first. */
	const foreign = new Map<string, {readonly count: number; readonly first: string}>();
	let streams: BookStreams | null = null;
	let silence: ReturnType<typeof createSilenceJudge> | null = null;
	let first: number | null = null;
	let t = 0;
	let file = '';

	const now = () => streams?.now() ?? t;

	const begin = (facts: CaptureHeader) => {
		header = facts;
		const wire = createCaptureWire(facts.exchanges);
		const isRaw = facts.exchanges.length === 0;
		silence = createSilenceJudge({wire, isRaw});
		streams = createBookStreams({
			wire,
			hasPings: !isRaw,
			listener: {
				onEvent(exchange, symbol, event) {
					books.onEvent(books.tallyOf(exchange, symbol), event);
				},
				onOpen(exchange, symbol) {
					books.onConnection(books.tallyOf(exchange, symbol), file);
				},
				onEnd(exchange, symbol, run) {
					books.settle(books.tallyOf(exchange, symbol), run, null);
				},
				onProof(exchange, symbol, isProven) {
					books.tallyOf(exchange, symbol).proof.set(isProven, now());
				},
				onTooMany(exchange, symbol) {
					const detail = `${exchange} ${symbol} and what comes after it are not followed`;
					defects.add('too-many-books', `more than ${maxBooks} books`, detail, now());
				},
				onUnfed(exchange, symbol, connection, by) {
					const detail = `connection ${connection} brings nothing any more while connection ${by} does`;
					defects.add('unfed', `${exchange} ${symbol}`, detail, now());
				},
				onStopped(exchange, symbol, at, sequence) {
					const detail = `updates ended at ${at}, a snapshot is at ${sequence}`;
					defects.add('stopped', `${exchange} ${symbol}`, detail, now());
				},
			},
		});
	};

	const exchangeOf = ({wire}: Connection) => wire?.exchange.id ?? 'unknown';

	/** A book is on a connection. */
	const follow = (connection: Connection, topic: BookTopic): BookTally => {
		const exchange = exchangeOf(connection);
		const tally = books.tallyOf(exchange, topic.symbol);
		if (connection.books.has(tally)) return tally;
		connection.books.add(tally);
		const {number, openedAt} = connection;
		overlaps.note(`${exchange} ${topic.symbol}`, {connection: number, at: openedAt});
		if (connection.wire) streams?.follow(connection.wire, topic);
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
		if (status === 200 && wire && symbol !== null)
			streams?.onSnapshot(wire.exchange.id, symbol, data);
	};

	const onMessage = (connection: Connection, event: Event<'ws'>) => {
		const {channel, bytes, book, isForeign, problem} = connection.reader.read(event);
		const exchange = exchangeOf(connection);
		counts.messages++;
		counts.bytes += bytes;
		channels.add(exchange, channel, bytes, t);
		if (problem !== undefined && connection.books.size === 0)
			defects.add('unreadable-message', exchange, problem, t);
		if (isForeign) {
			const known = foreign.get(exchange);
			foreign.set(exchange, {count: (known?.count ?? 0) + 1, first: known?.first ?? channel});
		}
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
		switch (event.kind) {
			case 'open':
				connections.close(event.connection, t);
				add(event.connection, wireOf(event.url, header?.exchanges ?? []), event.url);
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
				streams?.forget();
				break;
			case 'sent':
				connections.get(event.connection)?.reader.onSent(event.data);
		}
	};

	const onEvent = (event: CaptureEvent, place: EventPlace, isAfterBreak: boolean) => {
		({file} = place);
		const isBreak = event.t - t > (silence?.longestMs() ?? Infinity);
		// As replay does: what came last is shown before it is called in question.
		if (isBreak) streams?.skip(Math.min(t + cadenceMs, event.t), event.t);
		else streams?.runTo(event.t);
		({t} = event);
		if (isAfterBreak) streams?.forget();
		silence?.take(event);
		// Without a header the reader makes up when a connection opened.
		const isMadeUp = event.kind === 'open' && header?.exchanges.length === 0;
		if (!isMadeUp) {
			counts.events++;
			first ??= t;
			lastIn.set(file, t);
		}
		count(event, place);
		streams?.take(event);
	};

	const say = () => {
		for (const [exchange, {count: messages, first: channel}] of foreign)
			notices.push(
				`${exchange}: ${toCount(messages)} about markets not subscribed to, first ${channel}`,
			);
		for (const {exchange, symbol, changesAlone} of books.all()) {
			if (!changesAlone) continue;
			const from = toPlace(changesAlone.since);
			notices.push(
				`${exchange} ${symbol}: ${toCount(changesAlone.count)} with changes alone (marked "update"), which nothing links, first at ${from}: the book is not followed from there to the next whole one`,
			);
		}
		notices.push(...overlaps.notices(connections.has, toPlace));
	};

	return {
		give(item: CaptureItem) {
			if (item.type === 'header') begin(item.header);
			else if (item.type === 'event') onEvent(item.event, item, item.isAfterBreak === true);
			else {
				const code = readerDefects[item.code];
				if (code) defects.add(code, item.file, item.detail, t);
				else notices.push(`${item.file}: ${item.detail}`);
			}
		},
		/** To be called once, after the last item. */
		finish(): Report {
			connections.finish(one => lastIn.get(one) ?? t);
			for (const {exchange, symbol, run, openMs} of streams?.open() ?? [])
				books.settle(books.tallyOf(exchange, symbol), run, openMs);
			say();
			const tallies = books.finish();
			for (const {proof} of tallies) proof.set(false, t);
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
