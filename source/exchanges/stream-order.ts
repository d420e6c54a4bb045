import type {FeedFault} from '../faults.js';

/** What speaks against a book; `isSure` where its ids are of no use any more. */
export type Judged = {readonly fault: FeedFault; readonly isSure: boolean};

type Passing = {readonly to: number; readonly time: number | null};

/**
 * How far a stream may be behind a snapshot that came from elsewhere. Of 42 real ones 24 were ahead of
 * it, the farthest by 2.7 s. For longer, the snapshot's id is not of this stream.
 */
const maxBehindMs = 5000;
/** What one increment adds to that at the most: the exchange's clock may leap. */
const maxStepMs = 1000;
const maxBehind = 500;

/**
 * Increments in a row that the stream had left behind already. Some may be repeated; so many, or a few
 * that are new by the exchange's clock, mean that its ids began anew or that one of them was wrong.
 */
const maxRepeated = 50;
const maxRepeatedByIdOnly = 3;
const newByMs = 5000;

/** Judges increments that are old for the book: on their way to its snapshot, repeated, or of other ids. */
export const createStreamOrder = () => {
	/** The newest of the stream by its id, whatever the book made of it, and the newest time told. */
	let newest = -1;
	let newestTime: number | null = null;
	let behind = 0;
	let behindMs = 0;
	let repeated = 0;
	let repeatedByIdOnly = 0;
	/** Doubt was told since the book took an increment. */
	let isDoubted = false;

	const pass = ({to, time}: Passing) => {
		newest = to;
		newestTime = time ?? newestTime;
		repeated = 0;
		repeatedByIdOnly = 0;
		isDoubted = false;
	};

	return {
		/** One that the book takes, or that is kept for it. */
		passed(increment: Passing) {
			pass(increment);
			behind = 0;
			behindMs = 0;
		},
		/** One that is old for a book at this sequence. Returns what speaks against the book, null where nothing does. */
		judgeOld(increment: Passing, sequence: number): Judged | null {
			const {to, time} = increment;
			if (to > newest) {
				const stepMs = behind === 0 ? 0 : (time ?? 0) - (newestTime ?? time ?? 0);
				pass(increment);
				behind++;
				behindMs += Math.min(maxStepMs, Math.max(0, stepMs));
				if (behindMs <= maxBehindMs && behind < maxBehind) return null;
				const detail = `updates are at ${to}, the snapshot was at ${sequence}`;
				return {fault: {code: 'gap', detail}, isSure: true};
			}
			repeated++;
			if (time !== null && newestTime !== null && time - newestTime > newByMs) repeatedByIdOnly++;
			const isSure = repeated >= maxRepeated || repeatedByIdOnly >= maxRepeatedByIdOnly;
			// What is repeated is no newer than what it repeats.
			const isNews = time !== null && newestTime !== null && time > newestTime;
			if (!isSure && (!isNews || isDoubted)) return null;
			isDoubted = true;
			return {fault: {code: 'gap', detail: `ids fell to ${to} from ${sequence}`}, isSure};
		},
	};
};
