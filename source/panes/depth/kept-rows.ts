import type {Decimal} from '../../book/fixed-point.js';
import {fitCells} from '../../screen/cells.js';
import type {Theme} from '../../screen/theme.js';
import type {Fitted} from '../pane-frame.js';
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

/** A row exactly as wide as the inside of its pane. */
const paintFitted = (theme: Theme, {row, columns, bars, look}: Row, width: number): string => {
	const {text, cells} = paintLevel(theme, row, columns, bars, look);
	return cells > width ? fitCells(text, width) : text + ' '.repeat(width - cells);
};

type Kept = Row & Fitted & {readonly width: number};

/** Paints rows of a table, each by its place; one that would look as it did is the same again. */
export const createRowPainter = (theme: Theme) => {
	const last: Kept[] = [];
	return (place: number, next: Row, width: number): Fitted => {
		const {row, columns, bars, look} = next;
		const known = last[place];
		const isKnown =
			known?.columns === columns &&
			known.width === width &&
			isSameLevel(known.row, row) &&
			isSameBars(known.bars, bars) &&
			isSameLook(known.look, look);
		if (isKnown) return known;
		// Field by field: a spread takes a tenth of what the whole screen does.
		const kept: Kept = {row, columns, bars, look, width, fitted: paintFitted(theme, next, width)};
		last[place] = kept;
		return kept;
	};
};

export type RowPainter = ReturnType<typeof createRowPainter>;
