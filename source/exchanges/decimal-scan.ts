import type {Decimal} from '../book/fixed-point.js';
import {Byte} from './byte.js';
import type {JsonScan} from './json-scan.js';
import {NumberScan} from './number-scan.js';

/** Reads prices and sizes that stand alone, each at a scale of its own. It knows none beyond 2^53 at that scale. */
export class DecimalScan {
	readonly #scan: JsonScan;
	readonly #numbers = new NumberScan();
	readonly #units = new Float64Array(1);

	constructor(scan: JsonScan) {
		this.#scan = scan;
	}

	/** Takes a number; null for what is none, and for zero. */
	take(): Decimal | null {
		const [scan, numbers, units] = [this.#scan, this.#numbers, this.#units];
		numbers.decimals = 0;
		const end = numbers.read(scan.bytes, scan.at, units, 0);
		const value = units[0] ?? 0;
		if (end < 0 || value === 0) return null;
		scan.at = end;
		return {units: value, decimals: numbers.decimals};
	}

	/** As `take`, of a number in quotes. */
	takeQuoted(): Decimal | null {
		const scan = this.#scan;
		const value = scan.take(Byte.quote) ? this.take() : null;
		return value !== null && scan.take(Byte.quote) ? value : null;
	}
}
