import {fromUnits, type Decimal} from './fixed-point.js';
import {toColumns, type LevelColumns} from './level-columns.js';
import {copyTop, type SideBlock} from './side-block.js';
import {toTop, type SideView} from './side-view.js';

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

	/** The best levels, as `topOf` returns them; null where a size of theirs is beyond 2^53. */
	top(count: number, into?: Float64Array): LevelColumns | null {
		const {blocks, sign, priceDecimals, sizeDecimals} = this.#levels;
		const wanted = Math.min(count, this.length);
		const pairs = into && into.length >= 2 * wanted ? into : new Float64Array(2 * wanted);
		const length = copyTop(blocks, wanted, sign, pairs);
		return length < wanted ? null : {length, pairs, priceDecimals, sizeDecimals, wide: null};
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

/**
 * The best levels, as many as there are up to `count`, best first, as whole numbers: a twentieth of what it takes to
 * read each by itself. They go `into` what is handed over where there is room, and into a new array otherwise.
 */
export const topOf = (side: SideView, count: number, into?: Float64Array): LevelColumns =>
	(side instanceof BlockView ? side.top(count, into) : null) ?? toColumns(toTop(side, count));
