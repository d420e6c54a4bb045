import type {SideBlock} from './side-block.js';

/** Changes that are noted before blocks are shared instead: what a view costs that is read late, and what it keeps. */
const mostNoted = 1024;

/** Blocks that are written to. */
export type Live = {
	readonly blocks: readonly SideBlock[];
	/** Ends the journal: from now on they are copied before they are written to. */
	endJournal(): void;
};

/** As arrays of blocks are made: of numbers that are no small integers. */
const room: number[] = [];
while (room.length < 2 * mostNoted) room.push(0.5);

const startLength = 64;

/**
 * What was written to blocks since the first of some views was made. Undone from its end back to where a view was
 * made, it gives what that view shows: as long as nothing was written the blocks themselves do, and no view that is
 * not read any more ever costs a copy of them.
 */
export class Journal {
	/** Key and former size of each level that was written, oldest first. */
	pairs: number[] = [];
	/** Levels that were written. */
	length = 0;
	/** Null once it has ended. */
	live: Live | null;
	/** The blocks as they were when it ended, not written to any more. */
	end: readonly SideBlock[] = [];

	constructor(live: Live) {
		this.live = live;
	}

	/** Makes room for so many levels more; false where they are too many. */
	makeRoom(count: number): boolean {
		const {pairs, length} = this;
		const wanted = length + count;
		if (wanted > mostNoted) return false;
		if (2 * wanted <= pairs.length) return true;
		this.pairs = room.slice(0, 2 * Math.min(mostNoted, Math.max(startLength, 2 * wanted)));
		for (let place = 0; place < 2 * length; place++) this.pairs[place] = pairs[place] ?? 0;
		return true;
	}
}
