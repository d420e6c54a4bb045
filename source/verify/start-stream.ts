import type {createReplayConnections} from '../playback/replay-connections.js';
import type {VirtualClock} from '../playback/virtual-clock.js';
import {isCounted, type BookTopic, type Wire} from '../playback/wire.js';
import type {BookEvent} from './book-events.js';
import type {BookWatch} from './book-watch.js';
import {createBookMemories} from './book-memories.js';
import type {BookRun} from './book-run.js';
import {createBookStream, type BookStream} from './book-stream.js';
import {toKey, type createKnownSnapshots} from './known-snapshots.js';
import {createMessageReader} from './message-reader.js';

/** Told of each book by its exchange and symbol. */
export type StreamListener = {
	/** In the order of the capture. */
	onEvent(exchange: string, symbol: string, event: BookEvent): void;
	/** A connection is open for a book. */
	onOpen(exchange: string, symbol: string): void;
	/** That connection is over; `run` is as it was at its end. */
	onEnd(exchange: string, symbol: string, run: BookRun): void;
	/** The book is proven from now on, or is not any more. */
	onProof(exchange: string, symbol: string, isProven: boolean): void;
};

type StarterPort = {
	readonly connections: ReturnType<typeof createReplayConnections>;
	readonly clock: VirtualClock;
	readonly snapshots: Pick<ReturnType<typeof createKnownSnapshots>, 'recall'>;
	readonly listener: StreamListener;
	readonly watch?: BookWatch | undefined;
};

/** Tells once what happened to a book, however often it is told what came on a connection. */
const createOnce = (tell: (event: BookEvent) => void) => {
	let isAgain = false;
	return {
		begin(wasTold: boolean) {
			isAgain = wasTold;
		},
		tell(event: BookEvent) {
			if (!isAgain) tell(event);
		},
		/** What comes next is new. */
		end(isInSync: boolean) {
			if (isAgain && isInSync) tell({type: 'snapshot'});
			isAgain = false;
		},
	};
};

/** Counts of each book how many of its streams are proven: a book may come on two channels at once. */
const createProofs = (listener: Pick<StreamListener, 'onProof'>) => {
	const proven = new Map<string, number>();
	return (exchange: string, symbol: string, isProven: boolean) => {
		const key = toKey(exchange, symbol);
		const count = (proven.get(key) ?? 0) + (isProven ? 1 : -1);
		proven.set(key, count);
		listener.onProof(exchange, symbol, count > 0);
	};
};

/** Makes the streams of books, each of which hears what a client of it would. */
export const createStarter = ({
	connections,
	clock,
	snapshots,
	listener,
	watch: watchAll,
}: StarterPort) => {
	const memories = createBookMemories();
	/** By exchange. */
	const readers = new Map<string, ReturnType<typeof createMessageReader>>();
	const onProof = createProofs(listener);

	const start = ({exchange, textOf, topicOf}: Wire, topic: BookTopic, key: string): BookStream => {
		const {symbol} = topic;
		const read = readers.get(exchange.id) ?? createMessageReader({textOf, topicOf});
		readers.set(exchange.id, read);
		const watch = watchAll?.follow(exchange.id, symbol, clock.now, topic.channel);
		const memory = topic.channel.ids === 'exchange' ? memories.get(key) : undefined;
		const once = createOnce(event => {
			listener.onEvent(exchange.id, symbol, event);
			watch?.onEvent(event);
		});
		const stream = createBookStream({
			...{exchange, topic, memory, watch},
			connect: (url, onEvent, onBound, onTold) =>
				connections.connect(url, onEvent, ({openedAt, lostAt}, isAgain) => {
					// It is told first what is older than what is known.
					if (isAgain) memory?.forget();
					once.begin(isAgain);
					onBound();
					clock.after(0, () => {
						once.end(stream.run()?.isInSync() === true);
						onTold();
						snapshots.recall(toKey(exchange.id, symbol), {openedAt, lostAt});
					});
				}),
			now: clock.now,
			tell: once.tell,
			read(message) {
				const {data, topic: found} = read(message);
				const isMeant = isCounted(exchange) || !found?.book || found.book.symbol === symbol;
				return {data, isMeant, isReply: found?.answers === 'request'};
			},
			onOpen: () => listener.onOpen(exchange.id, symbol),
			onEnd: run => listener.onEnd(exchange.id, symbol, run),
			onProof: isProven => onProof(exchange.id, symbol, isProven),
		});
		return stream;
	};

	/** `forget`: what comes has nothing to do with what came. */
	return {start, forget: memories.forget};
};
