import {compareDecimals, formatDecimal, fromUnits} from '../book/fixed-point.js';
import {toLevels, type LevelColumns} from '../book/level-columns.js';
import type {BookChange} from '../book/order-book.js';
import type {Snapshot} from './increment.js';

export type ChangeRules = {
	/** Levels a side that the stream itself keeps to. */
	readonly maxLevels?: number;
	/** Levels a side in which a loss would be seen, where it would not be in all of them. */
	readonly seenLevels?: number;
	/** Levels a side that a snapshot may have been cut at, by those of its longer side. */
	readonly limitOf?: (levels: number) => number;
};

/** How the prices of two levels that follow each other differ. */
const stepBefore = ({pairs, wide}: LevelColumns, index: number): number => {
	if (wide === null) return (pairs[2 * index] ?? 0) - (pairs[2 * index - 2] ?? 0);
	const [before, level] = [wide[index - 1], wide[index]];
	return before && level ? compareDecimals(level.price, before.price) : 0;
};

const isSorted = (levels: LevelColumns): boolean => {
	const sign = levels.length > 1 && stepBefore(levels, 1) < 0 ? -1 : 1;
	for (let index = 1; index < levels.length; index++)
		if (!(sign * stepBefore(levels, index) > 0)) return false;
	return true;
};

/** Of two sizes at one price nothing tells which is the book's, or whether both together are. */
const refuseRepeated = (levels: LevelColumns): void => {
	if (isSorted(levels)) return;
	const prices = new Set<string>();
	for (const {price} of toLevels(levels)) {
		const text = formatDecimal(fromUnits(price.units, price.decimals));
		if (prices.has(text)) throw new RangeError(`a whole book has the price ${text} twice`);
		prices.add(text);
	}
};

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/**
 * What a snapshot or an increment changes; throws where a snapshot has a price twice. Field by field, in one order: to
 * spread one takes as long as to read what is in it, and makes objects of so many kinds that whoever reads their fields
 * has to look for them.
 */
export const toChange = (
	{maxLevels, seenLevels, limitOf}: ChangeRules,
	type: BookChange['type'],
	{to, time, bids, asks, check}: Snapshot,
): BookChange => {
	if (type === 'snapshot') {
		refuseRepeated(bids);
		refuseRepeated(asks);
	}
	const change: Mutable<BookChange> = {type, sequence: to, exchangeTime: time, bids, asks};
	if (maxLevels !== undefined) change.maxLevels = maxLevels;
	if (seenLevels !== undefined) change.seenLevels = seenLevels;
	if (limitOf && type === 'snapshot') change.limit = limitOf(Math.max(bids.length, asks.length));
	if (check) change.check = check;
	return change;
};
