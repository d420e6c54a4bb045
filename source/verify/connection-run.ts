import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookEvent} from './book-events.js';
import {createBookRun, type BookRun} from './book-run.js';
import {toMarket} from './book-stream.js';
import {leavesInUse} from '../book/proving.js';
import {isCounted, mayBeAbout, type BookTopic, type Topic, type Wire} from '../playback/wire.js';

type Message = CaptureEvent & {readonly kind: 'ws'};

const createRun = ({symbol, channel}: BookTopic, tell: (event: BookEvent) => void): BookRun => {
	const createClient = () => channel.createClient(toMarket(symbol));
	return createBookRun(createClient, tell, undefined, leavesInUse(channel.audit));
};

/** Plays one connection of a capture: each book on it is followed by a client of its own, where it `mayFollow` that. */
export const createConnectionRun = (
	url: string,
	wire: Wire,
	onBookEvent: (symbol: string, event: BookEvent) => void,
	mayFollow: (symbol: string) => boolean,
) => {
	const runs = new Map<string, BookRun>();

	const runOf = ({symbol, channel}: BookTopic): BookRun | null => {
		const known = runs.get(symbol) ?? null;
		if (known || !mayFollow(symbol)) return known;
		const run = createRun({symbol, channel}, event => {
			onBookEvent(symbol, event);
		});
		runs.set(symbol, run);
		return run;
	};

	/** Symbols of what was asked for; empty where the capture does not tell. */
	const subscribed = new Set<string>();

	const isForeign = (symbol: string) =>
		subscribed.size > 0 && !subscribed.has(symbol) && !runs.has(symbol);

	for (const topic of wire.booksOf(new URL(url))) {
		subscribed.add(topic.symbol);
		runOf(topic);
	}

	const giveAll = (data: string | Buffer, topic?: Topic) => {
		for (const [symbol, run] of runs)
			if (!topic || mayBeAbout(topic, symbol)) run.give({type: 'message', data});
	};

	return {
		onMessage(event: Message) {
			const message = toMessage(event);
			let data: string;
			try {
				data = wire.textOf(message);
			} catch {
				// Bytes that are no text: what they were about is unknown, so every book is out of sync.
				giveAll(message);
				return;
			}
			const topic = wire.topicOf(data);
			const {book, answers} = topic;
			if (book && answers === 'subscription') subscribed.add(book.symbol);
			const isOwn = book !== null && !isForeign(book.symbol);
			const run = isOwn ? runOf(book) : null;
			if (isCounted(wire.exchange)) giveAll(data);
			else if (isOwn) run?.give({type: 'message', data}, answers === 'request');
			// The client of a book reads whatever comes on its connection, unless that names another.
			else giveAll(data, topic);
		},
		/** Of the books that it follows. */
		symbols: (): Iterable<string> => runs.keys(),
		/** A snapshot of this symbol came over HTTP. */
		onSnapshot(symbol: string, body: string) {
			runs.get(symbol)?.give({type: 'response', body});
		},
	};
};

export type ConnectionRun = ReturnType<typeof createConnectionRun>;
