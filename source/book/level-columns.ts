import {fromUnits, unitsAt} from './fixed-point.js';
import type {Level} from './side-view.js';

/** Levels of one side of one message. */
export type LevelColumns = {
	/** Levels there are. */
	readonly length: number;
	/**
	 * Scaled integers: price and size of level i at 2i and 2i + 1. May be a scanner's scratch: it is read before
	 * the next message is read, and whoever keeps levels copies them.
	 */
	readonly pairs: Float64Array;
	/** Decimals the prices in `pairs` are scaled by. */
	readonly priceDecimals: number;
	/** Decimals the sizes in `pairs` are scaled by. */
	readonly sizeDecimals: number;
	/** Exact levels in place of `pairs` where a value is beyond 2^53 at these decimals; null otherwise. */
	readonly wide: readonly Level[] | null;
};

const noPairs = new Float64Array(0);

/** With the fields of others in their order, written out: so whoever reads them finds them at the same places. */
export const noLevels: LevelColumns = {
	length: 0,
	pairs: noPairs,
	priceDecimals: 0,
	sizeDecimals: 0,
	wide: null,
};

export const toColumns = (levels: readonly Level[]): LevelColumns => {
	const {length} = levels;
	if (length === 0) return noLevels;
	let [priceDecimals, sizeDecimals] = [0, 0];
	for (const {price, size} of levels) {
		priceDecimals = Math.max(priceDecimals, price.decimals);
		sizeDecimals = Math.max(sizeDecimals, size.decimals);
	}
	const pairs = new Float64Array(2 * length);
	let at = 0;
	for (const level of levels) {
		const price = unitsAt(level.price, priceDecimals);
		const size = unitsAt(level.size, sizeDecimals);
		if (typeof price === 'bigint' || typeof size === 'bigint')
			return {length, pairs: noPairs, priceDecimals, sizeDecimals, wide: levels};
		pairs[at++] = price;
		pairs[at++] = size;
	}
	return {length, pairs, priceDecimals, sizeDecimals, wide: null};
};

/** Each level by itself: for what is not in a hurry. */
export const toLevels = (columns: LevelColumns): readonly Level[] => {
	const {length, pairs, priceDecimals, sizeDecimals, wide} = columns;
	if (wide) return wide;
	return Array.from({length}, (_, index) => ({
		price: fromUnits(pairs[2 * index] ?? 0, priceDecimals),
		size: fromUnits(pairs[2 * index + 1] ?? 0, sizeDecimals),
	}));
};

/** The same levels, to be kept while further messages are read. */
export const keepColumns = (columns: LevelColumns): LevelColumns =>
	columns.length === 0
		? noLevels
		: {...columns, pairs: columns.wide ? noPairs : columns.pairs.slice(0, 2 * columns.length)};
