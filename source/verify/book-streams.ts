import {createReplayConnections} from '../playback/replay-connections.js';
import {exchangeOf, type ReplayWire} from '../playback/replay-wire.js';
import {createVirtualClock, type VirtualClock} from '../playback/virtual-clock.js';
import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookStream} from './book-stream.js';
import {createKnownSnapshots, toKey} from './known-snapshots.js';
import {createOpening} from './opening.js';
import {createStarter, type StreamListener} from './start-stream.js';
import type {BookTopic, Wire} from '../playback/wire.js';
import type {BookWatch} from './book-watch.js';

export type BookStreamsOptions = {
	readonly wire: ReplayWire;
	/** False for captures of programs that did not write them down. */
	readonly hasPings: boolean;
	readonly listener: StreamListener & {
		/** It is not followed: as many others are. */
		onTooMany(exchange: string, symbol: string): void;
		/** A connection brings nothing of a book any more while another does. */
		onUnfed(exchange: string, symbol: string, connection: number, by: number): void;
		/** A connection brings nothing of a book any more as one topic while it goes on as another. */
		onLacking(exchange: string, symbol: string, topic: string, by: string): void;
		/** Its updates ended at `at`, and a snapshot is at `sequence`. */
		onStopped(exchange: string, symbol: string, at: number, sequence: number): void;
	};
	readonly watch?: BookWatch | undefined;
};

/** Books that are followed: each is told of all that comes on its connection. */
export const maxBooks = 1000;

const pingEveryMs = 5000;
const tickMs = 1000;

/** Milliseconds without an event, and how much of that is looked through: after a minute all is given up. */
const maxIdleMs = 3_600_000;
const idleMs = 5 * 60_000;

/** Tells connections what came on them. */
const pass = (
	connections: ReturnType<typeof createReplayConnections>,
	event: CaptureEvent,
): void => {
	switch (event.kind) {
		case 'sent':
			connections.sent(event.connection, event.data);
			break;
		case 'ws':
			connections.hear(event.connection, {type: 'message', data: toMessage(event)});
			break;
		case 'ping':
			connections.hear(event.connection, {type: event.pong ? 'pong' : 'ping'});
			break;
		case 'close':
			connections.close(event, {type: 'close', reason: event.reason});
			break;
		case 'open':
		case 'http':
		case 'marker':
	}
};

/** Connections that tell the listener what they lack. */
const connect = ({wire, hasPings, listener}: BookStreamsOptions, clock: VirtualClock) => {
	const connections = createReplayConnections({
		wire,
		clock,
		missing: new Set(),
		onUnasked: () => true,
		onOutrun({endpoint, number}, by, topic) {
			listener.onUnfed(exchangeOf(endpoint), wire.bookOf(topic) ?? topic, number, by.number);
		},
		onLacking({recorded, topic, by}) {
			listener.onLacking(exchangeOf(recorded.endpoint), wire.bookOf(topic) ?? topic, topic, by);
		},
		onStopped({recorded, topic, sequence}, at) {
			const symbol = wire.bookOf(topic) ?? topic;
			listener.onStopped(exchangeOf(recorded.endpoint), symbol, at, sequence);
		},
	});
	if (!hasPings) clock.every(pingEveryMs, connections.ping);
	return connections;
};

const run = (clock: VirtualClock, t: number): void => {
	while (clock.nextDue() <= t) clock.runNext();
	clock.moveTo(t);
};

/** Channels may have one path. */
const keyOf = ({exchange}: Wire, {symbol, channel}: BookTopic): string =>
	`${toKey(exchange.id, symbol)}${exchange.channels.indexOf(channel)}`;

/** Those that are on an open connection, with how long that has been open. */
function* openOf(streams: ReadonlyMap<string, BookStream>) {
	for (const [key, stream] of streams) {
		const [exchange = '', symbol = ''] = key.split(' ');
		const run = stream.run();
		if (run) yield {exchange, symbol, run, openMs: stream.openMs()};
	}
}

