import type {Clock} from '../clock.js';
import type {BookStore} from '../store/book-store.js';
import type {BookKey, BookStatus} from '../store/market-view.js';
import type {BusMessage, BusState} from '../transport/bus.js';
import {readToldHealth} from './health.js';
import {createLeapWatch} from './leap-watch.js';
import {createLogPlace} from './log-place.js';
import {createLogReader, type FollowEvent} from './log-reader.js';
import {readPlaced, readWord, relayOfRun, type PlacedState} from './messages.js';
import {createOwnerWatch, type Doubt} from './owner-watch.js';
import {orUnreadable} from './reading.js';
import {toShown, type Absence} from './shown-status.js';
import {createToldBook} from './told-book.js';

/** Of an answer: the owner's word, made when it was sent. */
export const wordHeader = 'word';

/** An owner of before may go on for its lease; where it is one for longer, the log was begun anew. */
const formerMs = 6000;

export type FollowedPort = {
	readonly key: BookKey;
	/** Of the bus, for people. */
	readonly address: string;
	/** The book is there. */
	readonly store: BookStore;
	readonly clock: Pick<Clock, 'now' | 'wall' | 'sleeps'>;
	/** Asks the owner for the whole book, until there is one. */
	readonly askBook: () => void;
	readonly askWord: () => void;
	/** Asks no more. */
	readonly endAsking: () => void;
	readonly onEvent?: ((event: FollowEvent) => void) | undefined;
};

/** Which of a book's messages one is. */
export type HeardKind = 'book' | 'tick' | 'health';

/** An owner that was not heard for so long, and does not answer, is gone. */
const goneMs = 10_000;

/** What is told of a book, each time it changes. */
const createTeller = ({key, store, clock}: FollowedPort, toStatus: () => BookStatus) => {
	let last: BookStatus | null = null;
	return () => {
		const status = toStatus();
		const isSame =
			last?.status === status.status &&
			last.reason === status.reason &&
			last.retryAt === status.retryAt;
		if (!isSame) store.setStatus(key, status, clock.now());
		last = status;
	};
};

/** Tells whether an answer is of an owner of before, who may not know yet that it is none any more. */
const createFormerJudge = ({clock}: FollowedPort) => {
	let since: number | null = null;
	return (isOlder: boolean): boolean => {
		since = isOlder ? (since ?? clock.now()) : null;
		return since !== null && clock.now() - since < formerMs;
	};
};

/** The pieces of a followed book, and what is known of its way. */
const createPieces = (port: FollowedPort) => {
	const {key, store, clock, address} = port;
	const way = {
		bus: {type: 'connecting', reason: null, retryAt: null} as BusState,
		isJoined: false,
		doubt: null as Doubt | null,
		absence: null as Absence | null,
	};
	const place = createLogPlace(key);
	const told = createToldBook({
		key,
		store,
		onSaid() {
			show();
		},
	});
	const watch = createOwnerWatch({clock, place, told});
	const show = createTeller(port, () =>
		toShown({
			...{bus: way.bus, isJoined: way.isJoined, absence: way.absence, address},
			fault: way.doubt?.fault ?? null,
			...{hasBook: told.hasBook(), said: told.said(), owner: relayOfRun(place.run())},
			isVouched: watch.isVouched(),
			...{silentMs: watch.silentMs(), lateMs: watch.lateMs()},
		}),
	);
	return {way, place, told, watch, show};
};

/** What an answer says: the book, and the owner's word of the moment when it was sent. Null for one that is of no use. */
const readAnswer = (bytes: Uint8Array, {headers}: BusMessage) => {
	const word = readWord(Buffer.from(headers[wordHeader] ?? ''));
	const placed = readPlaced(bytes);
	const isOfOne = word.run === placed.run && word.epoch === placed.epoch;
	return isOfOne ? {word, placed} : null;
};

/**
 * A book that a relay tells of: what comes from the bus goes in, what is to be written to the store and asked of
 * the owner comes out. It is live only while the owner says so, of the very book that is here, and its word is fresh.
 */
