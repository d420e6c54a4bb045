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

	return (place: number, next: LevelRow, width: number): CellRow => {
		const last = kept[place];
		const isFitting = last?.line.width === width + 2;
		const room = isFitting ? last.line : createCellRoom(width + 2);
		const styles = stylesOf(next);
		const isAlike = isFitting && last.styles === styles && last.of.columns === next.columns;
		const news: number[] = [];
		let at = 1;
		for (const column of levelColumns) {
			const end = Math.min(at + column.width(next.columns), width + 1);
			if (!isAlike || !column.isSame(last.of, next)) {
				pen.begin(room, at, end);
				column.put(pen, next, styles);
				news.push(at, end);
			}
			at = end;
		}
		if (!isAlike) {
			pen.begin(room, at, width + 1);
			pen.blank(pen.left(), 0);
			const line = repaintedRow(room, null);
			kept[place] = {of: next, styles, line};
			return line;
		}
		last.of = next;
		// The frame's cells, too: how they were before may never have been shown.
		if (news.length > 0) last.line = repaintedRow(room, [0, 1, ...news, width + 1, width + 2]);
		return last.line;
	};
};

export type RowPainter = ReturnType<typeof createRowPainter>;
