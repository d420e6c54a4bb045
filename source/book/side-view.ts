import type {Decimal} from './fixed-point.js';

export type Level = {readonly price: Decimal; readonly size: Decimal};

export type SideName = 'bids' | 'asks';

/**
 * What readers may do with one side of a book. Rank 0 is the best price. To read ranks in their order costs the
 * same wherever they are.
 */
export type SideView = {
	/** Levels there are. */
	readonly length: number;
	/** Of a rank below `length`. */
	price(rank: number): Decimal;
	/** Of a rank below `length`; absolute, never zero. */
	size(rank: number): Decimal;
};

/** An empty side, for books nothing is known of yet. */
export const emptySide: SideView = {
	length: 0,
	price() {
		throw new RangeError('an empty side has no prices');
	},
	size() {
		throw new RangeError('an empty side has no sizes');
	},
};

/** The best levels, as many as there are up to `count`. */
export const toTop = (side: SideView, count: number): readonly Level[] =>
	Array.from({length: Math.min(count, side.length)}, (_, rank) => ({
		price: side.price(rank),
		size: side.size(rank),
	}));
