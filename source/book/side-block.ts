/**
 * Levels of a block at the most: copying a block is most of what a view costs, and finding one among many most of
 * what a change does far from the best price.
 */
export const mostInBlock = 64;

const startCapacity = 16;

/** Levels passed at once while one is looked for. */
const stride = 4;

/** Levels of one side that follow each other, the best price last: most changes are near it and so move few. */
export class SideBlock {
	/** Levels there are. */
	length = 0;
	/** When it was made: only a side that has shown nothing since may write to it. */
	readonly era: number;
	/**
	 * Key and size of level i at 2i and 2i + 1, keys ascending. A plain array, as long as there is room: to copy a
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

	/**
	 * Index of the key of level `at` of `wanted`, or where it belongs, which is not above `from`: in strides, then one
	 * by one, as steps that the processor cannot foresee cost more than a few too many. A number handed over as such
	 * would be put in a box for each call.
	 */
	find(wanted: Float64Array, at: number, from = this.length): number {
		const {pairs} = this;
		const key = wanted[2 * at] ?? 0;
		let index = from;
		while (index >= stride && (pairs[2 * (index - stride)] ?? 0) >= key) index -= stride;
		while (index > 0 && (pairs[2 * index - 2] ?? 0) >= key) index--;
		return index;
	}

	/** Puts in level `at` of `from`. */
	insert(index: number, from: Float64Array, at: number): void {
		const {pairs} = this;
		const start = 2 * index;
		for (let place = 2 * this.length++ + 1; place > start + 1; place--)
			pairs[place] = pairs[place - 2] ?? 0;
		pairs[start] = from[2 * at] ?? 0;
		pairs[start + 1] = from[2 * at + 1] ?? 0;
	}

	/** Takes out a level. */
	remove(index: number): void {
		const {pairs} = this;
		const end = 2 * --this.length;
		for (let place = 2 * index; place < end; place++) pairs[place] = pairs[place + 2] ?? 0;
	}

	/** Takes out the worst `count` levels. */
	removeWorst(count: number): void {
		const {pairs} = this;
		this.length -= count;
		const end = 2 * this.length;
		for (let place = 0; place < end; place++) pairs[place] = pairs[place + 2 * count] ?? 0;
	}

	/** Takes over levels of another, which are better than all that are here. */
	append(other: SideBlock, from = 0, to = other.length): void {
		const by = 2 * (this.length - from);
		for (let place = 2 * from; place < 2 * to; place++)
			this.pairs[place + by] = other.pairs[place] ?? 0;
		this.length += to - from;
	}

	/** The same levels, to be written to. */
	copy(era: number): SideBlock {
		const copy = new SideBlock(era, this.pairs.slice());
		copy.length = this.length;
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
		if (!block) break;
		const {length, pairs} = block;
		for (let index = length - 1; index >= 0 && copied < count; index--) {
			const size = pairs[2 * index + 1] ?? 0;
			if (size < 0) return copied;
			into[2 * copied] = sign * (pairs[2 * index] ?? 0);
			into[2 * copied + 1] = size;
			copied++;
		}
	}
	return copied;
};
