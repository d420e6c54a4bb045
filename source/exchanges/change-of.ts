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

/** What a snapshot or an increment changes. */
export const toChange = (
	{maxLevels, seenLevels, limitOf}: ChangeRules,
	type: BookChange['type'],
	{to, time, bids, asks, check}: Snapshot,
): BookChange => {
	const isUnlimited = limitOf === undefined || type === 'update';
	// Those of each message are written out: to spread one takes as long as to read what is in it.
	const isPlain = isUnlimited && !check && seenLevels === undefined;
	if (isPlain && maxLevels !== undefined)
		return {type, sequence: to, exchangeTime: time, bids, asks, maxLevels};
	const change = {type, sequence: to, exchangeTime: time, bids, asks};
	if (isPlain) return change;
	return {
		...change,
		...(maxLevels === undefined ? {} : {maxLevels}),
		...(seenLevels === undefined ? {} : {seenLevels}),
		...(isUnlimited ? {} : {limit: limitOf(Math.max(bids.length, asks.length))}),
		...(check ? {check} : {}),
	};
};
