import {learnProgress, readBook, type Listener, type Recorded} from './recorded-connection.js';
import type {BookMessage, ReplayWire} from './replay-wire.js';
import type {createRivals} from './rivals.js';
import type {SocketEvent} from '../transport/transport.js';

export type SharedStreamsOptions = {
	readonly wire: Pick<ReplayWire, 'bookMessage' | 'bookOf'>;
	/** Those that are open. */
	readonly recordeds: ReadonlyMap<number, Recorded>;
	readonly rivals: ReturnType<typeof createRivals>;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

/** What came on a connection, as far as it matters to others that carry the same. */
export type Heard = {
	readonly book: BookMessage | null;
	/** Where the connection itself was with that book before. */
	readonly before: number | null;
};

/** A connection that is behind a snapshot of one of its books. */
export type Late = {
	readonly recorded: Recorded;
	readonly topic: string;
	/** The snapshot's. */
	readonly sequence: number;
};

const isLate = ({recorded, topic, sequence}: Late): boolean =>
	(recorded.progress.position(topic) ?? -1) < sequence;

/**
 * Judges connections that carry the same book, by the sequences of what they bring: whose news a client
 * is told, and whose signs of life count for it.
 */
export const createSharedStreams = ({wire, recordeds, rivals, now}: SharedStreamsOptions) => {
	const bookOf = ({topics}: Listener) => [...topics].find(topic => wire.bookOf(topic) !== null);

	const rivalsOf = rivals.of;

	/** The sequence that its book has come to by what is known; -1 where nothing is. */
	const positionOf = (listener: Listener): number => {
		const book = bookOf(listener);
		if (book === undefined) return -1;
		return listener.at ?? listener.recorded?.progress.position(book) ?? -1;
	};

	/** Whether a connection has brought the newest that the client was told of its book. */
	const isInStep = ({progress}: Recorded, listener: Listener): boolean => {
		const book = bookOf(listener);
		const position = book === undefined ? null : progress.position(book);
		if (book === undefined || position === null || progress.isBehind(book)) return false;
		return position >= positionOf(listener);
	};

	const isBehind = ({progress}: Recorded, listener: Listener): boolean => {
		const book = bookOf(listener);
		return book !== undefined && progress.isBehind(book);
	};

	/** Whether it lacks the newest for so long that it is not fed any more. */
	const isOutrun = ({progress}: Recorded, listener: Listener): boolean => {
		const book = bookOf(listener);
		return book !== undefined && progress.isOutrun(book, now());
	};

	/** Whether what its own connection brings is told to a client: not what another has brought before. */
	const isOwnNews = (recorded: Recorded, listener: Listener, {book, before}: Heard): boolean => {
		if (!book) return !isOutrun(recorded, listener);
		const {type, sequence} = book;
		const isKnown = listener.at !== null && sequence <= listener.at;
		// What falls below its own is no repetition of another's.
		return type === 'reply' || !isKnown || (before !== null && sequence <= before);
	};

	/** Whether what another connection brings is told to a client. */
	const isNews = (recorded: Recorded, listener: Listener, {book}: Heard): boolean => {
		if (!book) return isInStep(recorded, listener);
		if (book.topic !== bookOf(listener)) return false;
		return book.type === 'reply' || book.sequence > positionOf(listener);
	};

	const refresh = (recorded: Recorded) => {
		const wasShared = recorded.isShared;
		recorded.isShared = rivalsOf(recorded).length > 0 || recorded.progress.lacksAny();
		if (wasShared === recorded.isShared) return;
		for (const listener of recorded.listeners) listener.at = null;
		if (recorded.isShared) learnProgress(recorded, wire);
	};

	return {
		bookOf,
		rivalsOf,
		positionOf,
		isInStep,
		isBehind,
		isOutrun,
		/** Whether it was just fed: what it lacks may be on its way. */
		isFed({progress}: Recorded, listener: Listener): boolean {
			return progress.isFed(bookOf(listener) ?? '', now());
		},
		/** To be called where one has opened or closed, carries more or has brought more: it and others may be to be looked at. */
		refresh(changed: Recorded, others: readonly Recorded[] = rivalsOf(changed)) {
			for (const recorded of [changed, ...others]) refresh(recorded);
		},
		/** Something came on a connection. */
		take(recorded: Recorded, event: SocketEvent): Heard {
			const book = recorded.isShared ? readBook(wire, event) : null;
			if (!book) return {book, before: null};
			const before = recorded.progress.position(book.topic);
			recorded.progress.take(book, now());
			if (book.type === 'update')
				for (const {progress} of rivalsOf(recorded))
					progress.outrun(book.topic, book.sequence, now());
			return {book, before};
		},
		/** Whether a client is told what came on a connection, its own or another. */
		isTold(recorded: Recorded, listener: Listener, heard: Heard): boolean {
			if (!recorded.isShared) return true;
			const isOwn = listener.recorded === recorded;
			return isOwn ? isOwnNews(recorded, listener, heard) : isNews(recorded, listener, heard);
		},
		/** A client was told of its book. */
		learn(listener: Listener, {book}: Heard) {
			if (book?.type === 'update' && book.topic === bookOf(listener))
				listener.at = Math.max(positionOf(listener), book.sequence);
		},
		/**
		 * A snapshot came of a book, for all that are open: `carriedBy` tells as what they carry it. Returns those that have not brought
		 * as much yet: they should in a moment.
		 */
		snapshot(
			carriedBy: (recorded: Recorded) => readonly string[],
			sequence: number,
		): readonly Late[] {
			const carried = [...recordeds.values()].flatMap(recorded =>
				carriedBy(recorded).map(topic => ({recorded, topic, sequence})),
			);
			for (const {recorded, topic} of carried) {
				if (!recorded.isShared) learnProgress(recorded, wire);
				recorded.progress.snapshot(topic, sequence, now());
				refresh(recorded);
			}
			return carried.filter(isLate);
		},
		isLate,
	};
};
