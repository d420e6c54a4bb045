import type {Clock} from '../clock.js';
import {BusError, type Bus, type BusQuestion} from '../transport/bus.js';
import {patienceMs} from './asking.js';
import type {BookLog} from './book-log.js';
import {wordHeader} from './followed-book.js';
import {packPlaced, packWord, type PlacedState, type Word} from './messages.js';
import {toParts, type Part} from './parts.js';

export type AnswersOptions = {
	readonly bus: Pick<Bus, 'answer' | 'maxBytes'>;
	/** Where the questions come. */
	readonly subject: string;
	readonly log: Pick<BookLog, 'word' | 'capture'>;
	readonly clock: Pick<Clock, 'now'>;
	/** Null where it may not vouch for anything. */
	readonly word: () => Word | null;
	/** A book that cannot be told, in words. */
	readonly onTrouble: (words: string) => void;
};

/** The book in the answers that were made of it last: once, however many ask. */
type Packed = {
	readonly of: string;
	readonly state: PlacedState['state'];
	readonly parts: readonly Part[];
};

/** Which part of a book is asked for: from 1, and of what was answered before. */
const readQuestion = (text: string): {readonly part: number; readonly of: string} | null => {
	const [, part, of = ''] = /^book(?: (\d{1,2}) (.{1,200}))?$/.exec(text) ?? [];
	return text.startsWith('book') ? {part: Number(part ?? 1), of} : null;
};

const nameOf = ({run, epoch, position}: PlacedState): string => `${run} ${epoch} ${position}`;

/**
 * Questions for the book that wait until it is known where it stands in the log: while the server stores nothing that
 * may take for ever. Whoever has waited for too long does not listen any more, and has asked again.
 */
const createAsked = ({log, clock}: AnswersOptions) => {
	let asked: {readonly question: BusQuestion; readonly at: number}[] = [];
	let isWaiting = false;
	const forget = () => {
		const now = clock.now();
		asked = asked.filter(({at}) => now - at < patienceMs);
	};
	return (question: BusQuestion, give: (question: BusQuestion, placed: PlacedState) => void) => {
		forget();
		asked.push({question, at: clock.now()});
		if (isWaiting) return;
		isWaiting = true;
		log.capture(placed => {
			isWaiting = false;
			forget();
			const all = asked;
			asked = [];
			for (const one of all) give(one.question, placed);
		});
	};
};

/** Answers who joins with the whole book at an exact position, or with the owner's word alone. Returns stop. */
export const answerQuestions = (options: AnswersOptions): (() => void) => {
	const {bus, subject, word, onTrouble} = options;
	const ask = createAsked(options);
	let packed: Packed | null = null;

	const pack = (placed: PlacedState): Packed => {
		const of = nameOf(placed);
		if (packed?.of === of && packed.state === placed.state) return packed;
		packed = {of, state: placed.state, parts: toParts(packPlaced(placed), bus.maxBytes(), of)};
		return packed;
	};

	const give = (question: BusQuestion, part: Part | undefined) => {
		const said = word();
		if (!said || !part) return;
		question.answer(part.bytes, {...part.headers, [wordHeader]: packWord(said)});
	};

	const giveFirst = (question: BusQuestion, placed: PlacedState) => {
		try {
			give(question, pack(placed).parts[0]);
		} catch (error) {
			if (!(error instanceof BusError)) throw error;
			onTrouble(error.message);
		}
	};

	return bus.answer(subject, question => {
		const text = Buffer.from(question.bytes).toString('latin1');
		const asked = readQuestion(text);
		if (!asked) {
			const said = word();
			if (said) question.answer(Buffer.from(packWord(said)));
		} else if (asked.part > 1 && asked.of === packed?.of)
			give(question, packed.parts[asked.part - 1]);
		else ask(question, giveFirst);
	});
};
