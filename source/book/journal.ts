import type {SideBlock} from './side-block.js';

/** Changes that may be noted of any side: beyond those, blocks are shared instead. */
const mostNoted = 1024;

/**
 * Of a deep side, a part of its levels: changes that lie anywhere copy most of its blocks after each time that they
 * were shared.
 */
const partNoted = 4;

/** Blocks that are written to. */
export type Live = {
	readonly blocks: readonly SideBlock[];
	/** Ends the journal: from now on they are copied before they are written to. */
	endJournal(): void;
};

const startRoom = 128;

/** As arrays of blocks are made: of numbers that are no small integers. */
let room: number[] = [];
while (room.length < startRoom) room.push(0.5);

const createRoom = (length: number): number[] => {
	while (room.length < length) room = room.concat(room);
	return room.slice(0, length);
};

/**
 * What was written to blocks since the first of some views was made. Undone from its end back to where a view was
 * made, it gives what that view shows: as long as nothing was written the blocks themselves do, and no view that is
 * not read any more ever costs a copy of them.
 */
export class Journal {
	/** Key and former size of each level that was written, oldest first. */
	pairs: number[];
	/** Levels that were written. */
	length = 0;
	/** Null once it has ended. */
	live: Live | null;
	/** The blocks as they were when it ended, not written to any more. */
	end: readonly SideBlock[] = [];

	/** `room`: numbers that the one before had need of, where there was one. */
	constructor(live: Live, room = startRoom) {
		this.live = live;
		this.pairs = createRoom(room);
	}

	/** Makes room for so many levels more, of a side that has so many; false where they are too many. */
	makeRoom(count: number, levels: number): boolean {
		const wanted = this.length + count;
		if (wanted > mostNoted && wanted > levels / partNoted) return false;
		while (2 * wanted > this.pairs.length) this.pairs = this.pairs.concat(this.pairs);
		return true;
	}
}
