import {formatDecimal, parseDecimal, toNumber, type Decimal} from '../../book/fixed-point.js';
import type {SideName} from '../../book/side-view.js';
import {bar, barScale, roundUpScale} from '../../screen/bar.js';
import {groupDigits} from '../../screen/digits.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {LadderLevel, LadderRow} from './ladder.js';

/** What a full bar stands for in a table. */
export type BarScales = {
	readonly shown: 'size' | 'total';
	/** That fills a bar, in the base currency. */
	readonly size: number;
	/** That fills a bar, in the base currency. */
	readonly total: number;
};

/** Of totals where sizes are shown, nothing is seen. */
export const isSameBars = (a: BarScales, b: BarScales): boolean =>
	a === b ||
	(a.shown === b.shown && a.size === b.size && (a.shown === 'size' || a.total === b.total));

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

/** How much of a full bar a row has: of its size, or of what has added up so far; never both, which would be two scales in one place. */
export const shareOf = ({size, total}: LadderLevel['level'], scales: BarScales): number =>
	scales.shown === 'total' ? toNumber(total) / scales.total : toNumber(size) / scales.size;

/** The role of a row's bar, and whether it is painted as the cursor's: where that is shown by inverting, an inverted bar would read as its opposite. */
export const barRole = (
	{depth}: Theme,
	side: SideName,
	{isCursor, isTrusted}: BarLook,
): readonly [role: Role, isOnCursor: boolean] => [
	isTrusted ? (side === 'asks' ? 'askBar' : 'bidBar') : 'staleBar',
	isCursor && depth >= 8,
];

export const paintBar = (
	theme: Theme,
	{side, level}: Pick<LadderLevel, 'side' | 'level'>,
	width: number,
	scales: BarScales,
	look: BarLook,
): string => {
	const [role, isOnCursor] = barRole(theme, side, look);
	return (isOnCursor ? theme.paintCursor : theme.paint)(role, bar(shareOf(level, scales), width));
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
