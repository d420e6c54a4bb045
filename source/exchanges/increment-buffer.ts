import type {Increment} from './increment.js';
import {PackedIncrement} from './packed-increment.js';
import {createSharedRoom, type SharedRoom} from './shared-room.js';

/**
 * Increments, and levels in them, kept of a book while it waits for a snapshot: Binance's busiest book changes 42
 * levels ten times a second, of which this is four minutes. A snapshot comes within seconds.
 */
const maxBuffered = 5000;
const maxLevels = 100_000;

/** Levels of 16 bytes that wait in all books together. */
const maxLevelsInAll = 2_000_000;

/** One for the program, whose memory it bounds: however many books there are, and whichever follows them. */
const everyBook = createSharedRoom<PackedIncrement>(maxLevelsInAll);

/**
 * Those that a book at this sequence lacks. Where ids began anew among them, at lower ones, none is old by its id: the
 * place of the book is where one leads to it, or goes on from it. It is before them all where nothing tells.
 */
const lackedBy = (kept: readonly PackedIncrement[], sequence: number): readonly Increment[] => {
	if (kept.every(({from, to}) => from <= to)) return kept.filter(({to}) => to > sequence);
	const led = kept.findLastIndex(({to}) => to === sequence);
	const next = led < 0 ? kept.findIndex(({from}) => from === sequence) : led + 1;
	return kept.slice(Math.max(0, next));
};

/** Increments in order of arrival. Over the bounds the oldest go: a snapshot from before those links to nothing. */
export const createIncrementBuffer = (room: SharedRoom<PackedIncrement> = everyBook) => {
	let lostTo = 0;
	const shelf = room.createShelf({
		maxCount: maxBuffered,
		maxCost: maxLevels,
		costOf: ({cost}) => cost,
		onLost({to}) {
			lostTo = Math.max(lostTo, to);
		},
	});
	const push = (increment: Increment) => {
		shelf.push(increment instanceof PackedIncrement ? increment : new PackedIncrement(increment));
	};
	return {
		push,
		/** Those that a book at this sequence lacks. */
		after: (sequence: number): readonly Increment[] => lackedBy(shelf.values(), sequence),
		/** The farthest that those led to which had to go; 0 where none had to. */
		lostTo: () => lostTo,
		replace(by: readonly Increment[]) {
			shelf.clear();
			lostTo = 0;
			for (const increment of by) push(increment);
		},
	};
};
