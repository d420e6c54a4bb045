/**
 * Levels of a block at the most: copying a block is most of what a view costs, and finding one among many most of
 * what a change does far from the best price.
 */
export const mostInBlock = 256;

const startCapacity = 32;

/** Up to so many levels a loop moves faster than `copyWithin`. */
const fewLevels = 24;

/** Levels of one side that follow each other, the best price last: most changes are near it and so move few. */
export class SideBlock {
	/** Levels there are. */
	length = 0;
	/** When it was made: only a side that has shown nothing since may write to it. */
	readonly era: number;
	/** Key and size of level i at 2i and 2i + 1, keys ascending. */
	readonly pairs: Float64Array;

	constructor(era: number, pairs: Float64Array) {
		this.era = era;
		this.pairs = pairs;
	}

	isFull(): boolean {
		return 2 * this.length === this.pairs.length;
	}

	/**
	 * Index of the key of level `at` of `wanted`, or where it belongs: gallops from the best price, then bisects.
	 * A number handed over as such would be put in a box for each call.
	 */
	find(wanted: Float64Array, at: number): number {
		const {pairs} = this;
		const key = wanted[2 * at] ?? 0;
		let high = this.length;
		let step = 1;
		while (high - step >= 0 && (pairs[2 * (high - step)] ?? 0) >= key) {
			high -= step;
			step *= 2;
		}
		let low = Math.max(0, high - step + 1);
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((pairs[2 * middle] ?? 0) < key) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** Puts in level `at` of `from`. */
	insert(index: number, from: Float64Array, at: number): void {
		const {pairs} = this;
		const end = 2 * this.length++;
		if (this.length - index > fewLevels) pairs.copyWithin(2 * index + 2, 2 * index, end);
		else
			for (let place = end + 1; place > 2 * index + 1; place--)
				pairs[place] = pairs[place - 2] ?? 0;
		pairs[2 * index] = from[2 * at] ?? 0;
		pairs[2 * index + 1] = from[2 * at + 1] ?? 0;
	}

	remove(index: number): void {
		const {pairs} = this;
		const end = 2 * --this.length;
		if (this.length - index > fewLevels) pairs.copyWithin(2 * index, 2 * index + 2, end + 2);
		else for (let place = 2 * index; place < end; place++) pairs[place] = pairs[place + 2] ?? 0;
	}

	/** Removes the first `count` levels, the worst. */
	removeFirst(count: number): void {
		this.pairs.copyWithin(0, 2 * count, 2 * this.length);
		this.length -= count;
	}

	/** Takes over levels of another, which are better than all that are here. */
	append(other: SideBlock, from = 0, to = other.length): void {
		this.pairs.set(other.pairs.subarray(2 * from, 2 * to), 2 * this.length);
		this.length += to - from;
	}

	/** The same levels, to be written to. */
	copy(era: number): SideBlock {
		const copy = new SideBlock(era, this.pairs.slice());
		copy.length = this.length;
		return copy;
	}
}

/** An empty block with room for so many levels, and a few that may come. */
export const createBlock = (era: number, levels = 0): SideBlock => {
	const room = levels + Math.max(startCapacity, levels >> 2);
	return new SideBlock(era, new Float64Array(2 * Math.min(mostInBlock, room)));
};
