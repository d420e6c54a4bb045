import type {SocketEvent} from '../transport/transport.js';
import {eventOf, type HeardRoom, type HeardShelf} from './heard-events.js';
import type {BookMessage, ReplayWire, RequestPurpose} from './replay-wire.js';
import {createStreamProgress, type StreamProgress} from './stream-progress.js';

/** A recorded connection that is open. */
export type Recorded = {
	/** As the capture counts it. */
	readonly number: number;
	/** The exchange and its path: `huobi /feed`. */
	readonly endpoint: string;
	/** Epoch milliseconds. */
	readonly openedAt: number;
	/** What it carries; null while the capture does not tell: then whoever asks hears it. */
	topics: Set<string> | null;
	/** What the recording client has asked for no more, and when something came of it last, by the clock. */
	readonly left: Map<string, number>;
	/** The newest that came on it: for a client that comes late, or again. */
	readonly heard: HeardShelf;
	/** When the newest of it came that had to go, for want of room. */
	lostAt: number;
	/** When anything came on it last, kept or not. */
	heardAt: number;
	/** Today's connections that hear what came on it. */
	readonly listeners: Set<Listener>;
	/** The books whose clients have heard it, now or before. */
	readonly heardFor: Set<string>;
	/** Whose requests the recording clients made on it, by their ids; null where several had the same. */
	readonly requests: Map<string, string | null>;
	/** What the recording client has asked for on it and not heard yet. */
	expected: RequestPurpose | null;
	/** The newest reply that no client has asked for, until an update comes: whoever asks then gets it. */
	kept: SocketEvent | null;
	/** Whether the recording client has gone over to another market since: it is about to close it. */
	isLeft: boolean;
	/** Whether a client of today has given it up, and nothing was heard on it since. */
	isSilent: boolean;
	/** What was heard since it was read for how far it has come. */
	unread: number;
	/** How far it has come. What it brings is looked at only while it `isShared`, or compared: that takes reading it. */
	readonly progress: StreamProgress;
	/** Whether another carries the same, or has brought what this one lacks. */
	isShared: boolean;
	/** Whether a book that it carries may come as another topic, too, by the same ids. */
	isCompared: boolean;
};

/** A connection of today's client. */
export type Listener = {
	/** The exchange and its path: `huobi /feed`. */
	readonly endpoint: string;
	/** What it has subscribed to so far. */
	readonly topics: Set<string>;
	/** The first of them that carries a book. */
	book: string | null;
	/** The symbols of all. */
	readonly symbols: Set<string>;
	/** What happens to the client; nothing follows `close`. */
	readonly tell: (event: SocketEvent) => void;
	/** It is about to be told what was heard on this one so far, and will hear it from now on; `isAgain`: it was told before. */
	readonly onBound: (recorded: Recorded, isAgain: boolean) => void;
	/** It was told that it is open, and has said what it wants. */
	isOpen: boolean;
	/** Nothing is told it any more. */
	isClosed: boolean;
	/** The one whose signs of life count. */
	recorded: Recorded | null;
	/** Whether it went over to that one from another, and was not told what came on it before. */
	isMoved: boolean;
	/** The sequence of the newest update it was told of its book while several carry that. */
	at: number | null;
	/** Whether it has asked for a book on its socket and not heard it yet. */
	hasAsked: boolean;
};

export const createRecorded = ({
	topics,
	room,
	...facts
}: Pick<Recorded, 'number' | 'endpoint' | 'openedAt'> & {
	readonly topics: readonly string[];
	readonly room: HeardRoom;
}): Recorded => {
	const recorded: Recorded = {
		...facts,
		topics: topics.length > 0 ? new Set(topics) : null,
		left: new Map(),
		heard: room.createShelf(({at}) => {
			recorded.lostAt = at;
		}),
		lostAt: -Infinity,
		heardAt: facts.openedAt,
		unread: 0,
		...{listeners: new Set(), heardFor: new Set()},
		requests: new Map(),
		expected: null,
		kept: null,
		isLeft: false,
		isSilent: false,
		progress: createStreamProgress(),
		isShared: false,
		isCompared: false,
	};
	return recorded;
};

/** A client hears it from now on. Returns whether one of its book has heard it before. */
export const hearFrom = (recorded: Recorded, listener: Listener): boolean => {
	const {listeners, heardFor} = recorded;
	const {book} = listener;
	listener.recorded?.listeners.delete(listener);
	listener.recorded = recorded;
	listeners.add(listener);
	const isAgain = book !== null && heardFor.has(book);
	if (book !== null) heardFor.add(book);
	return isAgain;
};

export const readBook = (
	wire: Pick<ReplayWire, 'bookMessage'>,
	event: SocketEvent | undefined,
): BookMessage | null => (event?.type === 'message' ? wire.bookMessage(event.data) : null);

/** The topics of the books it carries, as far as the capture tells. */
export const booksOf = (wire: Pick<ReplayWire, 'bookOf'>, {topics}: Recorded): readonly string[] =>
	[...(topics ?? [])].filter(topic => wire.bookOf(topic) !== null);

const hasBook = (wire: Pick<ReplayWire, 'bookOf'>, topics: ReadonlySet<string>): boolean => {
	for (const topic of topics) if (wire.bookOf(topic) !== null) return true;
	return false;
};

/** The book in a reply on a socket, which tells as much as a snapshot over HTTP. */
export const readReply = (
	wire: Pick<ReplayWire, 'bookMessage' | 'bookOf' | 'isReply' | 'repliesOn'>,
	recorded: Recorded,
	event: SocketEvent,
): BookMessage | null => {
	if (event.type !== 'message' || !wire.repliesOn(recorded.endpoint)) return null;
	// First what takes no unpacking.
	const mayBe = recorded.topics === null || hasBook(wire, recorded.topics);
	return mayBe && wire.isReply(event.data) ? readBook(wire, event) : null;
};

/** The book's topic of what came on it and cannot be read: `any` where it names none; null where it can be, or is of no book. */
export const unreadOf = (
	wire: Pick<ReplayWire, 'unreadIn'>,
	{endpoint}: Recorded,
	event: SocketEvent,
): string | null => (event.type === 'message' ? wire.unreadIn(endpoint, event.data) : null);

/** Of what was heard, how much is looked at for how far a connection had come before that mattered: trades may have gone on alone. */
const maxLookedAt = 2000;

/** Learns how far a connection has come from what was heard on it since that was done last. */
export const learnProgress = (
	recorded: Recorded,
	wire: Pick<ReplayWire, 'bookMessage' | 'bookOf' | 'unreadIn'>,
): void => {
	const {progress} = recorded;
	const known = new Set<string>();
	const unseen = new Set(booksOf(wire, recorded));
	const hasBooks = unseen.size > 0;
	const isDone = () => hasBooks && unseen.size === 0;
	let left = Math.min(maxLookedAt, recorded.unread);
	recorded.unread = 0;
	const found: (() => void)[] = [];
	for (const newest of recorded.heard.newestFirst()) {
		if (left-- <= 0 || isDone()) break;
		const message = readBook(wire, eventOf(newest));
		const unread = message ? null : unreadOf(wire, recorded, eventOf(newest));
		if (unread !== null) found.push(() => progress.unread(unread));
		if (!message || known.has(`${message.type} ${message.topic}`)) continue;
		known.add(`${message.type} ${message.topic}`);
		if (message.type === 'update') unseen.delete(message.topic);
		found.push(() => {
			if (message.isApart) progress.came(message.topic, newest.at, message.time ?? null);
			else progress.take(message, -Infinity);
		});
	}
	for (const learn of found.reverse()) learn();
};
