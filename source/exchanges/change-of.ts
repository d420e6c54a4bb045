import type {BookChange} from '../book/order-book.js';
import type {Snapshot} from './increment.js';

export type ChangeRules = {
	/** Levels a side that the stream itself keeps to. */
	readonly maxLevels?: number;
	/** Levels a side that a snapshot may have been cut at, by those of its longer side. */
	readonly limitOf?: (levels: number) => number;
};

/** What a snapshot or an increment changes. */
export const toChange = (
	{maxLevels, limitOf}: ChangeRules,
	type: BookChange['type'],
	{to, time, bids, asks, check}: Snapshot,
): BookChange => {
	const isUnlimited = limitOf === undefined || type === 'update';
	// Those of each message are written out: to spread one takes as long as to read what is in it.
	if (isUnlimited && !check && maxLevels !== undefined)
		return {type, sequence: to, exchangeTime: time, bids, asks, maxLevels};
	const change = {type, sequence: to, exchangeTime: time, bids, asks};
	if (isUnlimited && !check) return change;
	return {
		...change,
		...(maxLevels === undefined ? {} : {maxLevels}),
		...(isUnlimited ? {} : {limit: limitOf(Math.max(bids.length, asks.length))}),
		...(check ? {check} : {}),
	};
};
