import type {SideBlock} from './side-block.js';

const startRoom = 16;

/**
 * Blocks that follow each other, the one with the best price last. The key at which each begins is also kept side by
 * side with those of the others: in a deep book, memory of every block that is looked at has to be waited for.
 */
export class BlockRow {
	/** None is empty but a single one. */
	readonly blocks: SideBlock[];
	/** Of each but the first one above all keys before it, and not above its own. */
	#lows: Float64Array;

	constructor(blocks: readonly SideBlock[]) {
		this.blocks = [...blocks];
		this.#lows = new Float64Array(Math.max(startRoom, 2 * blocks.length));
		this.measure();
	}

	at(place: number): SideBlock {
		const block = this.blocks[place];
		// Not asked for what it is besides: that would be looked up for each level.
		if (block === undefined) throw new RangeError(`no block ${place}`);
		return block;
	}

	/** The one with the best price. */
	last(): SideBlock {
		return this.at(this.blocks.length - 1);
	}

	/** Puts others in the place of `count` blocks: none of them is empty where more than one is left. */
	splice(place: number, count: number, ...others: readonly SideBlock[]): void {
		const before = this.blocks.length;
		this.blocks.splice(place, count, ...others);
		const {length} = this.blocks;
		if (length > this.#lows.length) {
			const lows = new Float64Array(2 * length);
			lows.set(this.#lows);
			this.#lows = lows;
		}
		this.#lows.copyWithin(place + others.length, place + count, before);
		this.measure(place, place + others.length);
		// It may have been empty when it came.
		this.measure(0, 1);
	}

	/** To be called where keys of blocks have become others than they were when they came. */
	measure(from = 0, to = this.blocks.length): void {
		for (let place = from; place < to; place++) this.#lows[place] = this.at(place).pairs[0] ?? 0;
	}

	/** The place of the only block in which the key of level `at` may be. */
	placeOf(levels: Float64Array, at: number): number {
		const lows = this.#lows;
		const key = levels[2 * at] ?? 0;
		let high = this.blocks.length - 1;
		const best = lows[high] ?? 0;
		if (high === 0 || best <= key) return high;
		const worst = lows[0] ?? 0;
		if (key <= worst) return 0;
		// Looked for from where it would be were all as far apart.
		let low = (((key - worst) / (best - worst)) * high) | 0;
		let step = 1;
		if ((lows[low] ?? 0) <= key) {
			while (low + step < high && (lows[low + step] ?? 0) <= key) step *= 2;
			high = Math.min(high, low + step) - 1;
			low += step >> 1;
		} else {
			while (low > step && (lows[low - step] ?? 0) > key) step *= 2;
			high = low - (step >> 1) - 1;
			low = Math.max(0, low - step);
		}
		while (low < high) {
			const middle = (low + high + 1) >>> 1;
			if ((lows[middle] ?? 0) <= key) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	/** As `placeOf`, for a key that is worse than one of this block: messages list the best first. */
	nextPlaceOf(levels: Float64Array, at: number, place: number): number {
		const lows = this.#lows;
		const key = levels[2 * at] ?? 0;
		if (place === 0 || (lows[place] ?? 0) <= key) return place;
		if (place === 1 || (lows[place - 1] ?? 0) <= key) return place - 1;
		return this.placeOf(levels, at);
	}

	/**
	 * Index in the block at a place of the key of level `at`, or where it belongs: looked for from where it would be were
	 * all keys as far apart, as most are. A number handed over as such would be put in a box for each call.
	 */
	find(levels: Float64Array, at: number, place: number): number {
		const {length, pairs} = this.at(place);
		const key = levels[2 * at] ?? 0;
		let index: number;
		if (place < this.blocks.length - 1) {
			const low = (place === 0 ? pairs[0] : this.#lows[place]) ?? 0;
			const high = this.#lows[place + 1] ?? 0;
			index = (((key - low) / (high - low)) * length + 0.5) | 0;
			index = Math.min(Math.max(index, 0), length - 1);
			if (pairs[2 * index] === key) return index;
		} else {
			if (length === 0) return 0;
			const low = pairs[0] ?? 0;
			const high = pairs[2 * length - 2] ?? 0;
			if (!(key < high)) return key === high ? length - 1 : length;
			if (!(key > low)) return 0;
			index = (((key - low) / (high - low)) * (length - 1) + 0.5) | 0;
		}
		while (index < length && (pairs[2 * index] ?? 0) < key) index++;
		while (index > 0 && (pairs[2 * index - 2] ?? 0) >= key) index--;
		return index;
	}
}
