import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import type {BookTopic, Topic, Wire} from '../playback/wire.js';
import {createSubscribed} from './subscribed.js';

type Message = CaptureEvent & {readonly kind: 'ws'};

export type MessageFacts = {
	/** As the exchange names it. */
	readonly channel: string;
	/** As they came over the wire. */
	readonly bytes: number;
	/** Null where it is none of the exchange's. */
	readonly text: string | null;
	/** The book it is about, unless nobody subscribed to that. */
	readonly book: BookTopic | null;
	/** The book that it is about, where no client follows that, and why. */
	readonly unfollowed?: Topic['unfollowed'];
	/** It is about a market that was not subscribed to. */
	readonly isForeign: boolean;
	/** Why it is no text of the exchange. */
	readonly problem?: string;
};

/** Where texts are written to be measured, in a quarter of the time that `Buffer.byteLength` takes. */
const room = Buffer.allocUnsafeSlow(48 * 1024);

const sizeOf = (message: string | Buffer): number => {
	if (typeof message !== 'string') return message.length;
	// A unit of UTF-16 becomes three bytes at the most.
	return 3 * message.length <= room.length ? room.write(message) : Buffer.byteLength(message);
};

/** Tells what the messages of one connection are about. */
export const createConnectionReader = (url: string, wire: Wire | null) => {
	const atOnce: readonly BookTopic[] = wire && url !== '' ? wire.booksOf(new URL(url)) : [];
	const subscribed = createSubscribed(atOnce.map(({symbol}) => symbol));

	const toFacts = (
		{name, book, answers, unfollowed}: Topic,
		text: string,
		bytes: number,
	): MessageFacts => {
		if (book && answers === 'subscription') subscribed.add(book.symbol);
		const isForeign = book !== null && subscribed.lacks(book.symbol);
		return {channel: name, bytes, text, book: isForeign ? null : book, isForeign, unfollowed};
	};

	return {
		/** Books that the address alone asks for. */
		atOnce,
		read(event: Message): MessageFacts {
			const message = toMessage(event);
			const bytes = sizeOf(message);
			const none = {bytes, text: null, book: null, isForeign: false};
			if (!wire) return {channel: 'messages', ...none};
			try {
				const text = wire.textOf(message);
				return toFacts(wire.topicOf(text), text, bytes);
			} catch (error) {
				const problem = error instanceof Error ? error.message : String(error);
				return {channel: 'unreadable', ...none, problem};
			}
		},
		onSent(data: string) {
			for (const {symbol} of wire?.booksIn(data) ?? []) subscribed.add(symbol);
		},
	};
};

export type ConnectionReader = ReturnType<typeof createConnectionReader>;
