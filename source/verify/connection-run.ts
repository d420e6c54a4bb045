import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookEvent} from './book-events.js';
import {createBookRun, type BookRun} from './book-run.js';
import {toMarket} from './book-stream.js';
import type {BookTopic, Wire} from '../playback/wire.js';

type Message = CaptureEvent & {readonly kind: 'ws'};

/** Plays one connection of a capture: each book on it is followed by a client of its own. */
export const createConnectionRun = (
	url: string,
	wire: Wire,
	onBookEvent: (symbol: string, event: BookEvent) => void,
) => {
	const runs = new Map<string, BookRun>();

	const runOf = ({symbol, channel}: BookTopic): BookRun => {
		const known = runs.get(symbol);
		if (known) return known;
		const run = createBookRun(
			() => channel.createClient(toMarket(symbol)),
			event => {
				onBookEvent(symbol, event);
			},
		);
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

	const giveAll = (data: string | Buffer) => {
		for (const run of runs.values()) run.give({type: 'message', data});
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
			const {book, answers} = wire.topicOf(data);
			if (book && answers === 'subscription') subscribed.add(book.symbol);
			if (book && !isForeign(book.symbol))
				runOf(book).give({type: 'message', data}, answers === 'request');
			// The client of a book reads whatever comes on its connection.
			else giveAll(data);
		},
		/** A snapshot of this symbol came over HTTP. */
		onSnapshot(symbol: string, body: string) {
			runs.get(symbol)?.give({type: 'response', body});
		},
	};
};

export type ConnectionRun = ReturnType<typeof createConnectionRun>;
