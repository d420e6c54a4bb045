import {DecimalColumn} from './decimal-column.js';
import type {Decimal} from './fixed-point.js';
import {toLevels, type LevelColumns} from './level-columns.js';
import type {Level, SideName, SideView} from './side-view.js';

/**
 * The sorted levels of one side. Held best price last, because most changes are near the best
 * price and so move few elements.
 */
export class BookSide implements SideView {
	readonly #name: SideName;
	#prices = new DecimalColumn();
	#sizes = new DecimalColumn();

	constructor(name: SideName) {
		this.#name = name;
	}

	get length(): number {
		return this.#prices.length;
	}

	price(rank: number): Decimal {
		return this.#prices.get(this.length - 1 - rank);
	}

	size(rank: number): Decimal {
		return this.#sizes.get(this.length - 1 - rank);
	}

	/** Sets a level to its absolute size. Zero removes it; removing what is not there is normal. */
	set({price, size}: Level): void {
		const units = this.#prices.admit(price);
		const index = this.#search(units);
		const found = index < this.length && this.#prices.unitsAt(index) === units;
		if (size.units === 0) {
			if (!found) return;
			this.#prices.remove(index);
			this.#sizes.remove(index);
		} else if (found) {
			this.#sizes.set(index, size);
		} else {
			this.#prices.insert(index, price);
			this.#sizes.insert(index, size);
		}
	}

	/** Of two levels with one price, the one listed first stays. */
	replace(levels: LevelColumns): void {
		this.#prices.clear();
		this.#sizes.clear();
		// Exchanges list the best price first: from the back, each level goes to the end of the columns.
		for (const level of toLevels(levels).toReversed()) this.set(level);
	}

	/** Sets levels to their absolute sizes: of two with one price, the one listed last stays. */
	update(levels: LevelColumns): void {
		for (const level of toLevels(levels)) this.set(level);
	}

	/** Keeps the best `count` levels. */
	cutTo(count: number): void {
		const excess = this.length - count;
		if (excess <= 0) return;
		this.#prices.removeFirst(excess);
		this.#sizes.removeFirst(excess);
	}

	/** Levels from the best one to this price. */
	countTo(price: Decimal): number {
		return this.length - this.#search(this.#prices.admit(price));
	}

	copy(): SideView {
		const copy = new BookSide(this.#name);
		copy.#prices = this.#prices.copy();
		copy.#sizes = this.#sizes.copy();
		return copy;
	}

	/** Index of the price, or where it belongs: gallops from the best price, then bisects. */
	#search(units: number | bigint): number {
		const isBids = this.#name === 'bids';
		const prices = this.#prices;
		// Whether an element stands before the price wanted.
		const isBefore = (index: number) => {
			const at = prices.unitsAt(index);
			return isBids ? at < units : at > units;
		};
		let high = this.length;
		let step = 1;
		while (high - step >= 0 && !isBefore(high - step)) {
			high -= step;
			step *= 2;
		}
		let low = high - step >= 0 ? high - step + 1 : 0;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (isBefore(middle)) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
