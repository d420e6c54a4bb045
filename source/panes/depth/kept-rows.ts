import {createCellPen} from '../../screen/cell-pen.js';
import {createCellRoom, repaintedRow, type CellRow} from '../../screen/cell-row.js';
import type {Theme} from '../../screen/theme.js';
import {createRowStyles, levelColumns, type LevelRow, type RowStyles} from './level-cells.js';

/** A row as it was painted last. */
type Kept = {of: LevelRow; styles: RowStyles; line: CellRow};

/**
 * Paints rows of a table, each by its place, with a free cell on either side of `width` cells. Of one that looks much as
 * it did only the columns are painted that differ; where none does, it is the same again.
 */
export const createRowPainter = (theme: Theme) => {
	const kept: Kept[] = [];
	const pen = createCellPen();
	const stylesOf = createRowStyles(theme);

	const paintAll = (place: number, next: LevelRow, styles: RowStyles, width: number): CellRow => {
		const room =
			kept[place]?.line.width === width + 2 ? kept[place].line : createCellRoom(width + 2);
		pen.begin(room, 1, width + 1);
		for (const column of levelColumns) column.put(pen, next, styles);
		pen.blank(pen.left(), 0);
		const line = repaintedRow(room, null);
		kept[place] = {of: next, styles, line};
		return line;
	};

	return (place: number, next: LevelRow, width: number): CellRow => {
		const last = kept[place];
		const styles = stylesOf(next);
		const isAlike =
			last?.line.width === width + 2 && last.styles === styles && last.of.columns === next.columns;
		if (!last || !isAlike) return paintAll(place, next, styles, width);
		const news: number[] = [];
		let at = 1;
		for (const column of levelColumns) {
			const end = Math.min(at + column.width(next.columns), width + 1);
			if (!column.isSame(last.of, next)) {
				pen.begin(last.line, at, end);
				column.put(pen, next, styles);
				news.push(at, end);
			}
			at = end;
		}
		last.of = next;
		// The frame's cells, too: how they were before may never have been shown.
		if (news.length > 0) last.line = repaintedRow(last.line, [0, 1, ...news, width + 1, width + 2]);
		return last.line;
	};
};

export type RowPainter = ReturnType<typeof createRowPainter>;
