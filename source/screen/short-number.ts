import type {Decimal} from '../book/fixed-point.js';
import {cutSign, digitsOf, groupDigits} from './digits.js';

/** Thousands, millions, billions, trillions. */
const units = ['', 'k', 'M', 'B', 'T'] as const;

/** Digits of a value told in a unit. */
const digits = 3;

/** `12345678` → `12.3 M`, or with fewer digits where there is less room; from 1e15 on `1.23e15`. */
const inUnits = (whole: string, width: number): string => {
	const thousands = Math.floor((whole.length - 1) / 3);
	const unit = units[thousands];
	const first = unit === undefined ? 1 : whole.length - 3 * thousands;
	const end = unit === undefined ? `e${whole.length - 1}` : unit;
	const texts = Array.from({length: digits - first + 1}, (_, less) => {
		const rest = whole.slice(first, digits - less).replace(/0+$/, '');
		return whole.slice(0, first) + (rest === '' ? '' : `.${rest}`);
	}).flatMap(text => (unit === undefined ? [text + end] : [`${text} ${end}`, text + end]));
	return texts.find(text => text.length <= width) ?? texts.at(-1) ?? '';
};

/** A number that is too long for its column: what is before its point, if there is room for that, else in units. */
export const shorten = (value: Decimal, width: number): string => {
	const {whole, fraction} = digitsOf(value);
	const all = groupDigits(whole) + (fraction === '' ? '' : cutSign);
	if (all.length <= width) return all;
	return whole.length > 3 ? inUnits(whole, width) : all;
};
