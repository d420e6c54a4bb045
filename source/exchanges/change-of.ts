import type {BookChange} from '../book/order-book.js';
import type {Snapshot} from './increment.js';

export type ChangeRules = {
	/** Levels a side that the stream itself keeps to. */
	readonly maxLevels?: number;
	/** Levels a side that snapshots are limited to. */
	readonly limit?: number;
};

/** What a snapshot or an increment changes. */
export const toChange = (
	{maxLevels, limit}: ChangeRules,
	type: BookChange['type'],
	{to, time, bids, asks, check}: Snapshot,
): BookChange => {
	const change = {type, sequence: to, exchangeTime: time, bids, asks};
	const isUnlimited = limit === undefined || type === 'update';
	// The usual ones first: there is one for each message.
	if (isUnlimited && !check) return maxLevels === undefined ? change : {...change, maxLevels};
	return {
		...change,
		...(maxLevels === undefined ? {} : {maxLevels}),
		...(isUnlimited ? {} : {limit}),
		...(check ? {check} : {}),
	};
};
