import {fromUnits, unitsAt, type Decimal} from './fixed-point.js';

/**
 * A growing list of exact decimals held at one common scale: 8 bytes each in a Float64Array while
 * every value is an integer below 2^53 at that scale, as bigints from the first one that is not
 * (Huobi's sizes of 17 digits). The scale follows the values; comparing two of them is comparing units.
 */
export class DecimalColumn {
	#values: Float64Array | bigint[] = new Float64Array(32);
	#length = 0;
	#decimals = 0;

	get length(): number {
		return this.#length;
	}

	/** The value's units at this column's scale, after the column took on a scale that can hold it. */
	admit(value: Decimal): number | bigint {
		if (value.decimals > this.#decimals) this.#rescale(value.decimals);
		const units = unitsAt(value, this.#decimals);
		if (Array.isArray(this.#values)) return BigInt(units);
		if (typeof units === 'number') return units;
		this.#widen();
		return units;
	}

	/** Units of an element, as `admit` returns them. */
	unitsAt(index: number): number | bigint {
		return this.#values[index] ?? 0;
	}

	get(index: number): Decimal {
		return fromUnits(this.unitsAt(index), this.#decimals);
	}

	set(index: number, value: Decimal): void {
		const units = this.admit(value);
		this.#values[index] = units as never;
	}

	insert(index: number, value: Decimal): void {
		const units = this.admit(value);
		this.#reserve();
		this.#values.copyWithin(index + 1, index, this.#length);
		this.#values[index] = units as never;
		this.#length++;
	}

	remove(index: number): void {
		this.#values.copyWithin(index, index + 1, this.#length);
		this.#length--;
	}

	/** Removes the first `count` elements. */
	removeFirst(count: number): void {
		this.#values.copyWithin(0, count, this.#length);
		this.#length -= count;
	}

	clear(): void {
		this.#values = new Float64Array(32);
		this.#length = 0;
		this.#decimals = 0;
	}

	copy(): DecimalColumn {
		const copy = new DecimalColumn();
		copy.#values = this.#values.slice(0, this.#length);
		copy.#length = this.#length;
		copy.#decimals = this.#decimals;
		return copy;
	}

	#reserve(): void {
		if (Array.isArray(this.#values)) {
			if (this.#values.length === this.#length) this.#values.push(0n);
		} else if (this.#values.length === this.#length) {
			const grown = new Float64Array(Math.max(32, Math.ceil(this.#length * 1.5)));
			grown.set(this.#values);
			this.#values = grown;
		}
	}

	#rescale(decimals: number): void {
		for (let index = 0; index < this.#length; index++) {
			const units = unitsAt({units: this.unitsAt(index), decimals: this.#decimals}, decimals);
			if (typeof units === 'bigint' && !Array.isArray(this.#values)) {
				this.#widen();
			}
			this.#values[index] = (Array.isArray(this.#values) ? BigInt(units) : units) as never;
		}
		this.#decimals = decimals;
	}

	#widen(): void {
		this.#values = Array.from({length: this.#length}, (_, index) => BigInt(this.unitsAt(index)));
	}
}
