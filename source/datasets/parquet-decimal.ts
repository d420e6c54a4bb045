import {formatDecimal, fromUnits, type Decimal} from '../book/fixed-point.js';
import {FileError} from '../files/file-error.js';

/**
 * Of all prices and sizes: the same in every file, so that all of them make one table. Huobi's sizes are sums of floats,
 * which have up to 17 digits behind the zeros: 0.0019754285714285716. With more decimals not all units would fit.
 */
export const precision = 38;
export const scale = 22;

export const decimalBytes = 16;

const limit = 10n ** BigInt(precision);

const two24 = 2 ** 24;
const two48 = 2 ** 48;

/** Powers of ten from 0 to `scale` as two parts of 24 bits, the lowest first, and what is above, of 26. */
const factors = Array.from({length: scale + 1}, (_, exponent) => {
	const power = 10n ** BigInt(exponent);
	return [power & 0xff_ffffn, (power >> 24n) & 0xff_ffffn, power >> 48n].map(Number);
});

/** Writes a decimal as the whole number of 128 bits that the file holds, the highest byte first. */
export const putDecimal = (view: DataView, at: number, value: Decimal): void => {
	const {units, decimals} = value;
	const scaled = decimals > scale ? limit : BigInt(units) * 10n ** BigInt(scale - decimals);
	if (scaled >= limit)
		throw new FileError(
			`${formatDecimal(value)} does not fit the decimals of Parquet: export it as tardis`,
		);
	view.setBigUint64(at, scaled >> 64n);
	view.setBigUint64(at + 8, BigInt.asUintN(64, scaled));
};

/** As `putDecimal`, of `units` × 10^-`decimals`; `units`: a whole number from 0 to 2^53, so it always fits. */
export const putUnits = (view: DataView, at: number, units: number, decimals: number): void => {
	const factor = factors[scale - decimals];
	if (!factor) {
		putDecimal(view, at, fromUnits(units, decimals));
		return;
	}
	const [f0 = 0, f1 = 0, f2 = 0] = factor;
	const u2 = Math.floor(units / two48);
	const low = units - u2 * two48;
	const u1 = Math.floor(low / two24);
	const u0 = low - u1 * two24;
	// Multiplied by hand, 24 bits at a time, 26 at the top: each sum and what it carries stays below 2^53.
	const r0 = u0 * f0;
	const c0 = Math.floor(r0 / two24);
	const r1 = u0 * f1 + u1 * f0 + c0;
	const c1 = Math.floor(r1 / two24);
	const r2 = u0 * f2 + u1 * f1 + u2 * f0 + c1;
	const c2 = Math.floor(r2 / two24);
	const r3 = u1 * f2 + u2 * f1 + c2;
	const c3 = Math.floor(r3 / two24);
	const [p0, p1, p2, p3] = [r0 - c0 * two24, r1 - c1 * two24, r2 - c2 * two24, r3 - c3 * two24];
	view.setInt32(at, u2 * f2 + c3);
	view.setInt32(at + 4, (p3 << 8) | (p2 >> 16));
	view.setInt32(at + 8, (p2 << 16) | (p1 >> 8));
	view.setInt32(at + 12, (p1 << 24) | p0);
};
