import {inflate} from '../../exchanges/huobi/inflate.js';
import type {Market} from '../../exchanges/exchange.js';
import {toMessage, type CaptureEvent} from '../../recording/capture-format.js';
import {createBookRun, type BookEvent, type BookRun} from './book-run.js';
import type {BookTopic, Wire} from './wire.js';

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

const toMarket = (symbol: string): Market => ({
	base: symbol,
	quote: '',
	symbol,
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

/** The text of a message: Huobi packs each of its own. */
const toText = (message: string | Buffer): string =>
	typeof message === 'string' ? message : inflate(message).toString('utf8');

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

	if (wire) for (const topic of wire.booksOf(new URL(url))) runOf(topic);

	return {
		onMessage(event: Message) {
			const message = toMessage(event);
			let text: string;
			try {
				text = toText(message);
			} catch (error) {
				listener.onMessage('unreadable', message.length);
				listener.onUnreadable(error instanceof Error ? error.message : String(error));
				return;
			}
			const bytes = typeof message === 'string' ? Buffer.byteLength(message) : message.length;
			const topic = wire?.topicOf(text) ?? {name: 'messages', book: null};
			listener.onMessage(topic.name, bytes);
			if (!topic.book) return;
			const run = runOf(topic.book);
			listener.onBookMessage(topic.book.symbol);
			run.give({type: 'message', data: text});
		},
		/** A snapshot of this symbol came over HTTP. */
		onSnapshot(symbol: string, body: string) {
			runs.get(symbol)?.give({type: 'response', body});
		},
	};
};

export type ConnectionRun = ReturnType<typeof createConnectionRun>;
