import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey, BookView} from '../store/market-view.js';
import type {Appender} from './appender.js';
import type {Attention} from './attention.js';
import {toHeld, type Kept} from './kept-writes.js';
import {packBatch, type Batch, type PlacedState, type Word} from './messages.js';
import type {Cut, Outgoing} from './outgoing.js';
import type {Pace} from './pace.js';
import {toState, type BookState} from './state.js';

/** The book that a relay follows, and what it goes by. */
export type OwnBook = {
	readonly key: BookKey;
	/** See `BatchId`. */
	readonly run: string;
	readonly clock: Pick<Clock, 'now' | 'wall' | 'after'>;
	readonly attention: Pick<Attention, 'readUpTo'>;
	/** Where the session keeps it. */
	readonly store: Pick<BookStore, 'getView' | 'rangeOf' | 'sumOf'>;
};

export type TermOptions = OwnBook & {
	readonly appender: Pick<Appender, 'send'>;
	/** Of all books of this relay. */
	readonly pace: Pace;
	readonly epoch: number;
	/** Of the message that it began with. */
	readonly position: number;
	/** The exchange's sequence of the book in there. */
	readonly q: number | null;
	/** What was written since. */
	readonly outgoing: Outgoing;
	readonly onEnd: (reason: string) => void;
};

export const viewOf = ({store, key}: Pick<OwnBook, 'store' | 'key'>): BookView | undefined =>
	store.getView().books.find(book => book.key === key);

const lastSequence = (writes: readonly Kept[], before: number | null): number | null =>
	writes.findLast(({sequence}) => sequence !== null)?.sequence ?? before;

/** What goes into the messages after the first one, numbered. */
const createFreezer = (options: TermOptions) => {
	const {key, run, clock, attention, store, epoch} = options;
	let {q} = options;
	let n = 0;
	/** A message as it stays, however often it is sent. */
	return ({writes, nextAt}: Cut) => {
		n++;
		q = lastSequence(writes, q);
		const batch: Batch = {
			...{epoch, run, n},
			asOf: Math.min(attention.readUpTo(), nextAt ?? Infinity),
			...{at: clock.wall(), q},
			sum: nextAt === null ? store.sumOf(key) : null,
			writes: writes.map(({write}) => write),
			held: toHeld(writes),
			open: null,
		};
		return {id: batch, bytes: packBatch(batch)};
	};
};

const toWord = (options: TermOptions, position: number): Word => {
	const {key, run, clock, attention, store, epoch, outgoing} = options;
	return {
		...{run, epoch, position},
		live: viewOf(options)?.status === 'live',
		up: clock.now(),
		asOf: Math.min(attention.readUpTo(), outgoing.oldest() ?? Infinity),
		at: clock.wall(),
		sum: outgoing.isEmpty() ? store.sumOf(key) : null,
	};
};

/** The time in which this relay's messages of a book are the ones that are accepted. */
export const createTerm = (options: TermOptions) => {
	const {key, run, clock, attention, store, appender, pace, epoch, outgoing} = options;
	const freeze = createFreezer(options);
	let {position} = options;
	let isPumping = false;
	let isOver = false;
	/** The book as it is, as long as nothing is written. */
	let captured: BookState | null = null;

	const end = (reason: string) => {
		if (isOver) return;
		isOver = true;
		outgoing.end();
		options.onEnd(reason);
	};

	/** A message that was cut once is sent as it is until it is stored, or the term is over. */
	const sendNext = async (): Promise<void> => {
		await pace.wait();
		const cut = isOver ? null : outgoing.cut();
		if (!cut) return;
		const sent = await appender.send(freeze(cut), position, () => isOver);
		if (sent.type === 'refused') end(sent.reason);
		if (sent.type !== 'stored' || isOver) return;
		({position} = sent);
		cut.stored(position);
	};

	return {
		epoch,
		add(item: Kept) {
			captured = null;
			outgoing.add(item);
			if (outgoing.isTooMuch()) end('more waits to be sent than is kept');
		},
		/** Sends what waits, one message at a time, and says so to who waits for it. */
		async pump(): Promise<void> {
			if (isPumping) return;
			isPumping = true;
			while (!isOver && outgoing.length() > 0) await sendNext();
			isPumping = false;
		},
		/** What can be vouched for now. */
		word: () => toWord(options, position),
		/** Hands over the book as it is now, once its position is known; never if the term is over by then. */
		capture(take: (placed: PlacedState) => void): void {
			const shown = viewOf(options);
			if (!shown) return;
			const state = (captured ??= toState(shown, store.rangeOf(key)));
			const when = {at: clock.wall(), asOf: attention.readUpTo()};
			outgoing.whenStored(position, at => {
				if (!isOver) take({run, epoch, position: at, ...when, state});
			});
		},
		end,
	};
};

export type Term = ReturnType<typeof createTerm>;
