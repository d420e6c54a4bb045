import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookEvent} from './book-events.js';
import {createBookRun, type BookRun} from './book-run.js';
import {toMarket} from './book-stream.js';
import {leavesInUse} from '../book/proving.js';
import {isCounted, mayBeAbout, type BookTopic, type Topic, type Wire} from '../playback/wire.js';
import {createSubscribed} from './subscribed.js';

type Message = CaptureEvent & {readonly kind: 'ws'};

type RunPort = {
	onBookEvent(symbol: string, event: BookEvent): void;
	/** Whether the book of a symbol is followed on this connection. */
	mayFollow(symbol: string): boolean;
};

const createRun = ({symbol, channel}: BookTopic, {onBookEvent}: RunPort): BookRun => {
	const createClient = () => channel.createClient(toMarket(symbol));
	const tell = (event: BookEvent) => {
		onBookEvent(symbol, event);
	};
	return createBookRun(createClient, tell, undefined, leavesInUse(channel.audit));
};

/** The books of a connection that are followed, and those that were asked for on it. */
const createRuns = (wire: Wire, port: RunPort) => {
	const runs = new Map<string, BookRun>();
	const subscribed = createSubscribed([]);

	return {
		/** Whether a book is known not to be one of this connection's. */
		isForeign: (symbol: string) => subscribed.lacks(symbol) && !runs.has(symbol),
		subscribe: subscribed.add,
		get: (symbol: string) => runs.get(symbol) ?? null,
		symbols: () => runs.keys(),
		/** Follows a book from now on, where that may be. */
		follow(topic: BookTopic): BookRun | null {
			const known = runs.get(topic.symbol) ?? null;
			if (known || !port.mayFollow(topic.symbol)) return known;
			const run = createRun(topic, port);
			runs.set(topic.symbol, run);
			return run;
		},
		/** Tells all of a message, or those that a topic may be about. */
		giveAll(data: string | Buffer, topic?: Topic) {
			for (const [symbol, run] of runs)
				if (!topic || mayBeAbout(wire, topic, symbol)) run.give({type: 'message', data});
		},
	};
};

/** Plays one connection of a capture: each book on it is followed by a client of its own, where it `mayFollow` that. */
export const createConnectionRun = (
	url: string,
	wire: Wire,
	onBookEvent: (symbol: string, event: BookEvent) => void,
	mayFollow: (symbol: string) => boolean,
) => {
	const runs = createRuns(wire, {onBookEvent, mayFollow});
	for (const topic of wire.booksOf(new URL(url))) {
		runs.subscribe(topic.symbol);
		runs.follow(topic);
	}

	return {
		onMessage(event: Message) {
			const message = toMessage(event);
			let data: string;
			try {
				data = wire.textOf(message);
			} catch {
				// Bytes that are no text: what they were about is unknown, so every book is out of sync.
				runs.giveAll(message);
				return;
			}
			const topic = wire.topicOf(data);
			const {book, answers} = topic;
			if (book && answers === 'subscription') runs.subscribe(book.symbol);
			const isOwn = book !== null && !runs.isForeign(book.symbol);
			const run = isOwn ? runs.follow(book) : null;
			if (isCounted(wire.exchange)) runs.giveAll(data);
			else if (isOwn) run?.give({type: 'message', data}, answers === 'request');
			// The client of a book reads whatever comes on its connection, unless that names another.
			else runs.giveAll(data, topic);
		},
		/** Of the books that it follows. */
		symbols: (): Iterable<string> => runs.symbols(),
		/** A snapshot of this symbol came over HTTP. */
		onSnapshot(symbol: string, body: string) {
			runs.get(symbol)?.give({type: 'response', body});
		},
	};
};

export type ConnectionRun = ReturnType<typeof createConnectionRun>;