export const createFollowedBook = (port: FollowedPort) => {
	const {clock, askBook, askWord, endAsking, onEvent} = port;
	const pieces = createPieces(port);
	const {way, place, told, watch, show} = pieces;
	const hasLeapt = createLeapWatch(clock);
	const isFormer = createFormerJudge(port);
	const log = createLogReader({
		...pieces,
		clock,
		isJoined: () => way.isJoined,
		askWord,
		onEvent,
		onDoubt,
	});
	const counts = {rejoins: 0, differences: 0};

	const leave = () => {
		way.isJoined = false;
		watch.withdraw();
		log.forget();
	};

	/** Only a whole book, asked for anew, can be believed again. */
	function onDoubt(doubt: Doubt) {
		if (way.bus.type !== 'connected') return;
		if (way.isJoined) counts.rejoins++;
		if (doubt.fault?.code === 'relay-differs') counts.differences++;
		onEvent?.({type: 'rejoin', reason: doubt.reason});
		leave();
		way.doubt = doubt;
		askBook();
	}

	const join = (placed: PlacedState) => {
		watch.withdraw();
		watch.accepted(placed);
		place.begin(placed);
		told.restore(placed.state, watch.ahead(placed.run, placed.asOf));
		[way.doubt, way.absence] = [null, null];
		way.isJoined = true;
	};

	const hearWord = (message: BusMessage) => {
		const word = readWord(message.bytes);
		if (!way.isJoined || log.isHeld() || word.epoch < place.epoch()) return;
		const doubt = watch.hear(word);
		if (doubt) onDoubt(doubt);
		else told.tellHealth({...watch.toHealth(), ...counts});
	};

	const hearHealth = (message: BusMessage) => {
		const health = readToldHealth(message.bytes);
		if (!way.isJoined || health.run !== place.run()) return;
		told.takeHealth(health, watch.ahead(health.run, clock.now()));
	};

	return {
		/** One of the book's messages, of what was accepted. */
		hear(kind: HeardKind, message: BusMessage) {
			if (way.bus.type !== 'connected') return;
			if (kind === 'book') log.hear(message);
			else
				orUnreadable(
					() => {
						(kind === 'tick' ? hearWord : hearHealth)(message);
					},
					// What is no word vouches for nothing.
					() => undefined,
				);
		},
		/** The answer to the question for the book. Returns whether it is of use; throws a `PayloadError` for nonsense. */
		answered(bytes: Uint8Array, message: BusMessage, askedAt: number): boolean {
			const answer = readAnswer(bytes, message);
			if (!answer || way.bus.type !== 'connected') return false;
			const {word, placed} = answer;
			if (isFormer(placed.epoch < place.epoch())) return false;
			watch.measure(word, askedAt);
			join(placed);
			const doubt = word.position === placed.position ? watch.hear(word) : null;
			if (doubt) onDoubt(doubt);
			log.goOn();
			show();
			return true;
		},
		/** The answer to the question for the owner's word. */
		answeredWord(message: BusMessage, askedAt: number) {
			watch.measure(readWord(message.bytes), askedAt);
			if (way.isJoined) log.goOn();
			hearWord(message);
		},
		/** Nobody answers. What is shown then is the newest book that was stored, where none was ever joined. */
		absent(absence: Absence, stored: PlacedState | null) {
			if (way.bus.type !== 'connected') return;
			if (way.isJoined) {
				// Its owner may be silent for a moment only, or another is about to take over.
				if (watch.silentMs() < goneMs) return;
				leave();
				askBook();
			}
			const heardAt = watch.heardAt();
			if (stored && !told.hasBook()) {
				const ahead = clock.wall() - clock.now();
				told.restore(stored.state, stored.at - stored.asOf - ahead);
			}
			const storedAt = heardAt === null ? absence.storedAt : clock.wall(heardAt);
			way.absence = {...absence, storedAt: told.hasBook() ? storedAt : null};
			show();
		},
		onBus(state: BusState) {
			const isRegained = state.type === 'connected' && way.bus.type !== 'connected';
			way.bus = state;
			if (state.type !== 'connected') endAsking();
			if (state.type !== 'connected' || isRegained) leave();
			if (isRegained) {
				way.absence = null;
				askBook();
			}
			show();
		},
		/** The user wants the book to be asked for anew. */
		resync() {
			onDoubt({reason: 'it was asked for', fault: null});
			show();
		},
		/** To be called in the same turn right before a view is made: what is not vouched for any more is not live. */
		judge() {
			if (hasLeapt() && way.bus.type === 'connected') {
				watch.forget();
				onDoubt({reason: 'the clock leapt', fault: null});
			}
			if (way.isJoined && (watch.isMissing() || log.isStuck()))
				onDoubt({reason: 'a message of the relay did not come', fault: null});
			if (way.isJoined && watch.isDue()) askWord();
			show();
		},
	};
};

export type FollowedBook = ReturnType<typeof createFollowedBook>;
