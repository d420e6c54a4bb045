import {createReplayConnections} from '../playback/replay-connections.js';
import {exchangeOf, type ReplayWire} from '../playback/replay-wire.js';
import {createVirtualClock} from '../playback/virtual-clock.js';
import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import {createBookMemories} from './book-memories.js';
import {createBookStream, toMarket, type BookStream} from './book-stream.js';
import type {BookEvent, BookRun} from './book-run.js';
import type {BookTopic, Topic, Wire} from '../playback/wire.js';

export type BookStreamsOptions = {
	readonly wire: ReplayWire;
	/** False for captures of programs that did not write them down. */
	readonly hasPings: boolean;
	readonly listener: {
		onEvent(exchange: string, symbol: string, event: BookEvent): void;
		/** A connection is open for a book. */
		onOpen(exchange: string, symbol: string): void;
		onEnd(exchange: string, symbol: string, run: BookRun): void;
		onProof(exchange: string, symbol: string, isProven: boolean): void;
		/** It is not followed: as many others are. */
		onTooMany(exchange: string, symbol: string): void;
		/** A connection brings nothing of a book any more while another does. */
		onUnfed(exchange: string, symbol: string, connection: number, by: number): void;
		/** Its updates ended at `at`, and a snapshot is at `sequence`. */
		onStopped(exchange: string, symbol: string, at: number, sequence: number): void;
	};
};

/** Books that are followed: each is told of all that comes on its connection. */
export const maxBooks = 1000;

const pingEveryMs = 5000;
const tickMs = 1000;

/** Milliseconds without an event, and how much of that is looked through: after a minute all is given up. */
const maxIdleMs = 3_600_000;
const idleMs = 5 * 60_000;

/** Reads each message once, however many books it may be about. */
const createReader = ({textOf, topicOf}: Pick<Wire, 'textOf' | 'topicOf'>) => {
	const read = (message: string | Buffer): {data: string | Buffer; topic: Topic | null} => {
		try {
			const data = textOf(message);
			return {data, topic: topicOf(data)};
		} catch {
			// Bytes that are no text may have been about any book.
			return {data: message, topic: null};
		}
	};
	let known: string | Buffer | null = null;
	let found = read('');
	return (message: string | Buffer) => {
		if (message !== known) found = read(message);
		known = message;
		return found;
	};
};

/**
 * Follows all books of a capture, each on whichever of its connections brings it: what a book is told
 * is what replay's client of it is told. Times are milliseconds since the start of the capture.
 */
