import {learnProgress, readBook, type Listener, type Recorded} from './recorded-connection.js';
import type {ReplayWire} from './replay-wire.js';
import type {createRivals} from './rivals.js';
import {createStreamJudge, type Heard} from './stream-judge.js';
import type {SocketEvent} from '../transport/transport.js';

export type SharedStreamsOptions = {
	readonly wire: Pick<ReplayWire, 'bookMessage' | 'bookOf'>;
	readonly rivals: ReturnType<typeof createRivals>;
	/** Epoch milliseconds. */
	readonly now: () => number;
};

/** A connection that carries a book, and as what. */
export type Carrier = {
	readonly recorded: Recorded;
	/** By the exchange's name. */
	readonly topic: string;
};

/** One that is behind a snapshot of the book. */
export type Late = Carrier & {
	/** The snapshot's. */
	readonly sequence: number;
};

const isLate = ({recorded, topic, sequence}: Late): boolean =>
	(recorded.progress.position(topic) ?? -1) < sequence;

/** Where it begins to be shared, what it has brought so far is read for how far it has come. */
const setShared = (recorded: Recorded, isShared: boolean, wire: SharedStreamsOptions['wire']) => {
	if (recorded.isShared === isShared) return;
	recorded.isShared = isShared;
	for (const listener of recorded.listeners) listener.at = null;
	if (isShared) learnProgress(recorded, wire);
};

/**
 * Judges connections that carry the same book, by the sequences of what they bring: whose news a client
 * is told, and whose signs of life count for it.
 */
export const createSharedStreams = ({wire, rivals, now}: SharedStreamsOptions) => {
	const judge = createStreamJudge(now);
	const {positionOf} = judge;
	const rivalsOf = rivals.of;

	const refresh = (recorded: Recorded) => {
		const isShared = rivals.hasAny(recorded) || recorded.progress.lacksAny();
		setShared(recorded, isShared, wire);
	};

	return {
		...judge,
		rivalsOf,
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
			const isNews = listener.recorded === recorded ? judge.isOwnNews : judge.isNews;
			return isNews(recorded, listener, heard);
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
				refresh(recorded);
			}
			return carried.filter(isLate);
		},
		isLate,
	};
};
