import type {BusMessage, BusState} from '../transport/bus.js';
import {createFollowedCore, type FollowedCore, type FollowedPort} from './followed-core.js';
import {readToldHealth} from './health.js';
import {createLeapWatch} from './leap-watch.js';
import {readPlaced, readWord, type PlacedState} from './messages.js';
import {orUnreadable} from './reading.js';
import type {Absence} from './shown-status.js';

/** Of an answer: the owner's word, made when it was sent. */
export const wordHeader = 'word';

/** An owner of before may go on for its lease; where it is one for longer, the log was begun anew. */
const formerMs = 6000;

/** Which of a book's messages one is. */
export type HeardKind = 'book' | 'tick' | 'health';

/** An owner that was not heard for so long, and does not answer, is gone. */
const goneMs = 10_000;

const nothingKnown: Absence = {
	...{storedAt: null, near: [], foreign: null},
	...{isOffered: false, refused: null},
};

/** Tells whether an answer is of an owner of before, who may not know yet that it is none any more. */
const createFormerJudge = ({clock}: FollowedPort) => {
	let since: number | null = null;
	return (isOlder: boolean): boolean => {
		since = isOlder ? (since ?? clock.now()) : null;
		return since !== null && clock.now() - since < formerMs;
	};
};

/** What an answer says: the book, and the owner's word of the moment when it was sent. Null for one that is of no use. */
const readAnswer = (bytes: Uint8Array, {headers}: BusMessage) => {
	const word = readWord(Buffer.from(headers[wordHeader] ?? ''));
	const placed = readPlaced(bytes);
	const isOfOne = word.run === placed.run && word.epoch === placed.epoch;
	return isOfOne ? {word, placed} : null;
};

/** Takes what the owner says besides the log. */
const createHearing = ({clock}: FollowedPort, core: FollowedCore) => {
	const {way, place, told, watch, log, counts, onDoubt} = core;

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

	return {hearWord, hearHealth};
};

/** Takes what is answered, or that nobody answers. */
const createAnswered = (
	port: FollowedPort,
	core: FollowedCore,
	hearWord: (message: BusMessage) => void,
) => {
	const {clock, askBook} = port;
	const {way, place, told, watch, log, leave, onDoubt, join, show} = core;
	const isFormer = createFormerJudge(port);
	return {
		/** The answer to the question for the book. Returns whether it is of use; throws a `PayloadError` for nonsense. */
		answered(bytes: Uint8Array, message: BusMessage, askedAt: number): boolean {
			// Of a book that cannot be followed no answer is of use.
			if (!way.isAudible) return true;
			const answer = readAnswer(bytes, message);
			if (!answer || way.bus.type !== 'connected') return false;
			const {word, placed} = answer;
			if (isFormer(placed.epoch < place.epoch())) return false;
			watch.measure(word, askedAt);
			// It was asked for beside a book that has gone on meanwhile, each step of it proven.
			const isOfNow = way.isJoined && placed.epoch === place.epoch();
			if (isOfNow && placed.position < place.position()) return true;
			join(placed);
			const doubt = word.position === placed.position ? watch.hear(word) : null;
			if (doubt) onDoubt(doubt);
			log.goOn();
			show();
			return true;
		},
		/** The answer to the question for the owner's word. */
		answeredWord(message: BusMessage, askedAt: number) {
			const word = readWord(message.bytes);
			watch.measure(word, askedAt);
			// Who answers is the owner of a log that was begun anew: of it nothing else might ever be heard here.
			if (way.isJoined && word.epoch < place.epoch() && watch.silentMs() >= formerMs)
				onDoubt({reason: 'the log of the relays begins anew', fault: null});
			if (way.isJoined) log.goOn();
			hearWord(message);
		},
		/** Nobody answers. What is shown then is the newest book that was stored, where none was ever joined. */
		absent(absence: Absence, stored: PlacedState | null) {
			if (way.bus.type !== 'connected' || !way.isAudible) return;
			if (way.isJoined) {
				// Its owner may be silent for a moment only, or another is about to take over.
				if (watch.silentMs() < goneMs) return;
				leave();
				askBook();
			}
			told.endHealth();
			const heardAt = watch.heardAt();
			if (stored && !told.hasBook()) {
				const ahead = clock.wall() - clock.now();
				told.restore(stored.state, stored.at - stored.asOf - ahead);
			}
			const storedAt = heardAt === null ? absence.storedAt : clock.wall(heardAt);
			way.absence = {...absence, storedAt: told.hasBook() ? storedAt : null};
			show();
		},
	};
};

/** Takes what may not be done on this connection, in the server's words. */
const createDenied = ({endAsking}: FollowedPort, {way, leave, show}: FollowedCore) => {
	const tell = (words: string) => {
		way.absence = {...nothingKnown, refused: words};
		show();
	};
	return {
		/** It may not be asked for. */
		denied(words: string) {
			if (way.bus.type === 'connected' && !way.isJoined) tell(words);
		},
		/** It may not be listened to. */
		unheard(words: string) {
			way.isAudible = false;
			endAsking();
			leave();
			tell(words);
		},
	};
};

/**
 * A book that a relay tells of: what comes from the bus goes in, what is to be written to the store and asked of
 * the owner comes out. It is live only while the owner says so, of the very book that is here, and its word is fresh.
 */
export const createFollowedBook = (port: FollowedPort) => {
	const {clock, askBook, askWord, endAsking} = port;
	const core = createFollowedCore(port);
	const {way, told, watch, log, leave, onDoubt, show} = core;
	const {hearWord, hearHealth} = createHearing(port, core);
	const hasLeapt = createLeapWatch(clock);

	return {
		...createAnswered(port, core, hearWord),
		...createDenied(port, core),
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
		onBus(state: BusState) {
			const isRegained = state.type === 'connected' && way.bus.type !== 'connected';
			way.bus = state;
			if (state.type !== 'connected') {
				endAsking();
				told.endHealth();
			}
			if (state.type !== 'connected' || isRegained) leave();
			if (isRegained) {
				way.isAudible = true;
				way.absence = null;
				askBook();
			}
			show();
		},
		/** The user wants the book to be asked for anew: one that is vouched for stays live until the answer. */
		resync() {
			if (way.isJoined && watch.isVouched() && !log.isHeld()) askBook();
			else onDoubt({reason: 'it was asked for', fault: null});
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
			if (way.isJoined && (log.isHeld() || watch.isDue())) askWord();
			show();
		},
	};
};

export type FollowedBook = ReturnType<typeof createFollowedBook>;
