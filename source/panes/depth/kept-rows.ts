import type {Decimal} from '../../book/fixed-point.js';
import {createCellPen, wholeRow} from '../../screen/cell-pen.js';
import {createCellRoom, type CellRow} from '../../screen/cell-row.js';
import type {Theme} from '../../screen/theme.js';
import type {BarScales} from './depth-bars.js';
import {isSameExtras} from './depth-extras.js';
import {paintLevel, type LevelLook, type LevelRow} from './depth-rows.js';
import type {LadderLevel} from './ladder.js';

const isEqual = (a: Decimal, b: Decimal) => a.units === b.units && a.decimals === b.decimals;

const isSameLevel = (a: LadderLevel, b: LadderLevel): boolean =>
	a === b ||
	(a.side === b.side &&
		isEqual(a.level.price, b.level.price) &&
		isEqual(a.level.size, b.level.size) &&
		isEqual(a.level.total, b.level.total));

/** Of totals where sizes are shown, nothing is seen. */
export const isSameBars = (a: BarScales, b: BarScales): boolean =>
	a === b ||
	(a.shown === b.shown && a.size === b.size && (a.shown === 'size' || a.total === b.total));

const isSameLook = (a: LevelLook, b: LevelLook): boolean =>
	a.isCursor === b.isCursor &&
	a.isTrusted === b.isTrusted &&
	a.isLoose === b.isLoose &&
	a.flash === b.flash &&
	a.isLarge === b.isLarge;

const isSameRow = (a: LevelRow, b: LevelRow): boolean =>
	a.columns === b.columns &&
	isSameLevel(a.row, b.row) &&
	isSameBars(a.bars, b.bars) &&
	isSameLook(a.look, b.look) &&
	isSameExtras(a.extras, b.extras);

type Kept = {of: LevelRow; line: CellRow};

/**
 * Paints rows of a table, each by its place, with a free cell on either side of `width` cells. One that would look as
 * it did is the same again.
 */
export const createRowPainter = (theme: Theme) => {
	const kept: Kept[] = [];
	const pen = createCellPen();
	return (place: number, next: LevelRow, width: number): CellRow => {
		const last = kept[place];
		const isFitting = last?.line.width === width + 2;
		if (isFitting && isSameRow(last.of, next)) return last.line;
		const room = isFitting ? last.line : createCellRoom(width + 2);
		pen.begin(room, 1, width + 1);
		paintLevel(theme, pen, next);
		pen.blank(pen.left(), 0);
		const line = wholeRow(room);
		if (last) {
			last.of = next;
			last.line = line;
		} else kept[place] = {of: next, line};
		return line;
	};
};

export type RowPainter = ReturnType<typeof createRowPainter>;
