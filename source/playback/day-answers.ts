import {createNewestTexts} from './newest-texts.js';

/** Bytes of all markets together. */
const maxBytes = 4_000_000;

/** Answers about the last 24 hours that nobody waited for: the newest of each purpose, for whoever asks next. */
export const createDayAnswers = <T>(textsOf: (answer: T) => readonly string[]) => {
	const newest = createNewestTexts<T>(maxBytes, textsOf);
	return {
		keep: newest.set,
		/** It is given once. */
		take(key: string): T | undefined {
			const known = newest.get(key);
			newest.delete(key);
			return known;
		},
		clear: newest.clear,
	};
};
