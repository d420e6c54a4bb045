import type {Bus} from '../transport/bus.js';
import {answerQuestions, type AnswersOptions} from './answers.js';
import type {BookLog} from './book-log.js';
import {packWord, readWord, type Word} from './messages.js';
import {orUnreadable} from './reading.js';
import type {BookSubjects} from './subjects.js';

type Port = {
	readonly bus: Bus;
	readonly subjects: BookSubjects;
	readonly log: Pick<BookLog, 'word' | 'capture' | 'giveWay'>;
	/** Null where it may not vouch for anything. */
	readonly word: () => Word | null;
	readonly onTrouble: AnswersOptions['onTrouble'];
	readonly clock: AnswersOptions['clock'];
};

/** What the owner of a book does besides its log: it answers, and hears whether another one took over. Returns stop. */
export const startOwnership = ({bus, subjects, ...port}: Port): (() => void) => {
	const {log, word} = port;
	const stopAnswering = answerQuestions({...port, bus, subject: subjects.ask});
	const stopListening = bus.subscribe(subjects.tick, ({bytes}) => {
		orUnreadable(
			() => {
				log.giveWay(readWord(bytes).epoch);
			},
			// What is no word is no owner's.
			() => undefined,
		);
	});
	// Who had it before need not wait for a refusal.
	const said = word();
	if (said) bus.publish(subjects.tick, Buffer.from(packWord(said)));
	return () => {
		stopAnswering();
		stopListening();
	};
};
