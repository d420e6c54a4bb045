import type {Clients} from './clients.js';
import {
	learnProgress,
	readBook,
	unreadOf,
	type Listener,
	type Recorded,
} from './recorded-connection.js';
import type {BookMessage, ReplayWire} from './replay-wire.js';
import type {Carrier, Rivals} from './rivals.js';
import {createSiblings} from './sibling-streams.js';
import {createStreamJudge, type Heard} from './stream-judge.js';
import type {SocketEvent} from '../transport/transport.js';

export type SharedStreamsOptions = {
	readonly wire: Pick<
		ReplayWire,
		'bookMessage' | 'bookOf' | 'unreadIn' | 'symbolIn' | 'levelsOf' | 'siblingsOf' | 'hasSiblings'
	>;
	readonly rivals: Rivals;
	readonly clients: Pick<Clients, 'at'>;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

/** One that is behind a snapshot of the book. */
export type Late = Carrier & {
	/** The snapshot's. */
	readonly sequence: number;
};

const isLate = ({recorded, topic, sequence}: Late): boolean =>
	(recorded.progress.position(topic) ?? -1) < sequence;

/** What is heard where nothing is compared. */
const noBook: Heard = {book: null, before: null};

/** Where it begins to be shared, what it has brought so far is read for how far it has come. */
const setShared = (recorded: Recorded, isShared: boolean, wire: SharedStreamsOptions['wire']) => {
	if (recorded.isShared === isShared) return;
	recorded.isShared = isShared;
	for (const listener of recorded.listeners) listener.at = null;
	if (isShared) learnProgress(recorded, wire);
};

/**
 * Whether it is about the market, though not about its book: that is told also where the book is behind a snapshot, as
 * long as no other connection can have brought it. A sign of life is not: it would hide that the book stands still.
 */
const createIsOfMarketAlone =
	({wire, rivals}: Pick<SharedStreamsOptions, 'wire' | 'rivals'>) =>
	(recorded: Recorded, {book}: Heard, event: SocketEvent): boolean =>
		event.type === 'message' &&
		!book &&
		!rivals.hasAny(recorded) &&
		wire.symbolIn(event.data) !== null;

/** Finds the others that carry the same as one. */
const createOthers = ({rivals, clients}: Pick<SharedStreamsOptions, 'rivals' | 'clients'>) => {
	/** Whether it is another that may carry the same. */
	const isRival = (recorded: Recorded, other: Recorded | null): other is Recorded =>
		other !== null && other !== recorded && rivals.areRivals(recorded, other);

	/** The others that may carry a topic, where they may carry the same; oldest first. */
	const rivalsFor = (recorded: Recorded, topic: string): readonly Recorded[] =>
		rivals.carriersOf(recorded.endpoint, topic).filter(other => isRival(recorded, other));

	return {
		isRival,
		rivalsFor,
		/** Those that should bring what it brought. */
		dueWith(recorded: Recorded, topic: string): readonly Recorded[] {
			// Who hears one for this book awaits it there, whatever that is known to carry.
			const awaited = clients
				.at(recorded.endpoint)
				.flatMap(({book, recorded: heard}) =>
					book === topic && isRival(recorded, heard) ? [heard] : [],
				);
			return [...new Set([...rivalsFor(recorded, topic), ...awaited])];
		},
	};
};

/**
 * Judges connections that carry the same book, by the sequences of what they bring: whose news a client
 * is told, and whose signs of life count for it.
 */
export const createSharedStreams = ({wire, rivals, clients, now}: SharedStreamsOptions) => {
	const judge = createStreamJudge(now);
	const {positionOf} = judge;
	const isOfMarketAlone = createIsOfMarketAlone({wire, rivals});
	const siblings = createSiblings({wire, rivals});
	const others = createOthers({rivals, clients});
	const {isRival, rivalsFor} = others;

	/**
	 * Whether it is shared by now. Asked where it matters: of one that opens or closes thousands may be told that
	 * nobody hears.
	 */
	const look = (recorded: Recorded): boolean => {
		const isShared = rivals.hasAny(recorded) || recorded.progress.lacksAny();
		setShared(recorded, isShared, wire);
		return isShared;
	};

	/** Others that should bring what it brought. */
	const othersDue = (recorded: Recorded, topic: string): readonly Recorded[] => {
		const due = others.dueWith(recorded, topic);
		due.forEach(look);
		return due;
	};

	/** It brought this: the others have to bring it too. */
	const outrunOthers = (recorded: Recorded, {topic, sequence}: BookMessage) => {
		for (const other of othersDue(recorded, topic)) other.progress.outrun(topic, sequence, now());
	};

	/** It brought news that is apart from that of others: when theirs came is all that tells of them. */
	const takeApart = (recorded: Recorded, {topic, isWhole, time = null}: BookMessage): Heard => {
		recorded.progress.came(topic, now(), time);
		// A whole book comes to who asks for it, whether there is news or not.
		const due = isWhole ? [] : othersDue(recorded, topic);
		const lacking = due.filter(({progress}) => progress.miss(topic, now(), time));
		return {book: null, before: null, apart: {topic, lacking}};
	};

	return {
		...judge,
		look,
		/** More is known of what one carries. */
		compare: siblings.look,
		/** Other clients than its own that something on a connection may be news to. */
		othersHearing: (recorded: Recorded): readonly Listener[] =>
			recorded.isShared
				? clients.at(recorded.endpoint).filter(({recorded: heard}) => heard !== recorded)
				: [],
		...{isRival, rivalsFor},
		/** What a client hears, or may go on with. */
		nearTo({recorded, book}: Listener): readonly Recorded[] {
			if (!recorded) return [];
			return book === null ? [recorded] : [recorded, ...rivalsFor(recorded, book)];
		},
		/** Something came on a connection. */
		take(recorded: Recorded, event: SocketEvent): Heard {
			const isShared = look(recorded);
			if (!isShared && !recorded.isCompared) return noBook;
			const book = readBook(wire, event);
			const unread = book ? null : unreadOf(wire, recorded, event);
			if (unread !== null) recorded.progress.unread(unread);
			if (!book) return noBook;
			if (book.isApart) return takeApart(recorded, book);
			const before = recorded.progress.position(book.topic);
			recorded.progress.take(book, now());
			const isNews = book.type === 'update';
			const due = isNews && recorded.isCompared ? siblings.due(recorded, book) : [];
			if (!isShared) return {...noBook, due};
			if (isNews) outrunOthers(recorded, book);
			return {book, before, due};
		},
		/** Whether a client is told what came on a connection, its own or another. */
		isTold(recorded: Recorded, listener: Listener, heard: Heard, event: SocketEvent): boolean {
			if (!recorded.isShared) return true;
			if (listener.recorded !== recorded) return judge.isNews(recorded, listener, heard);
			return judge.isOwnNews(recorded, listener, heard) || isOfMarketAlone(recorded, heard, event);
		},
		/** A client was told of its book. */
		learn(listener: Listener, {book}: Heard) {
			if (book?.type === 'update' && book.topic === listener.book)
				listener.at = Math.max(positionOf(listener), book.sequence);
		},
		/** A snapshot came of a book. Returns those of its carriers that have not brought as much yet: they should in a moment. */
		snapshot(carriers: readonly Carrier[], sequence: number): readonly Late[] {
			const carried = carriers.map(carrier => ({...carrier, sequence}));
			for (const {recorded, topic} of carried) {
				if (!recorded.isShared) learnProgress(recorded, wire);
				recorded.progress.snapshot(topic, sequence, now());
				look(recorded);
			}
			return carried.filter(isLate);
		},
		isLate,
	};
};
