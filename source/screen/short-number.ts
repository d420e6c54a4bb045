import type {Decimal} from '../book/fixed-point.js';
import {cutSign, digitsOf, groupDigits} from './digits.js';

/** Thousands, millions, billions, trillions. */
const units = ['', 'k', 'M', 'B', 'T'] as const;

/** Most digits before the point of a value told in a unit. */
const mostFirst = 3;

/** Cells from which on there is a space before the unit: as `123.4 M`. */
const spacedWidth = 7;

/**
 * `12345678` → `12.3 M`, cut and not rounded, with the decimals that a column of this width has room for
 * whatever the value, so that points line up; from 1e15 on `1.23e15`.
 */
const inUnits = (whole: string, fraction: string, width: number): string => {
	const thousands = Math.floor((whole.length - 1) / 3);
	const unit = units[thousands];
	const first = unit === undefined ? 1 : whole.length - 3 * thousands;
	const spaced = width < spacedWidth ? unit : ` ${unit}`;
	const end = unit === undefined ? `e${whole.length - 1}` : (spaced ?? '');
	const room = width - (unit === undefined ? 1 : mostFirst) - '.'.length - end.length;
	const decimals = Math.max(0, room);
	const digits = (whole + fraction).slice(first, first + decimals).padEnd(decimals, '0');
	return whole.slice(0, first) + (digits === '' ? '' : `.${digits}`) + end;
};

/**
 * A number that is too long for its column: with as many of its decimals as there is room for, `padded` of
 * them filled up with zeros (a whole number's only if all have room); where even its whole digits do not
 * fit, in units.
 */
export const shorten = (value: Decimal, width: number, padded: number): string => {
	const {whole, fraction} = digitsOf(value);
	const grouped = groupDigits(whole);
	if (fraction === '' && grouped.length <= width) {
		const filled = padded > 0 ? `${grouped}.${'0'.repeat(padded)}` : grouped;
		return filled.length <= width ? filled : grouped;
	}
	if (fraction === '' || grouped.length + cutSign.length > width)
		return whole.length > mostFirst ? inUnits(whole, fraction, width) : grouped + cutSign;
	const room = width - grouped.length - '.'.length;
	if (fraction.length <= room) return `${grouped}.${fraction.padEnd(Math.min(padded, room), '0')}`;
	const shown = fraction.slice(0, Math.max(0, room - cutSign.length));
	return grouped + (shown === '' ? '' : `.${shown}`) + cutSign;
};
