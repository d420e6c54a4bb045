import type {StoreWrite} from '../store/store-writes.js';
import type {Batch} from './messages.js';
import {moveWrite, timeOfWrite} from './writes.js';

/** When each write was made, by the wall clock; of one that does not tell, no later than the next. */
const toTimes = (writes: readonly StoreWrite[], at: number): readonly number[] => {
	let next = at;
	return writes
		.toReversed()
		.map(write => (next = Math.min(next, timeOfWrite(write) ?? next)))
		.toReversed();
};

/** The writes of a batch by the wall clock; of those that tell when they were made, up to when the book was surely the one before. */
export const toMoved = ({writes, at, asOf, held}: Batch, aheadMs: number) => {
	const moved = writes.map(write => moveWrite(write, aheadMs));
	const times = toTimes(moved, at);
	return moved.map((write, place) => {
		const madeAt = times[place] ?? at;
		// It may have come long before it was read.
		const cameAt = Math.min(asOf, held.get(place) ?? Infinity) + aheadMs;
		const sureUpTo = timeOfWrite(write) === null ? null : Math.min(cameAt, madeAt);
		return {write, madeAt, sureUpTo};
	});
};
