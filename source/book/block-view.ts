import {BlockList} from './block-list.js';
import {fromUnits, type Decimal} from './fixed-point.js';
import type {Journal} from './journal.js';
import {toColumns, type LevelColumns} from './level-columns.js';
import {copyTop, type SideBlock} from './side-block.js';
import {toTop, type SideView} from './side-view.js';

/** What the numbers in the blocks of a side mean. */
export type BlockLevels = {
	/** What makes prices of keys. */
	readonly sign: 1 | -1;
	/** Decimals that prices are scaled by. */
	readonly priceDecimals: number;
	/** Decimals that sizes are scaled by. */
	readonly sizeDecimals: number;
	/** Sizes beyond 2^53 at that scale: -1 stands for the first of them, in place of the size. */
	readonly wideSizes: readonly Decimal[];
};

const noLevel = (): never => {
	throw new RangeError('no level of this rank');
};

/** The blocks as they were when so many levels had been written, after which others were. */
const undo = ({pairs, length, end}: Journal, written: number): readonly SideBlock[] => {
	const count = length - written;
	if (count === 0) return end;
	// The newest first, so that each level ends with its oldest size.
	const former = new Float64Array(2 * count);
	for (let at = 0; at < count; at++) {
		const from = 2 * (length - 1 - at);
		former[2 * at] = pairs[from] ?? 0;
		former[2 * at + 1] = pairs[from + 1] ?? 0;
	}
	const list = new BlockList(end);
	list.write(former, count);
	return list.blocks;
};

/** A side as it was at one moment: made of blocks that are written to, as long as they are not. */
export class BlockView implements SideView {
	readonly length: number;
	readonly #levels: BlockLevels;
	/** Null once it has blocks that stay as they are. */
	#journal: Journal | null;
	/** Levels in the journal that had been written by then. */
	readonly #written: number;
	/** The one with the best price last. */
	#blocks: readonly SideBlock[];
	/** The block that was read last, where it is, and the rank of its best level: ranks are read in their order. */
	#block: SideBlock | null = null;
	#at = 0;
	#from = 0;
	/** The place in it that was read last, and its rank. */
	#place = 0;
	#rank = 0;

	constructor(levels: BlockLevels, list: BlockList) {
		this.length = list.length;
		this.#levels = levels;
		this.#journal = list.journal();
		this.#written = this.#journal.length;
		this.#blocks = list.blocks;
	}

	price(rank: number): Decimal {
		const {pairs} = this.#seek(rank);
		const {sign, priceDecimals} = this.#levels;
		return fromUnits(sign * (pairs[2 * this.#place] ?? 0), priceDecimals);
	}

	size(rank: number): Decimal {
		const {pairs} = this.#seek(rank);
		const units = pairs[2 * this.#place + 1] ?? 0;
		const {sizeDecimals, wideSizes} = this.#levels;
		if (units < 0) return wideSizes[-units - 1] ?? noLevel();
		return fromUnits(units, sizeDecimals);
	}

	/** The best levels, as `topOf` returns them; null where a size of theirs is beyond 2^53. */
	top(count: number, into?: Float64Array): LevelColumns | null {
		this.#settle();
		const {sign, priceDecimals, sizeDecimals} = this.#levels;
		const wanted = Math.min(count, this.length);
		const pairs = into && into.length >= 2 * wanted ? into : new Float64Array(2 * wanted);
		const length = copyTop(this.#blocks, wanted, sign, pairs);
		return length < wanted ? null : {length, pairs, priceDecimals, sizeDecimals, wide: null};
	}

	/** Takes blocks of its own where those that it was made of have been written to. */
	#settle(): void {
		const journal = this.#journal;
		if (journal === null || (journal.live !== null && journal.length === this.#written)) return;
		journal.live?.endJournal();
		this.#blocks = undo(journal, this.#written);
		this.#journal = null;
		this.#block = null;
	}

	/** Moves to the place of a level. Returns its block. */
	#seek(rank: number): SideBlock {
		if (!(rank >= 0 && rank < this.length)) noLevel();
		this.#settle();
		let block = this.#block ?? this.#enter(this.#blocks.length - 1, 0);
		while (rank < this.#from) {
			const better = this.#blocks[this.#at + 1] ?? noLevel();
			block = this.#enter(this.#at + 1, this.#from - better.count);
		}
		while (rank >= this.#from + block.count)
			block = this.#enter(this.#at - 1, this.#from + block.count);
		const {pairs} = block;
		while (this.#rank < rank) if (pairs[2 * --this.#place + 1] !== 0) this.#rank++;
		while (this.#rank > rank) if (pairs[2 * ++this.#place + 1] !== 0) this.#rank--;
		return block;
	}

	/** Goes to the best level of a block, which has this rank. */
	#enter(at: number, rank: number): SideBlock {
		const block = this.#blocks[at] ?? noLevel();
		this.#block = block;
		this.#at = at;
		this.#from = rank;
		this.#rank = rank;
		this.#place = block.length - 1;
		return block;
	}
}

/** As `topOf`; null where not all of them are held as numbers, and to read each by itself is as fast. */
export const narrowTopOf = (
	side: SideView,
	count: number,
	into?: Float64Array,
): LevelColumns | null => (side instanceof BlockView ? side.top(count, into) : null);

/**
 * The best levels, as many as there are up to `count`, best first, as whole numbers: a twentieth of what it takes to
 * read each by itself. They go `into` what is handed over where there is room, and into a new array otherwise.
 */
export const topOf = (side: SideView, count: number, into?: Float64Array): LevelColumns =>
	narrowTopOf(side, count, into) ?? toColumns(toTop(side, count));
