import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookEvent} from './book-events.js';
import {createBookRun, type BookRun} from './book-run.js';
import {toMarket} from './book-stream.js';
import type {BookTopic, Wire} from '../playback/wire.js';

type Message = CaptureEvent & {readonly kind: 'ws'};

export type ConnectionListener = {
	onMessage(channel: string, bytes: number): void;
	/** A book is on this connection, from now on. */
	onBook(symbol: string, run: BookRun): void;
	onBookMessage(symbol: string): void;
	onBookEvent(symbol: string, event: BookEvent): void;
	/** Bytes that are no text of the exchange. */
	onUnreadable(detail: string): void;
};

const sizeOf = (message: string | Buffer): number =>
	typeof message === 'string' ? Buffer.byteLength(message) : message.length;

/** Plays one connection of a capture: each book on it is followed by a client of its own. */
export const createConnectionRun = (
	url: string,
	wire: Wire | null,
	listener: ConnectionListener,
) => {
	const runs = new Map<string, BookRun>();

	const runOf = ({symbol, channel}: BookTopic): BookRun => {
		const known = runs.get(symbol);
		if (known) return known;
		const run = createBookRun(
			() => channel.createClient(toMarket(symbol)),
			event => {
				listener.onBookEvent(symbol, event);
			},
		);
		runs.set(symbol, run);
		listener.onBook(symbol, run);
		return run;
	};

	/** Symbols of what was asked for; empty where the capture does not tell. */
	const subscribed = new Set<string>();

	const isForeign = (symbol: string) =>
		subscribed.size > 0 && !subscribed.has(symbol) && !runs.has(symbol);

	if (wire)
		for (const topic of wire.booksOf(new URL(url))) {
			subscribed.add(topic.symbol);
			runOf(topic);
		}

	/** Bytes that are no text: what they were about is unknown, so every book is out of sync. */
	const onUnreadable = (message: string | Buffer, detail: string) => {
		listener.onMessage('unreadable', sizeOf(message));
		if (runs.size === 0) listener.onUnreadable(detail);
		for (const run of runs.values()) run.give({type: 'message', data: message});
	};

	return {
		onMessage(event: Message) {
			const message = toMessage(event);
			if (!wire) {
				listener.onMessage('messages', sizeOf(message));
				return;
			}
			let data: string;
			try {
				data = wire.textOf(message);
			} catch (error) {
				onUnreadable(message, error instanceof Error ? error.message : String(error));
				return;
			}
			const {name, book, answers} = wire.topicOf(data);
			listener.onMessage(name, sizeOf(message));
			if (book && answers === 'subscription') subscribed.add(book.symbol);
			if (book && !isForeign(book.symbol)) {
				const run = runOf(book);
				listener.onBookMessage(book.symbol);
				run.give({type: 'message', data}, answers === 'request');
				return;
			}
			// The client of a book reads whatever comes on its connection.
			for (const run of runs.values()) run.give({type: 'message', data});
		},
		onSent(data: string) {
			for (const {symbol} of wire?.booksIn(data) ?? []) subscribed.add(symbol);
		},
		/** A snapshot of this symbol came over HTTP. */
		onSnapshot(symbol: string, body: string) {
			runs.get(symbol)?.give({type: 'response', body});
		},
	};
};

export type ConnectionRun = ReturnType<typeof createConnectionRun>;