/** Runs what is due until `t`; of a long time without an event, only the first minutes. */
const runOver = (clock: VirtualClock, t: number): void => {
	if (t - clock.now() > maxIdleMs) {
		run(clock, clock.now() + idleMs);
		clock.jumpTo(t);
	}
	run(clock, t);
};

/** The books that are followed, with the snapshots that are known of them. */
const createFollowed = (
	{listener, watch}: BookStreamsOptions,
	connections: ReturnType<typeof connect>,
	clock: VirtualClock,
) => {
	const streams = new Map<string, BookStream>();
	const snapshots = createKnownSnapshots(streams, clock.now);
	const {start, forget} = createStarter({connections, clock, snapshots, listener, watch});
	clock.every(tickMs, () => {
		for (const stream of streams.values()) stream.tick();
	});
	return {
		/** Returns whether it is followed only from now on. */
		follow(wire: Wire, topic: BookTopic): boolean {
			const key = keyOf(wire, topic);
			if (streams.has(key)) return false;
			if (streams.size >= maxBooks) {
				listener.onTooMany(wire.exchange.id, topic.symbol);
				return false;
			}
			streams.set(key, start(wire, topic, key));
			return true;
		},
		addSnapshot: snapshots.add,
		/** Nothing was recorded from now on: of what is known, nothing can be told to go on. */
		hold() {
			for (const stream of streams.values()) stream.hold();
			snapshots.clear();
		},
		/** What comes has nothing to do with what came: all begin anew, also those whose connections go on. */
		beginAnew() {
			forget();
			for (const stream of streams.values()) if (stream.run()) stream.beginAnew();
		},
		forget,
		open: () => openOf(streams),
	};
};

/**
 * Follows all books of a capture, each on whichever of its connections brings it: what a book is told
 * is what replay's client of it is told. Times are milliseconds since the start of the capture.
 */
export const createBookStreams = (options: BookStreamsOptions) => {
	const {wire} = options;
	const clock = createVirtualClock(0);
	const connections = connect(options, clock);
	const followed = createFollowed(options, connections, clock);
	const runDue = () => run(clock, clock.now());

	const opening = createOpening(wire, ({event, topics, sent}) => {
		connections.open(event, topics);
		for (const data of sent) connections.sent(event.connection, data);
		runDue();
	});

	return {
		/** Milliseconds since the start of the capture. */
		now: clock.now,
		/** Runs what is due until then. */
		runTo(t: number) {
			runOver(clock, t);
		},
		/** Nothing was recorded between the two. */
		skip(from: number, to: number) {
			opening.settle();
			run(clock, from);
			followed.hold();
			connections.interrupt();
			clock.jumpTo(to);
			connections.wake();
		},
		/** Follows a book from now on. */
		follow(wireOfBook: Wire, topic: BookTopic) {
			if (followed.follow(wireOfBook, topic)) runDue();
		},
		take(event: CaptureEvent) {
			if (opening.take(event)) return;
			pass(connections, event);
			runDue();
		},
		/** A snapshot of a book came over HTTP. */
		onSnapshot(exchange: string, symbol: string, body: string) {
			opening.settle();
			const sequence = wire.snapshotSequence(body);
			if (sequence !== null) connections.snapshot(exchange, symbol.toUpperCase(), sequence);
			followed.addSnapshot(toKey(exchange, symbol), body);
		},
		/** The recording goes over to another market: what comes has nothing to do with what came. */
		forget: followed.forget,
		/** No book of before goes on, although its connection may. */
		beginAnew() {
			followed.beginAnew();
			runDue();
		},
		/** Those that are on an open connection, with how long that has been open. */
		open() {
			opening.settle();
			return followed.open();
		},
	};
};

export type BookStreams = ReturnType<typeof createBookStreams>;
