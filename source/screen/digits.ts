import type {Decimal} from '../book/fixed-point.js';

/** Stands where digits were cut off. */
export const cutSign = '…';
/** Stands before a power of ten that is more than the value. */
export const belowSign = '<';

/** The digits of a value, which must not be negative, before and behind its point. */
export const digitsOf = ({
	units,
	decimals,
}: Decimal): {readonly whole: string; readonly fraction: string} => {
	// A number that needs an exponent in text is no integer that is held exactly.
	const text = String(units);
	if (decimals === 0) return {whole: text, fraction: ''};
	const digits = text.padStart(decimals + 1, '0');
	return {whole: digits.slice(0, -decimals), fraction: digits.slice(-decimals)};
};

/** `41220.5` → `41 220.5`: a space between thousands, before the point only. */
export const groupDigits = (text: string): string => {
	const point = text.indexOf('.');
	const end = point < 0 ? text.length : point;
	if (end <= 3) return text;
	let whole = text.slice(0, end % 3);
	for (let at = end % 3; at < end; at += 3)
		whole += (whole === '' ? '' : ' ') + text.slice(at, at + 3);
	return whole + text.slice(end);
};
