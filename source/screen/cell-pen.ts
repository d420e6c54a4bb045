import {repaintedRow, type CellRoom, type CellRow} from './cell-row.js';

const space = 0x20;

/** Writes rows of cells from left to right; what does not fit is cut. */
export const createCellPen = () => {
	let {codes, styles}: CellRoom = {codes: new Uint16Array(0), styles: new Uint16Array(0)};
	let at = 0;
	let end = 0;

	const put = (code: number, style: number) => {
		if (at >= end) return;
		codes[at] = code;
		styles[at] = style;
		at++;
	};

	return {
		/** Begins a row in a room, from a cell to before another. */
		begin(room: CellRoom, from: number, to: number) {
			({codes, styles} = room);
			at = from;
			end = Math.min(to, codes.length);
		},
		/** Cells that are still free. */
		left: () => end - at,
		/** A character, by its UTF-16 unit. */
		put,
		/** So many free cells. */
		blank(count: number, style: number) {
			for (let cell = 0; cell < count; cell++) put(space, style);
		},
		/** A text of characters that take one cell each, without sequences. */
		text(text: string, style: number) {
			for (let index = 0; index < text.length; index++) put(text.charCodeAt(index), style);
		},
		/** Takes so many of the free cells, which there are, for others to be written by hand. Where they begin. */
		take(count: number): number {
			at += count;
			return at - count;
		},
		codes: () => codes,
		styles: () => styles,
	};
};

export type CellPen = ReturnType<typeof createCellPen>;

/** A row of all the cells of a room. */
export const wholeRow = (room: CellRoom): CellRow => repaintedRow(room, null);
