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

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};

/**
 * What a snapshot or an increment changes. Field by field, in one order: to spread one takes as long as to read what
 * is in it, and makes objects of so many kinds that whoever reads their fields has to look for them.
 */
export const toChange = (
	{maxLevels, seenLevels, limitOf}: ChangeRules,
	type: BookChange['type'],
	{to, time, bids, asks, check}: Snapshot,
): BookChange => {
	const change: Mutable<BookChange> = {type, sequence: to, exchangeTime: time, bids, asks};
	if (maxLevels !== undefined) change.maxLevels = maxLevels;
	if (seenLevels !== undefined) change.seenLevels = seenLevels;
	if (limitOf && type === 'snapshot') change.limit = limitOf(Math.max(bids.length, asks.length));
	if (check) change.check = check;
	return change;
};
