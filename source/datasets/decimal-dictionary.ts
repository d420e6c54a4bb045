import type {Decimal} from '../book/fixed-point.js';
import {GrowingBytes} from './growing-bytes.js';
import {decimalBytes, putDecimal, putUnits} from './parquet-decimal.js';

const startSlots = 1024;
const startBytes = 1024;

/** Scatters numbers over 32 bits. */
const scatter = 0x9e37_79b1;

/** Numbers `units` × 10^-`decimals` in the order in which they come first. */
const createNumbering = () => {
	/** Of each number, what was numbered; not a number for what is not looked for. */
	let units = new Float64Array(startSlots / 2);
	let decimals = new Uint8Array(startSlots / 2);
	let count = 0;
	/** One more than the number of what stands where its units lead, or behind that; 0 where nothing does. */
	let slots = new Int32Array(startSlots);

	/** The slot of what is looked for: its own, or a free one. */
	const find = (wanted: number, wantedDecimals: number): number => {
		const last = slots.length - 1;
		let slot = (Math.imul(wanted | 0, scatter) >>> 8) & last;
		for (;;) {
			const index = (slots[slot] ?? 0) - 1;
			if (index < 0 || (units[index] === wanted && decimals[index] === wantedDecimals)) return slot;
			slot = (slot + 1) & last;
		}
	};

	const grow = () => {
		const [oldUnits, oldDecimals] = [units, decimals];
		units = new Float64Array(2 * oldUnits.length);
		decimals = new Uint8Array(2 * oldUnits.length);
		units.set(oldUnits);
		decimals.set(oldDecimals);
		slots = new Int32Array(2 * slots.length);
		for (let index = 0; index < count; index++) {
			const own = units[index] ?? NaN;
			if (!Number.isNaN(own)) slots[find(own, decimals[index] ?? 0)] = index + 1;
		}
	};

	/** The next number. */
	const add = (own: number, ownDecimals: number): number => {
		if (count === units.length) grow();
		units[count] = own;
		decimals[count] = ownDecimals;
		return count++;
	};

	return {
		/** Its number: the one it has, or the next one. */
		numberOf(own: number, ownDecimals: number): number {
			const known = slots[find(own, ownDecimals)] ?? 0;
			if (known > 0) return known - 1;
			const index = add(own, ownDecimals);
			slots[find(own, ownDecimals)] = index + 1;
			return index;
		},
		/** The next number, of what is not looked for. */
		next: () => add(NaN, 0),
		count: () => count,
		clear() {
			count = 0;
			slots.fill(0);
		},
	};
};

/** Prices or sizes in the order in which they came first, each with its number. */
export const createDecimalDictionary = () => {
	/** As they lie in the file. */
	const values = new GrowingBytes(startBytes);
	const {numberOf, next, count, clear} = createNumbering();

	/** Puts the next one. */
	const put = (write: (view: DataView, at: number) => void) => {
		values.reserve(decimalBytes);
		write(values.view, values.length);
		values.length += decimalBytes;
	};

	/** The number of `units` × 10^-`decimals`; `units`: a whole number from 0 to 2^53. */
	const indexOf = (units: number, decimals: number): number => {
		const known = count();
		const index = numberOf(units, decimals);
		if (index === known)
			put((view, at) => {
				putUnits(view, at, units, decimals);
			});
		return index;
	};

	return {
		indexOf,
		/** What is no such number is a value of its own each time. */
		indexOfDecimal(value: Decimal): number {
			if (typeof value.units === 'number') return indexOf(value.units, value.decimals);
			put((view, at) => {
				putDecimal(view, at, value);
			});
			return next();
		},
		count,
		/** Of memory. */
		bytes: () => values.length,
		written: () => values.written(),
		/** The value of a number, as it lies in the file. */
		copyTo(to: DataView, at: number, index: number) {
			for (let by = 0; by < decimalBytes; by += 4)
				to.setInt32(at + by, values.view.getInt32(decimalBytes * index + by));
		},
		clear() {
			values.length = 0;
			clear();
		},
	};
};

export type DecimalDictionary = ReturnType<typeof createDecimalDictionary>;
