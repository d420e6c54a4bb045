import {powers} from '../book/fixed-point.js';
import {writeUnits as writeAnyUnits} from '../book/write-decimal.js';
import type {GrowingBytes} from './growing-bytes.js';

/** Digits that are written at once. */
const chunkDigits = 4;
const chunk = 10 ** chunkDigits;

/** What is told by two chunks on each side of the point. */
const mostDecimals = 2 * chunkDigits;
const endOfWhole = chunk * chunk;

/** Four digits in ASCII of each number below 10,000, zeros before it and all. */
const digits = new Int32Array(chunk);
/** Zeros at the end of those. */
const zerosBehind = new Uint8Array(chunk);
for (let value = 0; value < chunk; value++) {
	const text = String(value).padStart(chunkDigits, '0');
	digits[value] = Buffer.from(text).readInt32BE();
	zerosBehind[value] = chunkDigits - text.replace(/0+$/, '').length;
}

const zerosBefore = (value: number): number =>
	value < 10 ? 3 : value < 100 ? 2 : value < 1000 ? 1 : 0;

/** Without zeros before it; some bytes behind its end are written over. Returns where it ends. */
const writeWhole = (view: DataView, from: number, whole: number): number => {
	const high = (whole / chunk) | 0;
	const low = whole - high * chunk;
	const zeros = zerosBefore(high > 0 ? high : low);
	view.setInt32(from, (digits[high > 0 ? high : low] ?? 0) << (8 * zeros));
	const end = from + chunkDigits - zeros;
	if (high === 0) return end;
	view.setInt32(end, digits[low] ?? 0);
	return end + chunkDigits;
};

const point = 0x2e;

/**
 * Writes `units` × 10^-`decimals` in plain digits, without zeros at the end; some bytes behind may be written over.
 * `units`: a whole number from 0 to 2^53. Returns where it ends.
 */
export const writeUnits = (
	{bytes, view}: Pick<GrowingBytes, 'bytes' | 'view'>,
	from: number,
	units: number,
	decimals: number,
): number => {
	const scale = powers[decimals] ?? Infinity;
	// Exact: a whole number below 2^53 is nearer to none above it than a double can tell.
	const whole = Math.floor(units / scale);
	if (decimals > mostDecimals || whole >= endOfWhole)
		return writeAnyUnits(bytes, from, units, decimals);
	const end = writeWhole(view, from, whole | 0);
	const rest = units - whole * scale;
	if (rest === 0) return end;
	bytes[end] = point;
	const padded = (rest * (powers[mostDecimals - decimals] ?? 0)) | 0;
	const high = (padded / chunk) | 0;
	const low = padded - high * chunk;
	view.setInt32(end + 1, digits[high] ?? 0);
	if (low === 0) return end + 1 + chunkDigits - (zerosBehind[high] ?? 0);
	view.setInt32(end + 1 + chunkDigits, digits[low] ?? 0);
	return end + 1 + 2 * chunkDigits - (zerosBehind[low] ?? 0);
};
