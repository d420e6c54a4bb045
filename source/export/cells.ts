import type {IBufferCell, Terminal} from '@xterm/headless';
import {escapeLines} from '../safe-text.js';
import {indexedColor, usualPalette, type Palette} from './palette.js';

/** One cell of a terminal, with its colours as `#rrggbb` where it has any. */
export type Cell = {
	/** All that stands in it: a letter with its accents. */
	readonly char: string;
	/** 2 for a wide character, 0 for the cell behind one. */
	readonly width: number;
	/** `#rrggbb`; undefined for the terminal's own. */
	readonly fg: string | undefined;
	/** `#rrggbb`; undefined for the terminal's own. */
	readonly bg: string | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	/** Whether the two colours change places. */
	readonly inverse: boolean;
	readonly strike: boolean;
	readonly hidden: boolean;
};

/** What a terminal shows at one moment. */
export type Frame = {
	readonly columns: number;
	readonly rows: number;
	/** By row, then by column. */
	readonly cells: readonly (readonly Cell[])[];
};

const color = (palette: Palette, isRgb: boolean, isIndexed: boolean, value: number) => {
	if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
	return isIndexed ? indexedColor(palette, value) : undefined;
};

const toCell = (cell: IBufferCell, palette: Palette): Cell => ({
	char: cell.getChars() || ' ',
	width: cell.getWidth(),
	fg: color(palette, cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
	bg: color(palette, cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
	bold: cell.isBold() !== 0,
	dim: cell.isDim() !== 0,
	italic: cell.isItalic() !== 0,
	underline: cell.isUnderline() !== 0,
	inverse: cell.isInverse() !== 0,
	strike: cell.isStrikethrough() !== 0,
	hidden: cell.isInvisible() !== 0,
});

/** Null outside of the screen. */
export const cellOf = (
	{buffer: {active}}: Terminal,
	column: number,
	row: number,
	palette = usualPalette,
): Cell | null => {
	const cell = active.getLine(active.baseY + row)?.getCell(column);
	return cell ? toCell(cell, palette) : null;
};

/** All that a terminal shows now; what was scrolled away is left out. */
export const frameOf = (terminal: Terminal, palette = usualPalette): Frame => {
	const {cols: columns, rows, buffer} = terminal;
	const {active} = buffer;
	const scratch = active.getNullCell();
	const cells = Array.from({length: rows}, (_, row) => {
		const line = active.getLine(active.baseY + row);
		return Array.from({length: columns}, (_empty, column) =>
			toCell(line?.getCell(column, scratch) ?? active.getNullCell(), palette),
		);
	});
	return {columns, rows, cells};
};

/** The characters alone, without blanks at the ends of lines; a terminal may be shown them. */
export const toText = ({cells}: Frame): string =>
	escapeLines(
		cells
			.map(line =>
				line
					.map(({char, width, hidden}) => (width === 0 ? '' : hidden ? ' '.repeat(width) : char))
					.join('')
					.trimEnd(),
			)
			.join('\n') + '\n',
	);
