import {fromUnits, powers, unitsAt, zero, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import type {LevelPast} from './level-past.js';
import {netOf, newRecord, toPast, type LevelRecord, type Raw} from './level-record.js';

/** The levels of a side as they were seen last, best first. */
export type Seen = {
	readonly levels: LevelColumns;
	/** Levels that are watched: the others are beyond what is vouched for. */
	readonly length: number;
	/** The key of the worst price that is watched; infinite where all are. */
	readonly edge: number;
	/** What makes keys of the prices in `levels`. */
	readonly factor: number;
	/** When each came, epoch milliseconds; below zero: it was there already when it was first seen then. */
	readonly from: Float64Array;
	/** Of those at which something happened. */
	readonly records: (LevelRecord | undefined)[];
};

/** What is known of a side. Prices are told by keys: whole numbers, of which better prices have lower ones. */
export type WatchedSide = {
	/** Prices at which something happened, and where there is no level now. The one that lost its last stands last. */
	gone: Map<number, LevelRecord>;
	/** That prices are scaled by in keys: those of the finest one so far. */
	decimals: number;
	/** Null before the first time. */
	seen: Seen | null;
	/** What makes keys of prices. */
	readonly sign: 1 | -1;
};

export const keyOf = ({sign, decimals}: WatchedSide, price: Decimal): number =>
	sign * Number(unitsAt(price, decimals));

/** What makes keys of scaled prices. */
export const factorOf = ({sign, decimals}: WatchedSide, priceDecimals: number): number =>
	sign * (powers[decimals - priceDecimals] ?? NaN);

export const keyAt = ({levels: {wide, pairs}, factor}: Seen, side: WatchedSide, at: number) =>
	wide ? keyOf(side, wide[at]?.price ?? zero) : factor * (pairs[2 * at] ?? 0);

export const sizeAt = ({wide, pairs, sizeDecimals}: LevelColumns, at: number): Raw =>
	wide ? (wide[at]?.size ?? zero) : {units: pairs[2 * at + 1] ?? 0, decimals: sizeDecimals};

/** The index of the level with a key; −1 where there is none. */
export const findLevel = (side: WatchedSide, seen: Seen, key: number): number => {
	let low = 0;
	let high = seen.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (keyAt(seen, side, middle) < key) low = middle + 1;
		else high = middle;
	}
	return low < seen.length && keyAt(seen, side, low) === key ? low : -1;
};

/** Prices and what happened there. */
export type SidePasts = {
	/** Null where nothing is known of a price, or where it is not watched. */
	pastOf(price: Decimal): LevelPast | null;
	/** Of the prices at which something happened. */
	all(): readonly (readonly [price: Decimal, past: LevelPast])[];
	/** Added less taken away within the window, at the prices at which something happened. */
	nets(now: number): readonly (readonly [price: Decimal, net: Decimal])[];
};

const recordsOf = (side: WatchedSide): readonly (readonly [key: number, LevelRecord])[] => {
	const {seen, gone} = side;
	if (!seen) return [];
	const there = seen.records.flatMap((record, at) =>
		record && at < seen.length ? [[keyAt(seen, side, at), record] as const] : [],
	);
	return [...there, ...gone];
};

/** Of a side as it is at the time of asking. */
export const toSidePasts = (get: () => WatchedSide): SidePasts => {
	const each = <T>(read: (record: LevelRecord) => T) => {
		const side = get();
		return recordsOf(side).map(
			([key, record]) => [fromUnits(side.sign * key, side.decimals), read(record)] as const,
		);
	};
	return {
		pastOf(price) {
			const side = get();
			const {seen, gone} = side;
			if (!seen || price.decimals > side.decimals) return null;
			const key = keyOf(side, price);
			const at = findLevel(side, seen, key);
			const record = at < 0 ? gone.get(key) : seen.records[at];
			if (record || at < 0) return record ? toPast(record) : null;
			return toPast(newRecord(seen.from[at] ?? 0, sizeAt(seen.levels, at), 0));
		},
		all: () => each(toPast),
		nets: now => each(record => netOf(record, now)),
	};
};

const copyRecord = (record: LevelRecord): LevelRecord => ({
	...record,
	recent: [...record.recent],
	changes: record.changes.map(change => ({...change})),
});

/** As it is now, to be kept. */
export const copySide = (side: WatchedSide): WatchedSide => {
	const {seen, gone} = side;
	return {
		...side,
		gone: new Map(Array.from(gone, ([key, record]) => [key, copyRecord(record)])),
		seen: seen && {
			...seen,
			levels: {...seen.levels, pairs: seen.levels.pairs.slice()},
			from: seen.from.slice(),
			records: seen.records.map(record => record && copyRecord(record)),
		},
	};
};
