import type {BookChange} from '../book/order-book.js';
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
	/** What the exchange says of the book after it. */
	readonly check?: BookChange['check'];
};

/** What an increment is to a book: the one after it, one that it has already, one that tells of no change, or a later one. */
export type Follows = 'next' | 'old' | 'idle' | 'lost';

/** How increments link, where each begins where the one before ended: they are differences of two books. */
export const followsExactly = (id: number, {from, to}: Increment): Follows => {
	if (to <= id) return 'old';
	return from === id ? 'next' : 'lost';
};

/** The same where one may begin before the book is: safe only where it lists every level touched on its way. */
export const followsOverlapping = (id: number, {from, to}: Increment): Follows => {
	if (to <= id) return 'old';
	return from <= id ? 'next' : 'lost';
};

/** A whole book at sequence `to`. */
export type Snapshot = Omit<Increment, 'from'>;