export const createBookStreams = ({wire, hasPings, listener}: BookStreamsOptions) => {
	const clock = createVirtualClock(0);
	const streams = new Map<string, BookStream>();
	const memories = createBookMemories();
	/** By exchange. */
	const readers = new Map<string, ReturnType<typeof createReader>>();
	const snapshots = new Map<string, {readonly body: string; readonly at: number}>();
	const connections = createReplayConnections({
		wire,
		clock,
		missing: new Set(),
		onUnasked: () => true,
		onOutrun({endpoint, number}, by, topic) {
			listener.onUnfed(exchangeOf(endpoint), wire.bookOf(topic) ?? topic, number, by.number);
		},
		onStopped({recorded, topic, sequence}, at) {
			const symbol = wire.bookOf(topic) ?? topic;
			listener.onStopped(exchangeOf(recorded.endpoint), symbol, at, sequence);
		},
	});
	if (!hasPings) clock.every(pingEveryMs, connections.ping);
	clock.every(tickMs, () => {
		for (const stream of streams.values()) stream.tick();
	});

	const run = (t: number) => {
		while (clock.nextDue() <= t) clock.runNext();
		clock.moveTo(t);
	};

	const runDue = () => run(clock.now());

	/** A connection that has just opened: what is sent on it right after that tells what it is for. */
	let opening: {connection: number; url: string; topics: string[]; sent: string[]} | null = null;

	const settleOpening = () => {
		if (!opening) return;
		const {connection, url, topics, sent} = opening;
		opening = null;
		connections.open(connection, url, topics);
		for (const data of sent) connections.sent(connection, data);
		runDue();
	};

	const toKey = (exchange: string, symbol: string) => `${exchange} ${symbol} `;

	const give = (key: string, body: string, isWanted: (run: BookRun) => boolean = () => true) => {
		for (const [name, stream] of streams) {
			const run = name.startsWith(key) ? stream.run() : null;
			if (run && isWanted(run)) stream.onSnapshot(body);
		}
	};

	/** The newest snapshot of a book since then may link to what its connection has told. */
	const recall = (key: string, openedAt: number) => {
		const known = snapshots.get(key);
		if (known && known.at >= openedAt) give(key, known.body, run => !run.isInSync());
	};

	return {
		/** Milliseconds since the start of the capture. */
		now: clock.now,
		/** Runs what is due until then. */
		runTo(t: number) {
			if (t - clock.now() > maxIdleMs) {
				run(clock.now() + idleMs);
				clock.jumpTo(t);
			}
			run(t);
		},
		/** Nothing was recorded between the two. */
		skip(from: number, to: number) {
			settleOpening();
			run(from);
			for (const stream of streams.values()) stream.hold();
			connections.interrupt();
			snapshots.clear();
			clock.jumpTo(to);
			connections.wake();
		},
		/** Follows a book from now on. */
		follow({exchange, textOf, topicOf}: Wire, topic: BookTopic) {
			const {symbol, channel} = topic;
			const path = new URL(channel.path(toMarket(symbol)), 'ws://host').pathname;
			const key = `${toKey(exchange.id, symbol)}${path}`;
			if (streams.has(key)) return;
			if (streams.size >= maxBooks) {
				listener.onTooMany(exchange.id, symbol);
				return;
			}
			const read = readers.get(exchange.id) ?? createReader({textOf, topicOf});
			readers.set(exchange.id, read);
			const stream = createBookStream({
				exchange,
				topic,
				connect: (url, onEvent, onBound) =>
					connections.connect(url, onEvent, ({openedAt}) => {
						onBound();
						// Once what was heard on it is told.
						clock.after(0, () => recall(toKey(exchange.id, symbol), openedAt));
					}),
				now: clock.now,
				memory: memories.get(key),
				tell: event => listener.onEvent(exchange.id, symbol, event),
				read(message) {
					const {data, topic: found} = read(message);
					const isMeant = !found?.book || found.book.symbol === symbol;
					return {data, isMeant, isReply: found?.answers === 'request'};
				},
				onOpen: () => listener.onOpen(exchange.id, symbol),
				onEnd: run => listener.onEnd(exchange.id, symbol, run),
				onProof: isProven => listener.onProof(exchange.id, symbol, isProven),
			});
			streams.set(key, stream);
			runDue();
		},
		take(event: CaptureEvent) {
			if (event.kind === 'sent' && event.connection === opening?.connection) {
				opening.topics.push(...wire.topicsIn(event.data));
				opening.sent.push(event.data);
				return;
			}
			settleOpening();
			switch (event.kind) {
				case 'open':
					opening = {...event, topics: [], sent: []};
					break;
				case 'sent':
					connections.sent(event.connection, event.data);
					break;
				case 'ws':
					connections.hear(event.connection, {type: 'message', data: toMessage(event)});
					break;
				case 'ping':
					connections.hear(event.connection, {type: 'ping'});
					break;
				case 'close':
					connections.close(event.connection, event.url, {type: 'close', reason: event.reason});
					break;
				case 'http':
				case 'marker':
			}
			runDue();
		},
		/** A snapshot of a book came over HTTP. */
		onSnapshot(exchange: string, symbol: string, body: string) {
			settleOpening();
			const sequence = wire.snapshotSequence(body);
			if (sequence !== null) connections.snapshot(exchange, symbol.toUpperCase(), sequence);
			const key = toKey(exchange, symbol);
			snapshots.set(key, {body, at: clock.now()});
			give(key, body);
		},
		/** What comes has nothing to do with what came. */
		forget: memories.clear,
		/** Those that are on an open connection, with how long that has been open. */
		*open() {
			settleOpening();
			for (const [key, stream] of streams) {
				const [exchange = '', symbol = ''] = key.split(' ');
				const run = stream.run();
				if (run) yield {exchange, symbol, run, openMs: stream.openMs()};
			}
		},
	};
};

export type BookStreams = ReturnType<typeof createBookStreams>;
