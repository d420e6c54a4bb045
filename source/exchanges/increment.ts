import type {LevelColumns} from '../book/level-columns.js';

/** Changes that lead from sequence `from` to sequence `to`. */
export type Increment = {
	/** Of the book that it changes. */
	readonly from: number;
	/** Of the book after it. */
	readonly to: number;
	/** Epoch milliseconds by the exchange's clock; null where it does not say. */
	readonly time: number | null;
	/** In any order; a size of 0 takes a level away. */
	readonly bids: LevelColumns;
	/** Absolute sizes in any order; zero removes. */
	readonly asks: LevelColumns;
};

/** A whole book at sequence `to`. */
export type Snapshot = Omit<Increment, 'from'>;
