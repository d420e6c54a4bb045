import type {Increment} from './increment.js';
import {createIncrementBuffer} from './increment-buffer.js';

/**
 * Increments that wait for a snapshot. Where ids begin anew among them, those of before are dropped, and no snapshot
 * that may be of those ids is to be used: all that comes would be old for its id, and the book live without it.
 */
export const createWaitingIncrements = () => {
	const buffer = createIncrementBuffer();
	/** Where the one that led farthest led to, of these ids. */
	let newest: Pick<Increment, 'to' | 'time'> | null = null;
	let isAnew = false;

	/** It is news, though what came led farther; one that leads from there to a lower id is a link. */
	const beginsAnew = ({from, to, time}: Increment): boolean =>
		newest !== null && to < newest.to && from <= to && (time ?? 0) > (newest.time ?? Infinity);

	const clear = () => {
		buffer.replace([]);
		newest = null;
		isAnew = false;
	};

	return {
		clear,
		push(increment: Increment) {
			const {from, to, time} = increment;
			if (beginsAnew(increment)) {
				clear();
				isAnew = true;
				// What is repeated is there.
			} else if (newest && to <= newest.to && from <= to) return;
			if (!newest || to > newest.to || from > to) newest = {to, time};
			buffer.push(increment);
		},
		/** Those that a book at this sequence lacks. */
		after: buffer.after,
		/** The farthest that those led to which had to go for want of room; 0 where none had to. */
		lostTo: buffer.lostTo,
		/** Whether a sequence may be of the ids of before: nothing has come as far since they began anew. */
		isOfOthers: (sequence: number): boolean => isAnew && sequence > (newest?.to ?? 0),
	};
};
