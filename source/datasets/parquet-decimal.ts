import {formatDecimal, fromUnits, type Decimal} from '../book/fixed-point.js';
import {FileError} from '../files/file-error.js';

/** Of all prices and sizes: the same in every file, so that all of them make one table. */
export const precision = 38;
export const scale = 18;

export const decimalBytes = 16;

const limit = 10n ** BigInt(precision);

/** Powers of ten from 0 to `scale` as parts of 16 bits, the lowest first. */
const factors = Array.from({length: scale + 1}, (_, exponent) => {
	const power = 10n ** BigInt(exponent);
	return Array.from({length: 4}, (_empty, part) => Number((power >> BigInt(16 * part)) & 0xffffn));
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

const two16 = 65_536;
const two32 = two16 * two16;

/** As `putDecimal`, of `units` × 10^-`decimals`; `units`: a whole number from 0 to 2^53, so it always fits. */
export const putUnits = (view: DataView, at: number, units: number, decimals: number): void => {
	const factor = factors[scale - decimals];
	if (!factor) {
		putDecimal(view, at, fromUnits(units, decimals));
		return;
	}
	const [f0 = 0, f1 = 0, f2 = 0, f3 = 0] = factor;
	const high = Math.floor(units / two32);
	const low = units - high * two32;
	const [u0, u1, u2, u3] = [low & 0xffff, low >>> 16, high & 0xffff, high >>> 16];
	// Multiplied by hand, 16 bits at a time: each sum and what it carries stays far below 2^53.
	const r0 = u0 * f0;
	const r1 = u0 * f1 + u1 * f0 + Math.floor(r0 / two16);
	const r2 = u0 * f2 + u1 * f1 + u2 * f0 + Math.floor(r1 / two16);
	const r3 = u0 * f3 + u1 * f2 + u2 * f1 + u3 * f0 + Math.floor(r2 / two16);
	const r4 = u1 * f3 + u2 * f2 + u3 * f1 + Math.floor(r3 / two16);
	const r5 = u2 * f3 + u3 * f2 + Math.floor(r4 / two16);
	const r6 = u3 * f3 + Math.floor(r5 / two16);
	view.setInt32(at, r6);
	view.setInt32(at + 4, ((r5 & 0xffff) << 16) | (r4 & 0xffff));
	view.setInt32(at + 8, ((r3 & 0xffff) << 16) | (r2 & 0xffff));
	view.setInt32(at + 12, ((r1 & 0xffff) << 16) | (r0 & 0xffff));
};
