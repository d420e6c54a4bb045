import {formatDecimal, powers, type Decimal} from './fixed-point.js';

/** Bytes that a decimal takes at the most: 40 digits on both sides of the point, the point and a sign. */
export const maxDecimalBytes = 82;

const zeroDigit = 0x30;
const point = 0x2e;

/** Up to here digits are told by whole numbers of 32 bits: several times as fast. */
const maxSmall = 0x7fff_ffff;

/** Writes what `formatDecimal` makes of a value, digit by digit in ASCII. Returns where it ends. */
export const writeDecimal = (to: Buffer, from: number, value: Decimal): number => {
	const {units, decimals} = value;
	if (typeof units === 'bigint' || units < 0)
		return from + to.write(formatDecimal(value), from, 'latin1');
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
