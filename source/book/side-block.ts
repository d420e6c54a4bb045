/** Places of a block at the most: what lies behind a new level is moved, and a block is copied where it is shared. */
export const mostInBlock = 64;

const startCapacity = 16;

/**
 * Levels of one side that follow each other, the best price last. One that is taken away keeps its place, with size
 * zero: it often comes back, and nothing needs to be moved.
 */
export class SideBlock {
	/** Places taken; that of the best price is of a level that is there. */
	length = 0;
	/** Levels there are. */
	count = 0;
	/** When it was made: only a side that has shown nothing since may write to it. */
	readonly era: number;
	/**
	 * Key and size of place i at 2i and 2i + 1, keys ascending. A plain array, as long as there is room: to copy a
	 * typed one takes ten times as long.
	 */
	readonly pairs: number[];

	constructor(era: number, pairs: number[]) {
		this.era = era;
		this.pairs = pairs;
	}

	isFull(): boolean {
		return 2 * this.length === this.pairs.length;
	}

	/** Makes a place for level `at` of `from`, whose key is not there, or takes a free one; it is counted elsewhere. */
	insert(index: number, from: Float64Array, at: number): void {
		const {pairs, length} = this;
		let place = 2 * index;
		if (index > 0 && pairs[place - 1] === 0) place -= 2;
		else if (index === length || pairs[place + 1] !== 0) {
			for (let moved = 2 * length + 1; moved > place + 1; moved--)
				pairs[moved] = pairs[moved - 2] ?? 0;
			this.length = length + 1;
		}
		pairs[place] = from[2 * at] ?? 0;
		pairs[place + 1] = from[2 * at + 1] ?? 0;
	}

	/** Takes out a level. */
	remove(index: number): void {
		const {pairs} = this;
		pairs[2 * index + 1] = 0;
		this.count--;
		while (this.length > 0 && pairs[2 * this.length - 1] === 0) this.length--;
	}

	/** Takes out the worst `count` levels, of those that are there. */
	removeWorst(count: number): void {
		const {pairs} = this;
		let gone = 0;
		for (let left = count; left > 0; gone++) if (pairs[2 * gone + 1] !== 0) left--;
		this.count -= count;
		this.length -= gone;
		const end = 2 * this.length;
		for (let place = 0; place < end; place++) pairs[place] = pairs[place + 2 * gone] ?? 0;
	}

	/** Adds the levels at places of another, which are better than all that are here. */
	append(other: SideBlock, from = 0, to = other.length): void {
		const {pairs} = this;
		let {length} = this;
		for (let place = 2 * from; place < 2 * to; place += 2) {
			const size = other.pairs[place + 1] ?? 0;
			if (size === 0) continue;
			pairs[2 * length] = other.pairs[place] ?? 0;
			pairs[2 * length + 1] = size;
			length++;
		}
		this.count += length - this.length;
		this.length = length;
	}

	/** The same levels, to be written to. */
	copy(era: number): SideBlock {
		const copy = new SideBlock(era, this.pairs.slice());
		copy.length = this.length;
		copy.count = this.count;
		return copy;
	}
}

/**
 * Room for numbers that are no small integers: an array made of it stays one of doubles, whatever is put in. Filled
 * one by one, as an array made at its length is taken for one with holes, each of which is looked for at every read.
 */
const room: number[] = [];
while (room.length < 2 * mostInBlock) room.push(0.5);

/** An empty block with room for so many levels, and a few that may come. */
export const createBlock = (era: number, levels = 0): SideBlock => {
	const capacity = Math.min(mostInBlock, levels + Math.max(startCapacity, levels >> 2));
	return new SideBlock(era, room.slice(0, 2 * capacity));
};

/**
 * Copies the best levels of some blocks, of which the last is the best, as prices and sizes, best first. Returns how
 * many: it stops before a size that stands for one beyond 2^53.
 */
export const copyTop = (
	blocks: readonly SideBlock[],
	count: number,
	sign: 1 | -1,
	into: Float64Array,
): number => {
	let copied = 0;
	for (let at = blocks.length - 1; at >= 0 && copied < count; at--) {
		const block = blocks[at];
		if (block === undefined) break;
		const {pairs} = block;
		for (let place = 2 * block.length - 2; place >= 0; place -= 2) {
			const size = pairs[place + 1] ?? 0;
			if (size === 0) continue;
			if (size < 0) return copied;
			into[2 * copied] = sign * (pairs[place] ?? 0);
			into[2 * copied + 1] = size;
			if (++copied === count) return copied;
		}
	}
	return copied;
};
