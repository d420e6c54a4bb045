import {Byte, Digit} from './byte.js';

/** Digits before the point, and behind it, that are read as plain numbers; decimals at the most. */
const maxDigits = 15;
const maxExponentDigits = 3;

/** Ten to the power of each index: a number holds every one of them exactly. */
export const powers = Float64Array.from({length: 23}, (_, exponent) => Number(`1e${exponent}`));
const power = (exponent: number): number => powers[exponent] ?? Number.NaN;

/** Decimals of `units`, which were written with so many, without the zeros at the end. */
const withoutZeros = (units: number, decimals: number): number => {
	while (decimals > 0 && units % 10 === 0) {
		units /= 10;
		decimals--;
	}
	return decimals;
};

/**
 * Reads the prices, or the sizes, of one side as whole numbers at one scale: as many decimals as the values needed so
 * far. They go to every other place of the pairs.
 */
export class NumberScan {
	decimals = 0;
	/** Whether it stopped at what may well be a number, but is none below 2^53 at this scale. */
	isBeyond = false;
	#exponent = 0;

	/**
	 * Reads an unsigned number into a place. Returns the index behind it, -1 where it is none, or none that fits.
	 * Whatever comes after the bytes must be no digit.
	 */
	read(bytes: Buffer, at: number, pairs: Float64Array, place: number): number {
		const from = at;
		let whole = 0;
		let digit = (bytes[at] ?? 0) - Byte.zero;
		for (; digit >>> 0 < 10; digit = (bytes[++at] ?? 0) - Byte.zero) whole = whole * 10 + digit;
		const count = at - from;
		if (count === 0 || (count > 1 && bytes[from] === Byte.zero)) return -1;
		let fraction = 0;
		let decimals = 0;
		if (digit === Digit.point) {
			const behind = ++at;
			digit = (bytes[at] ?? 0) - Byte.zero;
			for (; digit >>> 0 < 10; digit = (bytes[++at] ?? 0) - Byte.zero)
				fraction = fraction * 10 + digit;
			decimals = at - behind;
			if (decimals === 0) return -1;
		}
		let exponent = 0;
		if (digit === Digit.smallE || digit === Digit.bigE) {
			at = this.#readExponent(bytes, at + 1);
			if (at < 0) return -1;
			exponent = this.#exponent;
		}
		if (count > maxDigits || decimals > maxDigits) return this.#stop();
		const units = whole * power(decimals) + fraction;
		return this.#put(units, decimals - exponent, pairs, place) ? at : -1;
	}

	/** Returns the index behind the exponent, -1 where there is none that can be. */
	#readExponent(bytes: Buffer, at: number): number {
		const sign = (bytes[at] ?? 0) - Byte.zero;
		if (sign === Digit.minus || sign === Digit.plus) at++;
		const from = at;
		let exponent = 0;
		let digit = (bytes[at] ?? 0) - Byte.zero;
		for (; digit >= 0 && digit <= 9; digit = (bytes[++at] ?? 0) - Byte.zero)
			exponent = exponent * 10 + digit;
		this.#exponent = sign === Digit.minus ? -exponent : exponent;
		return at === from || at - from > maxExponentDigits ? -1 : at;
	}

	/** Puts `units` that have so many decimals, fewer than none where zeros follow. */
	#put(units: number, decimals: number, pairs: Float64Array, place: number): boolean {
		if (units === 0) return this.#keep(0, pairs, place);
		if (units > Number.MAX_SAFE_INTEGER) return this.#stop() > 0;
		const wanted = decimals > this.decimals ? withoutZeros(units, decimals) : decimals;
		if (wanted > this.decimals && !this.#refine(wanted, pairs, place)) return false;
		const shift = this.decimals - decimals;
		// Where it is cut, zeros are: the quotient is exact.
		const scaled = shift < 0 ? units / power(-shift) : units * power(shift);
		return this.#keep(scaled, pairs, place);
	}

	/** Takes on a scale of more decimals, at which what was put before this place stays what it was. */
	#refine(decimals: number, pairs: Float64Array, place: number): boolean {
		if (decimals > maxDigits) return this.#stop() > 0;
		const factor = power(decimals - this.decimals);
		this.decimals = decimals;
		for (let at = place - 2; at >= 0; at -= 2)
			if (!this.#keep((pairs[at] ?? 0) * factor, pairs, at)) return false;
		return true;
	}

	#keep(scaled: number, pairs: Float64Array, place: number): boolean {
		// Nor where a power was too large to be known.
		if (!(scaled <= Number.MAX_SAFE_INTEGER)) return this.#stop() > 0;
		pairs[place] = scaled;
		return true;
	}

	#stop(): -1 {
		this.isBeyond = true;
		return -1;
	}
}
