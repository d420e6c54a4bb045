import {createCellPen, wholeRow} from '../../screen/cell-pen.js';
import {createCellRoom, type CellRoom, type PaintedLine} from '../../screen/cell-row.js';
import {clip, fitCells} from '../../screen/cells.js';
import {cutSign} from '../../screen/digits.js';
import {glyphs, type Role, type Theme} from '../../screen/theme.js';
import type {RankedLine} from '../../markets/ranking.js';
import type {Part} from '../pane-frame.js';
import {startsOf, type MarketTable} from './market-columns.js';

/** Characters that each take a cell. */
const isPlain = (text: string): boolean => /^[\u0020-\u007e\u00b7\u2000-\u2bff]*$/.test(text);

/** Paints rows of the table, each in a room of its own. */
export const createRows = (theme: Theme) => {
	const pen = createCellPen();
	const rooms: CellRoom[] = [];

	const roomOf = (index: number, width: number): CellRoom => {
		const known = rooms[index];
		if (known?.codes.length === width) return known;
		return (rooms[index] = createCellRoom(width));
	};

	return (
		row: RankedLine,
		{columns}: MarketTable,
		{
			index,
			isCursor,
			width,
			now,
		}: {
			readonly index: number;
			readonly isCursor: boolean;
			readonly width: number;
			readonly now: number;
		},
	): PaintedLine => {
		const given = {row, edges: row.edges(), now};
		const starts = startsOf(columns);
		const parts = columns.map(column => column.write(given));
		if (!parts.every(([, text]) => isPlain(text)))
			return textRow(theme, columns, starts, parts, isCursor, width - 2);
		const style = (role: Role) => (isCursor ? theme.cursorStyle(role) : theme.style(role));
		const room = roomOf(index, width);
		pen.begin(room, 1, width - 1);
		let at = 0;
		const put = (start: number, text: string, role: Role) => {
			pen.blank(start - at, style('text'));
			pen.text(text, style(role));
			at = start + text.length;
		};
		put(0, isCursor ? glyphs.cursor : ' ', 'accent');
		columns.forEach(({width: cells, isLeft}, column) => {
			const [role, text] = parts[column] ?? ['text', ''];
			const shown = text.length > cells ? text.slice(0, cells - 1) + cutSign : text;
			put((starts[column] ?? 0) + (isLeft ? 0 : cells - shown.length), shown, role);
		});
		pen.blank(pen.left(), style('text'));
		return wholeRow(room);
	};
};

/** The same as a text, where some characters take two cells. */
const textRow = (
	theme: Theme,
	columns: MarketTable['columns'],
	starts: readonly number[],
	parts: readonly Part[],
	isCursor: boolean,
	width: number,
): string => {
	const paint = isCursor ? theme.paintCursor : theme.paint;
	let line = paint('accent', isCursor ? glyphs.cursor : ' ');
	let at = 1;
	columns.forEach(({width: cells, isLeft}, index) => {
		const [role, text] = parts[index] ?? ['text', ''];
		const start = starts[index] ?? 0;
		const gap = isLeft ? 0 : Math.max(0, cells - text.length);
		line += paint('text', ' '.repeat(Math.max(0, start - at) + gap));
		line += paint(role, isLeft ? fitCells(clip(text, cells), cells) : text);
		at = start + cells;
	});
	return line + paint('text', ' '.repeat(Math.max(0, width - at)));
};
