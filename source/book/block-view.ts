import {fromUnits, type Decimal} from './fixed-point.js';
import type {SideBlock} from './side-block.js';
import type {SideView} from './side-view.js';

/** What the blocks of a side hold. */
export type BlockLevels = {
	/** The one with the best price last; keys are prices, negative for asks. None is empty but a single one. */
	readonly blocks: readonly SideBlock[];
	/** Levels in all of them. */
	readonly length: number;
	/** What makes prices of keys. */
	readonly sign: 1 | -1;
	/** Decimals that prices are scaled by. */
	readonly priceDecimals: number;
	/** Decimals that sizes are scaled by. */
	readonly sizeDecimals: number;
	/** Sizes beyond 2^53 at that scale: -1 stands for the first of them, in place of the size. */
	readonly wideSizes: readonly Decimal[];
};

const noBlock = (): never => {
	throw new RangeError('no level of this rank');
};

/** A side as it was at one moment: its blocks are not written to any more. */
export class BlockView implements SideView {
	readonly length: number;
	readonly #levels: BlockLevels;
	/** The block that was read last, its place, and the rank of its best level: ranks are read in their order. */
	#block: SideBlock;
	#at: number;
	#from = 0;

	constructor(levels: BlockLevels) {
		this.length = levels.length;
		this.#levels = levels;
		this.#at = levels.blocks.length - 1;
		this.#block = levels.blocks[this.#at] ?? noBlock();
	}

	price(rank: number): Decimal {
		const index = this.#seek(rank);
		const {sign, priceDecimals} = this.#levels;
		return fromUnits(sign * (this.#block.pairs[2 * index] ?? 0), priceDecimals);
	}

	size(rank: number): Decimal {
		const index = this.#seek(rank);
		const units = this.#block.pairs[2 * index + 1] ?? 0;
		const {sizeDecimals, wideSizes} = this.#levels;
		if (units < 0) return wideSizes[-units - 1] ?? noBlock();
		return fromUnits(units, sizeDecimals);
	}

	/** Index of a level in `#block`. */
	#seek(rank: number): number {
		if (!(rank >= 0 && rank < this.length)) noBlock();
		const {blocks} = this.#levels;
		while (rank < this.#from) {
			this.#block = blocks[++this.#at] ?? noBlock();
			this.#from -= this.#block.length;
		}
		while (rank >= this.#from + this.#block.length) {
			this.#from += this.#block.length;
			this.#block = blocks[--this.#at] ?? noBlock();
		}
		return this.#block.length - 1 - (rank - this.#from);
	}
}
