import {createNewestTexts} from './newest-texts.js';

/** Answers that nobody waited for, up to a bound over all of them: the newest of each purpose, for whoever asks next. */
export const createUnaskedAnswers = <T>(
	maxBytes: number,
	textsOf: (answer: T) => readonly string[],
) => {
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
