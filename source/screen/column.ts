import type {Decimal} from '../book/fixed-point.js';
import {belowSign, cutSign, digitsOf, groupDigits} from './digits.js';
import {shorten} from './short-number.js';

/** What a column makes room for, whatever stands in it at the moment. */
export type NumberShape = {
	/** Digits before the point. */
	readonly whole: number;
	/** Digits behind it with which nothing is cut as a rule. */
	readonly decimals: number;
	/** Those of them without which the numbers would be of no use. */
	readonly useful: number;
	/** So many decimals are filled up with zeros. */
	readonly padded: number;
};

/** How a column of numbers that line up on the point is written. */
export type ColumnFormat = {
	readonly width: number;
	/** Cells of it right of the last digit before the point: the point, decimals, the sign of a cut. */
	readonly behind: number;
	/** Cells of those that are free as a rule. */
	readonly spare: number;
	/** As the shape's. */
	readonly padded: number;
};

/** Room for the sign, a value cut short, and its unit: `92.2 B`. */
const leastWidth = 6;

/** Cells of so many digits with a space between thousands. */
export const groupedWidth = (digits: number): number => digits + Math.floor((digits - 1) / 3);

/** Cells behind the last whole digit for so many decimals. */
const behindOf = (decimals: number): number => (decimals > 0 ? decimals + 1 : 0);

/** Cells with which nothing of the usual numbers is cut. */
export const wholeBehind = ({decimals}: NumberShape): number => behindOf(decimals);

/** Cells for no more than what is of use: these decimals, and the sign that others were cut. */
export const leastBehind = ({decimals, useful}: NumberShape): number =>
	Math.min(behindOf(decimals), behindOf(useful) + 1);

/** Two cells hold no decimal and the sign; one is enough for that. */
export const fitBehind = (shape: NumberShape, cells: number): number => {
	const fitting = Math.max(0, Math.min(cells, wholeBehind(shape)));
	return fitting === 2 && shape.decimals > 1 ? 1 : fitting;
};

/** Digits before the point that no column has less room for, where its numbers have as many. */
const fewestWhole = 4;

const wholeOf = ({whole}: NumberShape, spare: number): number =>
	spare < 0 ? Math.max(Math.min(whole, fewestWhole), whole + spare) : whole + spare;

/** Cells of a column without those behind the point. */
export const beforeOf = (shape: NumberShape, spareWhole: number): number =>
	groupedWidth(wholeOf(shape, spareWhole));

/** A column for a shape, with room for more digits on either side where there is some to spare, for less of them where it is short. */
export const toColumn = (
	shape: NumberShape,
	behind = wholeBehind(shape),
	spareWhole = 0,
): ColumnFormat => ({
	width: Math.max(leastWidth, groupedWidth(wholeOf(shape, spareWhole)) + behind),
	behind,
	spare: Math.max(0, behind - wholeBehind(shape)),
	padded: shape.padded,
});

/** Cells that bars keep where numbers far from all others are given room. */
export const barBesideFar = 7;

/** Digits before the point up to the next full group of three: room for prices far from all others. */
export const farDigits = ({whole}: NumberShape): number => 3 - (whole % 3);

/** The same column at least as wide as its heading. */
export const widenColumn = (format: ColumnFormat, heading: number): ColumnFormat => {
	const least = heading + format.spare;
	return format.width >= least ? format : {...format, width: least};
};

/** Cells by which a number of the `inner` format is moved so that its point stands below those of the `outer` one. */
export const beforePoint = (outer: ColumnFormat, inner: ColumnFormat): number =>
	Math.max(0, outer.width - outer.behind - (inner.width - inner.behind));

/** A heading over the numbers of a column. */
export const formatHeading = (text: string, {width, spare}: ColumnFormat): string =>
	text.padStart(width - spare).padEnd(width);

/** The smallest power of ten with at most so many decimals that is above a value below one. */
const powerAbove = (behind: string, decimals: number): string => {
	const zeros = Math.min(decimals, behind.search(/[1-9]/));
	return zeros === 0 ? '1' : `0.${'1'.padStart(zeros, '0')}`;
};

/** As `<0.01`, with its point in the column's; where the sign has no cell there, with a decimal less. */
const formatBelow = (fraction: string, {width, behind}: ColumnFormat): string => {
	const moved = Math.max(0, (belowSign + '0').length - (width - behind));
	const room = behind - moved;
	const [whole = '', rest] = powerAbove(fraction, Math.max(0, room - 1)).split('.');
	return (
		(belowSign + whole).padStart(width - room) + (rest === undefined ? '' : `.${rest}`).padEnd(room)
	);
};

/** A number with more digits before its point than its column: it ends where the column does. */
const formatLong = (value: Decimal, {width, padded}: ColumnFormat): string =>
	shorten(value, width, padded).padStart(width);

/** A number in a column without decimals, where it has some: nearly in its place. */
const formatWhole = (grouped: string, value: Decimal, format: ColumnFormat): string =>
	grouped.length < format.width
		? (grouped + cutSign).padStart(format.width)
		: formatLong(value, format);

/**
 * A number in its column, the point in the point's place. It is the exact value, or says that it is not:
 * `12.3…` has more digits, `<0.01` is less than what can be shown, `9.22 M` was too long by far. What has too many
 * digits before the point ends at the right edge.
 */
export const formatCell = (value: Decimal, format: ColumnFormat): string => {
	const {width, behind, padded} = format;
	const {whole, fraction} = digitsOf(value);
	const grouped = groupDigits(whole);
	const before = width - behind;
	if (grouped.length > before) return formatLong(value, format);
	const room = Math.max(0, behind - 1);
	if (fraction.length <= room) {
		const filled = fraction.padEnd(Math.min(padded, room), '0');
		return grouped.padStart(before) + (filled === '' ? '' : `.${filled}`).padEnd(behind);
	}
	const shown = behind < 3 ? '' : fraction.slice(0, behind - 2);
	if (whole === '0' && !/[1-9]/.test(shown)) return formatBelow(fraction, format);
	if (behind === 0) return formatWhole(grouped, value, format);
	const tail = (shown === '' ? '' : `.${shown}`) + cutSign;
	return grouped.padStart(before) + tail.padEnd(behind);
};
