import {fromUnits, powers, unitsAt, zero, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {newPast, type LevelPast} from './level-past.js';

/** The levels of a side as they were seen last. */
export type Seen = {
	readonly levels: LevelColumns;
	/** That are watched: the others are beyond what is vouched for. */
	readonly length: number;
	/** Times at which they came, epoch milliseconds; below zero: they were there already when they were first seen then. */
	readonly from: Float64Array;
	/** The key of the worst price that is watched; infinite where all are. */
	readonly edge: number;
};

/** What is known of a side. Prices are told by keys: whole numbers, of which better prices have lower ones. */
export type WatchedSide = {
	/** The one where something happened last stands last. */
	pasts: Map<number, LevelPast>;
	/** That prices are scaled by in keys: those of the finest one so far. */
	decimals: number;
	/** Null before the first time. */
	seen: Seen | null;
	/** What makes keys of prices. */
	readonly sign: 1 | -1;
};

export const keyOf = ({sign, decimals}: WatchedSide, price: Decimal): number =>
	sign * Number(unitsAt(price, decimals));

export const keyAt = (
	side: WatchedSide,
	{wide, pairs, priceDecimals}: LevelColumns,
	at: number,
): number => {
	if (wide) return keyOf(side, wide[at]?.price ?? zero);
	const {sign, decimals} = side;
	return sign * (pairs[2 * at] ?? 0) * (powers[decimals - priceDecimals] ?? NaN);
};

export const sizeAt = ({wide, pairs, sizeDecimals}: LevelColumns, at: number): Decimal =>
	wide ? (wide[at]?.size ?? zero) : fromUnits(pairs[2 * at + 1] ?? 0, sizeDecimals);

/** Where nothing is known of a price yet but its level, since a time as `Seen` has them. */
export const pastOfLevel = (from: number, size: Decimal): LevelPast =>
	newPast(Math.abs(from), {since: Math.abs(from), isOlder: from < 0, least: size});

/** The index of the level with a key; −1 where there is none. */
const find = (side: WatchedSide, {levels, length}: Seen, key: number): number => {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (keyAt(side, levels, middle) < key) low = middle + 1;
		else high = middle;
	}
	return low < length && keyAt(side, levels, low) === key ? low : -1;
};

/** What is known of a price; null where nothing is, or where it is not watched. */
export const pastAt = (side: WatchedSide, key: number): LevelPast | null => {
	const known = side.pasts.get(key);
	if (known || !side.seen) return known ?? null;
	const at = find(side, side.seen, key);
	return at < 0 ? null : pastOfLevel(side.seen.from[at] ?? 0, sizeAt(side.seen.levels, at));
};

/** Prices and what happened there. */
export type SidePasts = {
	/** Null where nothing is known of a price, or where it is not watched. */
	pastOf(price: Decimal): LevelPast | null;
	/** Of the prices at which something happened. */
	all(): readonly (readonly [price: Decimal, past: LevelPast])[];
};

export const toSidePasts = (side: WatchedSide): SidePasts => ({
	pastOf: price => (price.decimals > side.decimals ? null : pastAt(side, keyOf(side, price))),
	all: () =>
		Array.from(
			side.pasts,
			([key, past]) => [fromUnits(side.sign * key, side.decimals), past] as const,
		),
});
