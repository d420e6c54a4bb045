import {formatDecimal, parseDecimal, toNumber, type Decimal} from '../../book/fixed-point.js';
import {bar, barScale, putBar, roundUpScale} from '../../screen/bar.js';
import type {CellPen} from '../../screen/cell-pen.js';
import {groupDigits} from '../../screen/digits.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {LadderRow} from './ladder.js';

type Level = Extract<LadderRow, {type: 'level'}>;

/** What a full bar stands for in a table. */
export type BarScales = {
	readonly shown: 'size' | 'total';
	/** That fills a bar, in the base currency. */
	readonly size: number;
	/** That fills a bar, in the base currency. */
	readonly total: number;
};

/** Of the rows of several tables. */
export const toBarScales = (
	tables: readonly (readonly LadderRow[])[],
	shown: 'size' | 'total',
): BarScales => {
	const sizes: number[] = [];
	let largest = 0;
	for (const rows of tables)
		for (const row of rows) {
			if (row.type !== 'level') continue;
			sizes.push(toNumber(row.level.size));
			largest = Math.max(largest, toNumber(row.level.total));
		}
	return {
		shown,
		size: barScale(sizes),
		total: largest === 0 ? 1 : roundUpScale(largest),
	};
};

/** Where there is no room for bars, what would be clipped has their mark all the same: one cell. */
export const largeMark = (size: Decimal, scales: BarScales, bar: number): string =>
	bar === 0 && toNumber(size) > scales.size ? glyphs.clipped : ' ';

type BarLook = {readonly isCursor: boolean; readonly isTrusted: boolean};

/** The bar of a row: its size, or what has added up so far; never both, which would be two scales in one place. */
const barOf = (
	theme: Theme,
	{side, level}: Pick<Level, 'side' | 'level'>,
	scales: BarScales,
	{isCursor, isTrusted}: BarLook,
) => {
	const role: Role = side === 'asks' ? 'askBar' : 'bidBar';
	return {
		share:
			scales.shown === 'total'
				? toNumber(level.total) / scales.total
				: toNumber(level.size) / scales.size,
		role: isTrusted ? role : ('staleBar' as const),
		// Where the cursor is shown by inverting, an inverted bar would read as its opposite.
		isOnCursor: isCursor && theme.depth >= 8,
	};
};

export const paintBar = (
	theme: Theme,
	level: Pick<Level, 'side' | 'level'>,
	width: number,
	scales: BarScales,
	look: BarLook,
): string => {
	const {share, role, isOnCursor} = barOf(theme, level, scales, look);
	return (isOnCursor ? theme.paintCursor : theme.paint)(role, bar(share, width));
};

/** As `paintBar`, into cells. */
export const putDepthBar = (
	theme: Theme,
	pen: CellPen,
	level: Pick<Level, 'side' | 'level'>,
	width: number,
	scales: BarScales,
	look: BarLook,
): void => {
	const {share, role, isOnCursor} = barOf(theme, level, scales, look);
	putBar(pen, share, width, (isOnCursor ? theme.cursorStyle : theme.style)(role));
};

const units = ['', 'k', 'M', 'B', 'T'] as const;

/** `6k`, `1.25M`, `0.0025`: all digits of a scale, of which there are three at the most. */
const shortScale = (full: number): string => {
	const thousands = Math.floor(Math.log10(full) / 3);
	const unit = units[thousands];
	if (thousands <= 0 || unit === undefined) return formatDecimal(parseDecimal(String(full)));
	return `${Number((full / 1000 ** thousands).toPrecision(3))}${unit}`;
};

/** `bar: size 0–6 000`, in fewer words where there is less room: where a bar begins, and what a full one stands for. */
export const barLegends = ({shown, size, total}: BarScales): readonly string[] => {
	const full = shown === 'size' ? size : total;
	const scale = `0–${groupDigits(formatDecimal(parseDecimal(String(full))))}`;
	const short = `0–${shortScale(full)}`;
	return [`bar: ${shown} ${scale}`, `bar ${scale}`, scale, short];
};
