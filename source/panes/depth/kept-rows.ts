import type {Decimal} from '../../book/fixed-point.js';
import type {Theme} from '../../screen/theme.js';
import type {BarScales} from './depth-bars.js';
import type {Columns} from './depth-columns.js';
import {paintLevel, type LevelLook} from './depth-rows.js';
import type {LadderLevel} from './ladder.js';

/** All that a row of the table is painted from. */
type Row = {
	readonly row: LadderLevel;
	readonly columns: Columns;
	readonly bars: BarScales;
	readonly look: LevelLook;
};

const isEqual = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

const isSameLevel = (a: LadderLevel, b: LadderLevel): boolean =>
	a === b ||
	(a.side === b.side &&
		isEqual(a.level.price, b.level.price) &&
		isEqual(a.level.size, b.level.size) &&
		isEqual(a.level.total, b.level.total));

const isSameBars = (a: BarScales, b: BarScales): boolean =>
	a === b || (a.shown === b.shown && a.size === b.size && a.total === b.total);

const isSameLook = (a: LevelLook, b: LevelLook): boolean =>
	a.isCursor === b.isCursor &&
	a.isTrusted === b.isTrusted &&
	a.isLoose === b.isLoose &&
	a.flash === b.flash;

/** Paints rows of a table, each by its place; one that would look as it did is the same text again. */
export const createRowPainter = (theme: Theme) => {
	const last: (Row & {readonly text: string})[] = [];
	return (place: number, next: Row): string => {
		const {row, columns, bars, look} = next;
		const known = last[place];
		const isKnown =
			known?.columns === columns &&
			isSameLevel(known.row, row) &&
			isSameBars(known.bars, bars) &&
			isSameLook(known.look, look);
		if (isKnown) return known.text;
		const text = paintLevel(theme, row, columns, bars, look);
		last[place] = {...next, text};
		return text;
	};
};

export type RowPainter = ReturnType<typeof createRowPainter>;
