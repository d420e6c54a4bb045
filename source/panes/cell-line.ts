import {createCellPen, wholeRow} from '../screen/cell-pen.js';
import {createCellRoom, type CellRow} from '../screen/cell-row.js';
import type {Theme} from '../screen/theme.js';
import type {Part} from './pane-frame.js';

/**
 * Paints a line that changes with every view, with a free cell on either side of `width` cells: in cells, it need not
 * be read from a text. Of characters that take one cell each.
 */
export const createCellLine = (theme: Theme) => {
	const pen = createCellPen();
	let room = createCellRoom(0);
	return (parts: readonly Part[], width: number): CellRow => {
		if (room.codes.length !== width + 2) room = createCellRoom(width + 2);
		pen.begin(room, 1, width + 1);
		for (const [role, text] of parts) pen.text(text, theme.style(role));
		pen.blank(pen.left(), 0);
		return wholeRow(room);
	};
};

export type CellLine = ReturnType<typeof createCellLine>;
