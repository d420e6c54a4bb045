import {toNumber, type Decimal} from '../../book/fixed-point.js';
import {bar, barScale, putBar, roundUpScale} from '../../screen/bar.js';
import type {CellPen} from '../../screen/cell-pen.js';
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

/** Narrower bars have no room for a silhouette behind them. */
const minSilhouette = 10;

export const toBarScales = (rows: readonly LadderRow[], shown: 'size' | 'total'): BarScales => {
	const sizes: number[] = [];
	let largest = 0;
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

/** The bar of a row: its size, where there is room in front of the silhouette of what has added up so far. */
const barOf = (
	theme: Theme,
	{side, level}: Pick<Level, 'side' | 'level'>,
	width: number,
	scales: BarScales,
	{isCursor, isTrusted}: BarLook,
) => {
	const {shown} = scales;
	const isAsk = side === 'asks';
	const total = toNumber(level.total) / scales.total;
	const hasSilhouette = shown === 'size' && theme.depth === 24 && width >= minSilhouette;
	const bar: Role = isAsk ? 'askBar' : 'bidBar';
	const deepBar: Role = isAsk ? 'askBarDeep' : 'bidBarDeep';
	return {
		share: shown === 'total' ? total : toNumber(level.size) / scales.size,
		/** Cells of it in front of the silhouette. */
		deep: hasSilhouette && !isCursor && isTrusted ? Math.round(total * width) : 0,
		deepBar,
		bar: isTrusted ? bar : ('staleBar' as const),
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
	const {share, deep, deepBar, bar: role, isOnCursor} = barOf(theme, level, width, scales, look);
	const text = bar(share, width);
	const paint = isOnCursor ? theme.paintCursor : theme.paint;
	return paint(deepBar, text.slice(0, deep)) + paint(role, text.slice(deep));
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
	const {share, deep, deepBar, bar: role, isOnCursor} = barOf(theme, level, width, scales, look);
	const style = isOnCursor ? theme.cursorStyle : theme.style;
	putBar(pen, share, width, {deep, deepStyle: style(deepBar), style: style(role)});
};
