import type {BookStatus, BookView} from '../store/market-view.js';
import {createBookStore} from '../store/book-store.js';
import {createLoggedStore, type StoreWrite} from '../store/store-writes.js';
import type {Bus} from '../transport/bus.js';
import {createBookLog, type BookLogOptions, type LogEvent} from './book-log.js';
import {packToldHealth} from './health.js';
import {createKeptMessages} from './kept-messages.js';
import {packPlaced, packWord, type Word} from './messages.js';
import {startOwnership} from './ownership.js';
import {encode} from './reading.js';
import {keyOf, subjectsOf, type BookName, type BookSubjects} from './subjects.js';
import {viewOf} from './term.js';

/** A state is stored after so long, or so many writes, where there were any. */
const stateMs = 60_000;
const stateWrites = 2000;

export type PublishedBookOptions = Pick<
	BookLogOptions,
	| 'run'
	| 'clock'
	| 'attention'
	| 'isComparable'
	| 'pace'
	| 'waiting'
	| 'onTrouble'
	| 'onAnswer'
	| 'onEvent'
> & {
	readonly bus: Bus;
	readonly book: BookName;
	/** Whether this relay is known to be there by all others. */
	readonly isEntitled: () => boolean;
};

/** What is worth finding again in the history of a book. */
export type Mark = {
	readonly run: string;
	readonly epoch: number;
	/** Epoch milliseconds by the run's wall clock. */
	readonly at: number;
	/** Where the book stands; null where the mark is of a new owner. */
	readonly status: BookStatus | null;
};

const packMark = (mark: Mark): Uint8Array => encode(mark);

/** Decides when a state is to be stored: now and then, as long as the book changes. */
const createStateTurns = ({clock}: Pick<PublishedBookOptions, 'clock'>) => {
	let writes = 0;
	let at = clock.now();
	return {
		count() {
			writes++;
		},
		isDue: (): boolean => writes >= stateWrites || (writes > 0 && clock.now() - at >= stateMs),
		begin() {
			writes = 0;
			at = clock.now();
		},
	};
};

const tellWord = (
	{bus, run}: PublishedBookOptions,
	subjects: BookSubjects,
	said: Word,
	shown: BookView,
) => {
	const {health, messagesPerSecond: rate} = shown;
	bus.publish(subjects.tick, Buffer.from(packWord(said)));
	bus.publish(subjects.health, packToldHealth({run, epoch: said.epoch, rate, health}));
};

/** A book that this relay follows: with its session's writes it is published, or kept ready to be. */
export const createPublishedBook = (options: PublishedBookOptions) => {
	const {bus, book, run, clock, isEntitled, onTrouble} = options;
	const subjects = subjectsOf(book);
	const key = keyOf(book);
	const turns = createStateTurns(options);
	const messages = createKeptMessages({bus, run, onTrouble});
	let endOwnership = () => {};

	const mark = (status: BookStatus | null) => {
		messages.add(subjects.mark, packMark({run, epoch: log.epoch(), at: clock.wall(), status}));
	};

	const keepState = () => {
		turns.begin();
		log.capture(placed => messages.add(subjects.state, packPlaced(placed)));
	};

	const onWrite = (write: StoreWrite) => {
		log.write(write);
		turns.count();
		if (write.name === 'setStatus' && log.isOwner()) mark(write.args[1]);
	};

	const onEvent = (event: LogEvent) => {
		endOwnership();
		if (event.type === 'owner') {
			endOwnership = startOwnership({bus, subjects, log, word, clock, onTrouble});
			mark(null);
			keepState();
		}
		options.onEvent(event);
	};

	const store = createLoggedStore(createBookStore(), onWrite);
	const log = createBookLog({...options, subject: subjects.log, key, store, onEvent});
	const word = (): Word | null => (isEntitled() ? log.word() : null);

	return {
		key,
		/** For the session that follows it. */
		store,
		view: () => viewOf({store, key}),
		isOwner: log.isOwner,
		epoch: log.epoch,
		claim: async (): Promise<void> => (isEntitled() ? log.claim() : undefined),
		/** Says once a second how the book stands, and keeps a state of it now and then. */
		tick() {
			const said = word();
			const shown = viewOf({store, key});
			if (!said || !shown) return;
			tellWord(options, subjects, said, shown);
			if (turns.isDue()) keepState();
			void messages.goOn();
		},
		stop() {
			endOwnership();
			log.stop();
		},
	};
};

export type PublishedBook = ReturnType<typeof createPublishedBook>;
