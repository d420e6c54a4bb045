import {BlockSide} from './block-side.js';
import {compareDecimals, type Decimal} from './fixed-point.js';
import {toColumns, toLevels, type LevelColumns} from './level-columns.js';
import {toTop, type SideName, type SideView} from './side-view.js';
import {WideSide} from './wide-side.js';

/** The sorted levels of one side: in blocks, as long as their prices fit one scale. */
export class BookSide implements SideView {
	readonly #name: SideName;
	readonly #blocks: BlockSide;
	/** Takes the place of `#blocks` once a price did not fit, until the next snapshot. */
	#wide: WideSide | null = null;
	/** As the side is, null where it has changed since the last one. */
	#view: SideView | null = null;

	constructor(name: SideName) {
		this.#name = name;
		this.#blocks = new BlockSide(name);
	}

	get length(): number {
		return (this.#wide ?? this.#blocks).length;
	}

	price(rank: number): Decimal {
		return this.view().price(rank);
	}

	size(rank: number): Decimal {
		return this.view().size(rank);
	}

	/**
	 * Sets levels to their absolute sizes: of two with one price, the one listed last stays. Zero removes;
	 * removing what is not there is normal.
	 */
	update(levels: LevelColumns): void {
		if (levels.length === 0) return;
		this.#view = null;
		const taken = this.#wide === null ? this.#blocks.update(levels) : 0;
		if (taken === levels.length) return;
		this.#wide ??= this.#widened();
		for (const level of toLevels(levels).slice(taken)) this.#wide.set(level);
	}

	/** Of two levels with one price, the one listed first stays. */
	replace(levels: LevelColumns): void {
		this.#view = null;
		this.#wide = null;
		if (this.#blocks.replace(levels)) return;
		this.#wide = new WideSide(this.#name);
		for (const level of toLevels(levels).toReversed()) this.#wide.set(level);
	}

	/** Keeps the best `count` levels. */
	cutTo(count: number): void {
		if (this.length <= count) return;
		this.#view = null;
		(this.#wide ?? this.#blocks).cutTo(count);
	}

	/** Levels from the best one to this price. */
	countTo(price: Decimal): number {
		return (this.#wide ?? this.#blocks).countTo(price);
	}

	/** The best price, not in normal form; null where there is none. */
	best(): Decimal | null {
		return (this.#wide ?? this.#blocks).best();
	}

	/** Of bids: whether the best one is at or above the best of these asks. */
	reaches(asks: BookSide): boolean {
		if (this.#wide === null && asks.#wide === null) return this.#blocks.reaches(asks.#blocks);
		const [bid, ask] = [this.best(), asks.best()];
		return bid !== null && ask !== null && compareDecimals(bid, ask) >= 0;
	}

	/** The worst price; null where there is none. */
	worst(): Decimal | null {
		return (this.#wide ?? this.#blocks).worst();
	}

	/** The best levels, as many as there are up to `count`, best first; written over by the next call. */
	top(count: number): LevelColumns {
		return this.#wide ? toColumns(toTop(this.#wide, count)) : this.#blocks.top(count);
	}

	/** The side as it is, which stays so; the same object as long as nothing is written. */
	view(): SideView {
		return (this.#view ??= (this.#wide ?? this.#blocks).view());
	}

	#widened(): WideSide {
		const side = new WideSide(this.#name);
		const view = this.#blocks.view();
		for (let rank = view.length - 1; rank >= 0; rank--)
			side.set({price: view.price(rank), size: view.size(rank)});
		return side;
	}
}
