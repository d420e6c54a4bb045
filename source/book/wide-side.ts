import {DecimalColumn} from './decimal-column.js';
import type {Decimal} from './fixed-point.js';
import type {Level, SideName, SideView} from './side-view.js';

/**
 * A side whose prices no double holds at one scale: exact, whatever they are, and slow. Held best price last,
 * because most changes are near the best price and so move few elements.
 */
export class WideSide implements SideView {
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

	best(): Decimal | null {
		return this.length === 0 ? null : this.price(0);
	}

	worst(): Decimal | null {
		return this.length === 0 ? null : this.price(this.length - 1);
	}

	/** The same levels, which stay as they are. */
	view(): SideView {
		const copy = new WideSide(this.#name);
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
