import type {Level} from '../book/book-side.js';

/** Changes that lead from sequence `from` to sequence `to`. */
export type Increment = {
	/** Of the book that it changes. */
	readonly from: number;
	/** Of the book after it. */
	readonly to: number;
	/** Epoch milliseconds by the exchange's clock; null where it does not say. */
	readonly time: number | null;
	/** In any order; a size of 0 takes a level away. */
	readonly bids: readonly Level[];
	/** Absolute sizes in any order; zero removes. */
	readonly asks: readonly Level[];
};

/** A whole book at sequence `to`. */
export type Snapshot = Omit<Increment, 'from'>;
