import type {Decimal} from '../book/fixed-point.js';
import {GrowingBytes} from './growing-bytes.js';
import {decimalBytes, putDecimal, putUnits} from './parquet-decimal.js';

const startSlots = 1024;
const startBytes = 1024;

/** Scatters numbers over 32 bits. */
const scatter = 0x9e37_79b1;

/** Numbers `units` × 10^-`decimals` in the order in which they come first. */
class Numbering {
	/** Of each number, what was numbered; not a number for what is not looked for. */
	#units = new Float64Array(startSlots / 2);
	#decimals = new Uint8Array(startSlots / 2);
	#count = 0;
	/** One more than the number of what stands where its units lead, or behind that; 0 where nothing does. */
	#slots = new Int32Array(startSlots);

	get count(): number {
		return this.#count;
	}

	/** Its number: the one it has, or the next one. */
	numberOf(units: number, decimals: number): number {
		const slot = this.#find(units, decimals);
		const known = this.#slots[slot] ?? 0;
		if (known > 0) return known - 1;
		const isFull = this.#count === this.#units.length;
		const index = this.#add(units, decimals);
		this.#slots[isFull ? this.#find(units, decimals) : slot] = index + 1;
		return index;
	}

	/** The next number, of what is not looked for. */
	next(): number {
		return this.#add(NaN, 0);
	}

	clear(): void {
		this.#count = 0;
		this.#slots.fill(0);
	}

	/** The slot of what is looked for: its own, or a free one. */
	#find(units: number, decimals: number): number {
		const slots = this.#slots;
		const last = slots.length - 1;
		let slot = (Math.imul(units | 0, scatter) >>> 8) & last;
		for (;;) {
			const index = (slots[slot] ?? 0) - 1;
			if (index < 0 || (this.#units[index] === units && this.#decimals[index] === decimals))
				return slot;
			slot = (slot + 1) & last;
		}
	}

	#add(units: number, decimals: number): number {
		if (this.#count === this.#units.length) this.#grow();
		this.#units[this.#count] = units;
		this.#decimals[this.#count] = decimals;
		return this.#count++;
	}

	#grow(): void {
		const [units, decimals] = [this.#units, this.#decimals];
		this.#units = new Float64Array(2 * units.length);
		this.#decimals = new Uint8Array(2 * units.length);
		this.#units.set(units);
		this.#decimals.set(decimals);
		this.#slots = new Int32Array(2 * this.#slots.length);
		for (let index = 0; index < this.#count; index++) {
			const own = units[index] ?? NaN;
			if (!Number.isNaN(own)) this.#slots[this.#find(own, decimals[index] ?? 0)] = index + 1;
		}
	}
}

/** Prices or sizes in the order in which they came first, each with its number. */
export class DecimalDictionary {
	/** As they lie in the file. */
	readonly #values = new GrowingBytes(startBytes);
	readonly #numbering = new Numbering();

	get count(): number {
		return this.#numbering.count;
	}

	/** The number of `units` × 10^-`decimals`; `units`: a whole number from 0 to 2^53. */
	indexOf(units: number, decimals: number): number {
		const known = this.#numbering.count;
		const index = this.#numbering.numberOf(units, decimals);
		if (index < known) return index;
		const at = this.#makeRoom();
		putUnits(this.#values.view, at, units, decimals);
		return index;
	}

	/** What is no such number is a value of its own each time. */
	indexOfDecimal(value: Decimal): number {
		if (typeof value.units === 'number') return this.indexOf(value.units, value.decimals);
		const at = this.#makeRoom();
		putDecimal(this.#values.view, at, value);
		return this.#numbering.next();
	}

	/** Of memory. */
	bytes(): number {
		return this.#values.length;
	}

	written(): Uint8Array {
		return this.#values.written();
	}

	/** The value of a number, as it lies in the file. */
	copyTo(to: DataView, at: number, index: number): void {
		const {view} = this.#values;
		for (let by = 0; by < decimalBytes; by += 4)
			to.setInt32(at + by, view.getInt32(decimalBytes * index + by));
	}

	clear(): void {
		this.#values.length = 0;
		this.#numbering.clear();
	}

	/** Where the next value is put. */
	#makeRoom(): number {
		const values = this.#values;
		values.reserve(decimalBytes);
		values.length += decimalBytes;
		return values.length - decimalBytes;
	}
}
