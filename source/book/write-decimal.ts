import {formatDecimal, powers, type Decimal} from './fixed-point.js';

/** Bytes that a decimal takes at the most: 40 digits on both sides of the point, the point and a sign. */
export const maxDecimalBytes = 82;

const zeroDigit = 0x30;
const point = 0x2e;

/** Up to here digits are told by whole numbers of 32 bits: several times as fast. */
const maxSmall = 0x7fff_ffff;

/**
 * Writes `units` × 10^-`decimals` in plain digits, ASCII, zeros at the end and all; `units`: a whole number from 0 to
 * 2^53. Returns where it ends.
 */
const writeDigits = (to: Uint8Array, from: number, units: number, decimals: number): number => {
	let digits = decimals + 1;
	while (units >= (powers[digits] ?? Infinity)) digits++;
	const end = from + digits + (decimals > 0 ? 1 : 0);
	const pointAt = decimals > 0 ? end - decimals - 1 : -1;
	if (decimals > 0) to[pointAt] = point;
	let at = end;
	let rest = units;
	while (rest > maxSmall) {
		if (--at === pointAt) at--;
		// Exact up to 2^53: what is cut off is a tenth at the least, and no rounding is as much.
		const quotient = Math.floor(rest / 10);
		to[at] = zeroDigit + (rest - quotient * 10);
		rest = quotient;
	}
	let small = rest | 0;
	while (at > from) {
		if (--at === pointAt) at--;
		const quotient = (small / 10) | 0;
		to[at] = zeroDigit + (small - quotient * 10);
		small = quotient;
	}
	return end;
};

/** Writes what `formatDecimal` makes of a value, digit by digit in ASCII. Returns where it ends. */
export const writeDecimal = (to: Buffer, from: number, {units, decimals}: Decimal): number =>
	typeof units === 'bigint' || units < 0
		? from + to.write(formatDecimal({units, decimals}), from, 'latin1')
		: writeDigits(to, from, units, decimals);

/** As `writeDecimal`, of `units` × 10^-`decimals` without zeros at the end; `units`: a whole number from 0 to 2^53. */
export const writeUnits = (
	to: Uint8Array,
	from: number,
	units: number,
	decimals: number,
): number => {
	if (units === 0) return writeDigits(to, from, 0, 0);
	while (decimals > 0) {
		const quotient = units > maxSmall ? Math.floor(units / 10) : (units / 10) | 0;
		if (quotient * 10 !== units) break;
		units = quotient;
		decimals--;
	}
	return writeDigits(to, from, units, decimals);
};
