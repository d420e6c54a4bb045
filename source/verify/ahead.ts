import type {ClientInput, ExchangeClient} from '../exchanges/exchange.js';
import {tryAnew, type Trial} from './trial.js';

/** A snapshot that a book in sync has not come up to yet. `at`: the sequence that the book is at. */
export const createAhead = (createClient: () => ExchangeClient, at: () => number) => {
	let ahead: {readonly input: ClientInput; readonly sequence: number} | null = null;
	/** Whether the book was compared with a snapshot by what came last. */
	let isCompared = false;
	return {
		/** Something comes. */
		begin() {
			isCompared = false;
		},
		/** The book was compared with a snapshot, so it has come up to it. */
		compared() {
			isCompared = true;
			ahead = null;
		},
		/** Looks at a snapshot for how far it is: an audit waits until the book has come as far. */
		note(input: ClientInput) {
			if (isCompared) return;
			const sequence = tryAnew(createClient, [input])?.sequence ?? null;
			if (sequence !== null && sequence > at()) ahead = {input, sequence};
		},
		/** Whether one is there; where the book has come up to it, there is none any more. */
		isThere(): boolean {
			if (ahead && ahead.sequence <= at()) ahead = null;
			return ahead !== null;
		},
		/** What a client makes of an input that knew the snapshot before; null where the two do not link. */
		tryBefore(input: ClientInput): Trial | null {
			if (!ahead) return null;
			const found = tryAnew(createClient, [input, ahead.input]);
			if (found?.sequence == null || found.outputs.some(({type}) => type === 'syncing'))
				return null;
			return found;
		},
		drop() {
			ahead = null;
		},
	};
};
