import type {Listener, Recorded} from './recorded-connection.js';
import type {BookMessage} from './replay-wire.js';
import type {Due} from './sibling-streams.js';

/** What came on a connection, as far as it matters to others that carry the same. */
export type Heard = {
	readonly book: BookMessage | null;
	/** Where the connection itself was with that book before. */
	readonly before: number | null;
	/** News of a book that none of the others' can be compared with, and which of those have brought none of late. */
	readonly apart?: {readonly topic: string; readonly lacking: readonly Recorded[]};
	/** Others that should bring the same as another topic. */
	readonly due?: readonly Due[];
};

/**
 * Whether whoever is at a sequence has been told it. A whole book of just that sequence is news all the same: who
 * lost its own has been told of the changes since, and could take none of them.
 */
const isPast = ({sequence, isWhole}: BookMessage, at: number): boolean =>
	isWhole ? sequence < at : sequence <= at;

/** Judges what a connection brings, by what a client was told of its book. `now`: epoch milliseconds. */
export const createStreamJudge = (now: () => number) => {
	/** The sequence that its book has come to by what is known; -1 where nothing is. */
	const positionOf = (listener: Listener): number => {
		const {book} = listener;
		if (book === null) return -1;
		return listener.at ?? listener.recorded?.progress.position(book) ?? -1;
	};

	/** Whether a connection is known to lack something of a book. */
	const lacks = ({progress}: Recorded, book: string): boolean =>
		progress.isBehind(book) || progress.isLacking(book);

	/** Whether a connection has brought the newest that the client was told of its book. */
	const isInStep = (recorded: Recorded, listener: Listener): boolean => {
		const {book} = listener;
		const position = book === null ? null : recorded.progress.position(book);
		if (book === null || position === null || lacks(recorded, book)) return false;
		return position >= positionOf(listener);
	};

	const isBehind = (recorded: Recorded, {book, topics}: Listener): boolean =>
		(book !== null && lacks(recorded, book)) || [...topics].some(recorded.progress.isMissing);

	/** Whether it lacks the newest for so long that it is not fed any more. */
	const isOutrun = ({progress}: Recorded, listener: Listener): boolean => {
		const {book} = listener;
		return book !== null && progress.isOutrun(book, now());
	};

	/** Whether what its own connection brings is told to a client: not what another has brought before. */
	const isOwnNews = (recorded: Recorded, listener: Listener, {book, before}: Heard): boolean => {
		if (!book) return !isOutrun(recorded, listener);
		const {type, sequence} = book;
		const isKnown = listener.at !== null && isPast(book, listener.at);
		// What falls below its own is no repetition of another's.
		return type === 'reply' || !isKnown || (before !== null && sequence <= before);
	};

	/**
	 * Whether a client's own connection begins its book anew, behind what another has brought: the client has been told
	 * that its subscription ended, and is told neither that book nor what links to it.
	 */
	const isBegunAnew = ({at}: Listener, {book, before}: Heard): boolean =>
		book?.isWhole === true && before !== null && at !== null && book.sequence < at;

	/** Whether what another connection brings is told to a client. */
	const isNews = (recorded: Recorded, listener: Listener, {book}: Heard): boolean => {
		if (!book) return isInStep(recorded, listener);
		if (book.topic !== listener.book) return false;
		return book.type === 'reply' || !isPast(book, positionOf(listener));
	};

	return {
		...{positionOf, isInStep, isBehind, isOutrun, isOwnNews, isBegunAnew, isNews},
		/** Whether it was just fed: what it lacks may be on its way. */
		isFed({progress}: Recorded, listener: Listener): boolean {
			return progress.isFed(listener.book ?? '', now());
		},
	};
};
