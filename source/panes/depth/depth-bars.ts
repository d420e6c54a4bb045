import {toNumber, type Decimal} from '../../book/fixed-point.js';
import {bar, barScale, roundUpScale} from '../../screen/bar.js';
import {glyphs, type Theme} from '../../screen/theme.js';
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
	const levels = rows.flatMap(row => (row.type === 'level' ? [row.level] : []));
	const largest = levels.reduce((most, {total}) => Math.max(most, toNumber(total)), 0);
	return {
		shown,
		size: barScale(levels.map(({size}) => toNumber(size))),
		total: largest === 0 ? 1 : roundUpScale(largest),
	};
};

/** Where there is no room for bars, what would be clipped has their mark all the same: one cell. */
export const largeMark = (size: Decimal, scales: BarScales, bar: number): string =>
	bar === 0 && toNumber(size) > scales.size ? glyphs.clipped : ' ';

/** The bar of a row: its size, where there is room in front of the silhouette of what has added up so far. */
export const paintBar = (
	theme: Theme,
	{side, level}: Level,
	width: number,
	scales: BarScales,
	{isCursor, isTrusted}: {readonly isCursor: boolean; readonly isTrusted: boolean},
): string => {
	const isAsk = side === 'asks';
	const total = toNumber(level.total) / scales.total;
	const text = bar(scales.shown === 'total' ? total : toNumber(level.size) / scales.size, width);
	// Where the cursor is shown by inverting, an inverted bar would read as its opposite.
	const paint = isCursor && theme.depth >= 8 ? theme.paintCursor : theme.paint;
	if (!isTrusted) return paint('staleBar', text);
	const hasSilhouette = scales.shown === 'size' && theme.depth === 24 && width >= minSilhouette;
	const deep = hasSilhouette && !isCursor ? Math.round(total * width) : 0;
	return (
		paint(isAsk ? 'askBarDeep' : 'bidBarDeep', text.slice(0, deep)) +
		paint(isAsk ? 'askBar' : 'bidBar', text.slice(deep))
	);
};
