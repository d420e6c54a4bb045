import type {Decimal} from '../book/fixed-point.js';
import {formatMoney, formatNumber} from './format.js';

/** The shape of a column of numbers that line up on the point. It grows at once and never shrinks. */
export type ColumnShape = {
	/** Most digits before the point seen. */
	readonly whole: number;
	/** Most digits behind the point seen. */
	readonly decimals: number;
};

export const emptyColumn: ColumnShape = {whole: 1, decimals: 0};

/** Digits before the point. For widths only: a float is exact enough. */
const wholeDigits = ({units, decimals}: Decimal): number => {
	if (typeof units === 'bigint') return Math.max(1, units.toString().length - decimals);
	let digits = 1;
	for (let rest = units / 10 ** decimals; rest >= 10; rest /= 10) digits++;
	return digits;
};

/** The same shape if everything fits, so that a change of shape is a change of identity. */
export const growColumn = (shape: ColumnShape, values: Iterable<Decimal>): ColumnShape => {
	let {whole, decimals} = shape;
	for (const value of values) {
		whole = Math.max(whole, wholeDigits(value));
		decimals = Math.max(decimals, value.decimals);
	}
	return whole === shape.whole && decimals === shape.decimals ? shape : {whole, decimals};
};

/** How a column is written. */
export type ColumnFormat = {
	readonly decimals: number;
	readonly isGrouped: boolean;
	/** Cells of the widest number. */
	readonly width: number;
};

/**
 * Fits a shape to at most `maxDigits` digits in all: decimals give way down to one, digits before
 * the point never do. Infinity shows every digit, as prices must.
 */
export const toColumnFormat = (
	{whole, decimals}: ColumnShape,
	maxDigits: number,
	isGrouped: boolean,
	maxDecimals = Infinity,
): ColumnFormat => {
	const shown = Math.min(decimals, maxDecimals, Math.max(1, maxDigits - whole));
	const spaces = isGrouped ? Math.floor((whole - 1) / 3) : 0;
	// Two cells at least where digits are cut, for the sign in `<0.1`.
	const before = Math.max(whole + spaces, shown < decimals ? 2 : 1);
	return {decimals: shown, isGrouped, width: before + (shown > 0 ? shown + 1 : 0)};
};

/** The same column at least so wide, as under a heading. */
export const widenColumn = (format: ColumnFormat, least: number): ColumnFormat =>
	format.width >= least ? format : {...format, width: least};

/** The number right-aligned in its column, and so on the point. */
export const formatCell = (value: Decimal, {decimals, isGrouped, width}: ColumnFormat): string =>
	formatNumber(value, decimals, isGrouped).padStart(width);

/** The same of money, which is rounded. */
export const formatMoneyCell = (
	value: Decimal,
	{decimals, isGrouped, width}: ColumnFormat,
): string => formatMoney(value, decimals, isGrouped).padStart(width);
