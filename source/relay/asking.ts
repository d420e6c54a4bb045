import type {Clock} from '../clock.js';
import {BusError, type Bus, type BusMessage} from '../transport/bus.js';
import {createPartJoiner, placeOf} from './parts.js';

/** How long an answer is waited for. */
export const patienceMs = 1500;

/** Bounds of the wait before a question is asked again: doubled each time, of which a random share. */
const firstPauseMs = 200;
const mostPauseMs = 2000;

/** Questions for a whole book within this time are not asked all at once. */
const hastyMs = 5000;

/** Tries after which nobody is taken to be there; one that is not refused at once may be slow. */
const triesInVain = 2;

export type AskingOptions = {
	readonly bus: Pick<Bus, 'ask'>;
	readonly subject: string;
	readonly clock: Pick<Clock, 'now' | 'after'>;
	/** From 0 to below 1. */
	readonly random: () => number;
	/** The whole book, by the message that ended it. Returns whether it is of use; else it is asked for again. */
	readonly onBook: (bytes: Uint8Array, message: BusMessage, askedAt: number) => boolean;
	readonly onWord: (message: BusMessage, askedAt: number) => void;
	/** Nobody answers; it is asked on. */
	readonly onNobody: () => void;
	/** The server does not let us ask for the book, in its words; it is asked on. */
	readonly onDenied: (words: string) => void;
};

/** What part of which answer comes next: `book 2 <of>`. */
const nextPart = ({headers}: BusMessage): string | null => {
	const place = placeOf(headers);
	return place && place.part < place.count ? `book ${place.part + 1} ${place.of}` : null;
};

const isNobody = (error: unknown): boolean => error instanceof BusError && error.code === 'nobody';

/** Pauses between questions: longer from try to try, and each a random share of what it may be. */
const createPauses = ({clock, random}: Pick<AskingOptions, 'clock' | 'random'>) => {
	let cancel = () => {};
	let books: readonly number[] = [];
	return {
		after: (tries: number) =>
			new Promise<void>(resolve => {
				const most = Math.min(mostPauseMs, firstPauseMs * 2 ** Math.min(tries, 10));
				cancel = clock.after(random() * most, resolve);
			}),
		cancel() {
			cancel();
		},
		/** How many books were asked for lately, before this one. */
		countBook(): number {
			const now = clock.now();
			books = [...books.filter(at => now - at < hastyMs), now].slice(-20);
			return books.length - 1;
		},
	};
};

const createQuestion =
	({bus, subject}: AskingOptions) =>
	(text: string) =>
		bus.ask(subject, Buffer.from(text), {timeoutMs: patienceMs});

/** One question at a time; without an answer it is as if it had not been asked. */
const createWordQuestion = (
	{clock, onWord, onNobody}: AskingOptions,
	ask: ReturnType<typeof createQuestion>,
) => {
	let isAsked = false;
	return async (): Promise<void> => {
		if (isAsked) return;
		isAsked = true;
		const askedAt = clock.now();
		try {
			onWord(await ask('word'), askedAt);
		} catch (error) {
			// Whoever needs it asks again.
			if (isNobody(error)) onNobody();
		} finally {
			isAsked = false;
		}
	};
};

/** Asks a book's owner for the book until there is an answer of use, and now and then for its word. */
export const createAsking = (options: AskingOptions) => {
	const {clock, onBook, onNobody, onDenied} = options;
	const pauses = createPauses(options);
	/** Of the book's question: an answer to one of before is of no use any more. */
	let current = 0;

	const ask = createQuestion(options);
	const word = createWordQuestion(options, ask);

	/** Reads the book, in parts where it is long; whether it was of use. */
	const readBook = async (turn: number): Promise<boolean> => {
		const joiner = createPartJoiner();
		for (let text: string | null = 'book'; text !== null;) {
			const askedAt = clock.now();
			const message = await ask(text);
			if (turn !== current) return true;
			text = nextPart(message);
			const whole = joiner.add(message);
			if (whole) return onBook(whole, message, askedAt);
		}
		return false;
	};

	const askOn = async (turn: number, recent: number): Promise<void> => {
		if (recent > 0) await pauses.after(recent - 1);
		for (let tries = 0; turn === current; tries++) {
			try {
				if (await readBook(turn)) return;
			} catch (error) {
				if (turn !== current) return;
				if (error instanceof BusError && error.code === 'denied') onDenied(error.message);
				else if (isNobody(error) || tries + 1 >= triesInVain) onNobody();
			}
			await pauses.after(tries);
		}
	};

	return {
		/** From now on; an answer to a question of before is not taken. */
		book() {
			pauses.cancel();
			void askOn(++current, pauses.countBook());
		},
		word,
		/** Nothing is asked any more. */
		stop() {
			current++;
			pauses.cancel();
		},
	};
};

export type Asking = ReturnType<typeof createAsking>;
