import type {FeedFault} from '../faults.js';

/** Books refused in a row, after which the exchange's ids are taken to have begun anew. */
const maxRefused = 5;

/**
 * Judges the first book of a connection by what was known before: while the market is quiet, nothing
 * but that tells a snapshot that was old already (Huobi's replies are up to 300 ms, a cache's any age).
 */
export const createAgeGuard = () => {
	let known: number | null = null;
	let refused = 0;
	return {
		/** What is wrong with a first book at this sequence, null where nothing is. */
		judge(sequence: number): FeedFault | null {
			if (known === null || sequence >= known || refused === maxRefused) return null;
			refused++;
			return {code: 'old-snapshot', detail: `${sequence} before ${known}`};
		},
		/** The book is at this sequence. */
		learn(sequence: number) {
			known = sequence;
			refused = 0;
		},
		/** Ids from here on are not to be compared with those before. */
		forget() {
			known = null;
			refused = 0;
		},
	};
};
