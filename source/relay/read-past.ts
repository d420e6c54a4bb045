import type {Clock} from '../clock.js';
import type {BookFacts} from '../store/market-view.js';
import {BusError, type Bus} from '../transport/bus.js';
import {readWord, type PlacedState, type Word} from './messages.js';
import type {PastItem} from './past-book.js';
import {createPastLog, type PastLog} from './past-log.js';
import {readStates} from './past-states.js';
import {PayloadError} from './reading.js';
import {subjectsOf, type BookName} from './subjects.js';

/** How long the owner's word is waited for, in milliseconds. */
const wordMs = 1500;

/** How often it is looked what has come since, in milliseconds. */
const lookMs = 1000;

/** The server's clock and the relays' may differ by that, in milliseconds. */
const skewMs = 60_000;

/** What a relay says now may not be stored yet, in milliseconds. */
const onTheWayMs = 1000;

export type PastOptions = {
	readonly bus: Pick<Bus, 'read' | 'ask'>;
	readonly clock: Pick<Clock, 'now' | 'wall' | 'after'>;
	readonly book: BookName;
	readonly facts: BookFacts;
	/** Where it begins. */
	readonly placed: PlacedState;
	/** Epoch milliseconds; infinite where it goes on with what comes. */
	readonly to: number;
	/** Whether it is not wanted any more. */
	readonly isStopped: () => boolean;
	/** All that there was is told, up to now: more comes with the time. */
	readonly onAll?: (() => void) | undefined;
};

/** The owner's word of now; null where nobody gives one. */
const askWord = async ({bus, book}: PastOptions): Promise<Word | null> => {
	try {
		const {bytes} = await bus.ask(subjectsOf(book).ask, Buffer.from('word'), {timeoutMs: wordMs});
		return readWord(bytes);
	} catch (error) {
		if (error instanceof PayloadError || error instanceof BusError) return null;
		throw error;
	}
};

/** What time it is by the wall clocks of owners, by which all times of the past are told: ours may be minutes apart. */
const createOwnersTime = ({clock}: PastOptions) => {
	let aheadMs = clock.wall() - clock.now();
	return {
		/** A word was told just now. */
		heard({at}: Word) {
			aheadMs = at - clock.now();
		},
		/** Up to then all that there was is stored. */
		storedUpTo(log: PastLog): number {
			// Without a word, it is no sooner than what was told.
			aheadMs = Math.max(aheadMs, log.provenUntil() - clock.now());
			return clock.now() + aheadMs - onTheWayMs;
		},
	};
};

type OwnersTime = ReturnType<typeof createOwnersTime>;

/** The first state after the place where the log cannot be followed; null where there is none yet. */
const findNext = async ({bus, book}: PastOptions, log: PastLog): Promise<PlacedState | null> => {
	const from = {type: 'time', time: log.provenUntil() - skewMs} as const;
	for await (const placed of readStates(bus, subjectsOf(book).state, from))
		if (placed.position > log.position()) return placed;
	return null;
};

/** What is stored of the log, from where the book is; where that cannot be followed, from the next state on. */
async function* readStored(options: PastOptions, log: PastLog): AsyncGenerator<PastItem> {
	const {bus, book, to, isStopped} = options;
	const {log: subject} = subjectsOf(book);
	for (let isNew = true; isNew;) {
		isNew = false;
		if (!log.isBroken())
			for await (const message of bus.read(subject, {
				...{type: 'sequence', sequence: log.position()},
			})) {
				log.read(message);
				yield* log.take();
				if (log.isBroken() || log.last() > to || isStopped()) break;
			}
		const next = log.isBroken() ? await findNext(options, log) : null;
		if (!next) return;
		log.begin(next);
		yield* log.take();
		isNew = true;
	}
}

/** What is known of the time after what is stored, up to `to` or to now. Returns whether more is stored meanwhile. */
const lookOn = async (options: PastOptions, log: PastLog, time: OwnersTime): Promise<boolean> => {
	const word = log.isBroken() ? null : await askWord(options);
	if (word) time.heard(word);
	if (word && word.position > log.position()) return true;
	if (!word || !log.vouch(word)) log.endAt(Math.min(options.to, time.storedUpTo(log)));
	return false;
};

/** Reads all that there is by now; of a busy book some has come meanwhile, for which there is the next time where it goes on. */
async function* readUpToNow(
	options: PastOptions,
	log: PastLog,
	time: OwnersTime,
): AsyncGenerator<PastItem> {
	const {clock, to, isStopped, onAll} = options;
	for (let position = -1; position < log.position() && !isStopped();) {
		const began = clock.now();
		position = log.position();
		yield* readStored(options, log);
		if (log.last() > to) return;
		const isMore = await lookOn(options, log, time);
		const isAll = !isMore || (to === Infinity && clock.now() - began < lookMs);
		if (isAll) onAll?.();
		yield* log.take();
		if (isAll) return;
	}
}

/**
 * What a book was from a state on, by what relays keep of it: in its order, up to a moment, or for as long as it is
 * wanted. Rejects with a `BusError`; one that was read up to now goes on once the bus is there again.
 */
export async function* readPast(options: PastOptions): AsyncGenerator<PastItem> {
	const {clock, to, isStopped} = options;
	const log = createPastLog(options.facts);
	const time = createOwnersTime(options);
	log.begin(options.placed);
	yield* log.take();
	for (let isAll = false; !isStopped(); isAll = true) {
		const lookedAt = clock.now();
		try {
			yield* readUpToNow(options, log, time);
		} catch (error) {
			if (!isAll || isStopped() || !(error instanceof BusError)) throw error;
			log.endAt(time.storedUpTo(log));
			yield* log.take();
		}
		if (to !== Infinity) return;
		// Who takes of several has waited for others meanwhile.
		const waitMs = lookedAt + lookMs - clock.now();
		if (waitMs > 0) await new Promise<void>(resolve => void clock.after(waitMs, resolve));
	}
}
