import {fromUnits, unitsAt, type Decimal} from './fixed-point.js';

const startCapacity = 32;

/** Up to so many elements a loop moves faster than a call to `copyWithin`. */
const fewElements = 24;

/**
 * A growing list of exact decimals held at one common scale: 8 bytes each in a Float64Array while
 * every value is an integer below 2^53 at that scale, as bigints from the first one that is not
 * (Huobi's sizes of 17 digits). The scale follows the values; comparing two of them is comparing units.
 */
export class DecimalColumn {
	#narrow = new Float64Array(startCapacity);
	/** Takes the place of `#narrow` once set; exactly `length` long. */
	#wide: bigint[] | null = null;
	#length = 0;
	#decimals = 0;

	get length(): number {
		return this.#length;
	}

	/** The value's units at this column's scale, after the column took on a scale that can hold it. */
	admit(value: Decimal): number | bigint {
		if (value.decimals > this.#decimals) this.#rescale(value.decimals);
		const units = unitsAt(value, this.#decimals);
		if (this.#wide) return BigInt(units);
		if (typeof units === 'bigint') this.#widen();
		return units;
	}

	/** Units of an element, as `admit` returns them. */
	unitsAt(index: number): number | bigint {
		return (this.#wide ?? this.#narrow)[index] ?? 0;
	}

	get(index: number): Decimal {
		return fromUnits(this.unitsAt(index), this.#decimals);
	}

	set(index: number, value: Decimal): void {
		const units = this.admit(value);
		if (this.#wide) this.#wide[index] = BigInt(units);
		else this.#narrow[index] = Number(units);
	}

	insert(index: number, value: Decimal): void {
		const units = this.admit(value);
		const end = this.#length++;
		if (this.#wide) {
			this.#wide.splice(index, 0, BigInt(units));
			return;
		}
		if (end === this.#narrow.length) this.#grow();
		const values = this.#narrow;
		if (end - index > fewElements) values.copyWithin(index + 1, index, end);
		else for (let at = end; at > index; at--) values[at] = values[at - 1] ?? 0;
		values[index] = Number(units);
	}

	remove(index: number): void {
		const end = --this.#length;
		if (this.#wide) {
			this.#wide.splice(index, 1);
			return;
		}
		const values = this.#narrow;
		if (end - index > fewElements) values.copyWithin(index, index + 1, end + 1);
		else for (let at = index; at < end; at++) values[at] = values[at + 1] ?? 0;
	}

	/** Removes the first `count` elements. */
	removeFirst(count: number): void {
		if (this.#wide) this.#wide.splice(0, count);
		else this.#narrow.copyWithin(0, count, this.#length);
		this.#length -= count;
	}

	clear(): void {
		this.#wide = null;
		this.#length = 0;
		this.#decimals = 0;
	}

	copy(): DecimalColumn {
		const copy = new DecimalColumn();
		if (this.#wide) copy.#wide = [...this.#wide];
		else copy.#narrow = this.#narrow.slice(0, this.#length);
		copy.#length = this.#length;
		copy.#decimals = this.#decimals;
		return copy;
	}

	#grow(): void {
		const grown = new Float64Array(Math.max(startCapacity, Math.ceil(this.#length * 1.5)));
		grown.set(this.#narrow);
		this.#narrow = grown;
	}

	#rescale(decimals: number): void {
		for (let index = 0; index < this.#length; index++) {
			const value = {units: this.unitsAt(index), decimals: this.#decimals};
			const units = unitsAt(value, decimals);
			if (typeof units === 'bigint' && !this.#wide) this.#widen();
			if (this.#wide) this.#wide[index] = BigInt(units);
			else this.#narrow[index] = Number(units);
		}
		this.#decimals = decimals;
	}

	#widen(): void {
		this.#wide = Array.from(this.#narrow.subarray(0, this.#length), BigInt);
	}
}
