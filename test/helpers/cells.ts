import type {Terminal} from '@xterm/headless';

/** One cell of a terminal, with its colours as `#rrggbb` where it has any. */
export type Cell = {
	readonly char: string;
	readonly width: number;
	readonly fg: string | undefined;
	readonly bg: string | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
	readonly underline: boolean;
};

const ansi16 =
	'#1d1f21 #cc342b #198844 #fba922 #3971ed #a36ac7 #3fc4c4 #c5c8c6 #636363 #ff5f56 #5af78e #f3f99d #57c7ff #ff6ac1 #9aedfe #ffffff'.split(
		' ',
	);

const hex = (value: number) => value.toString(16).padStart(2, '0');

const palette = (entry: number): string => {
	if (entry < 16) return ansi16[entry] ?? '#000000';
	if (entry >= 232) return `#${hex(8 + (entry - 232) * 10).repeat(3)}`;
	const at = entry - 16;
	const channel = (value: number) => hex(value === 0 ? 0 : 55 + value * 40);
	return `#${channel(Math.floor(at / 36))}${channel(Math.floor(at / 6) % 6)}${channel(at % 6)}`;
};

const color = (isRgb: boolean, isPalette: boolean, value: number): string | undefined => {
	if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
	return isPalette ? palette(value) : undefined;
};

export const lineOf = (term: Terminal, row: number): string => {
	const buffer = term.buffer.active;
	return buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '';
};

export const textOf = (term: Terminal): string =>
	Array.from({length: term.rows}, (_, row) => lineOf(term, row)).join('\n');

export const cellOf = (term: Terminal, column: number, row: number): Cell | null => {
	const buffer = term.buffer.active;
	const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column);
	if (!cell) return null;
	return {
		char: cell.getChars() || ' ',
		width: cell.getWidth(),
		fg: color(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
		bg: color(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
		bold: Boolean(cell.isBold()),
		dim: Boolean(cell.isDim()),
		inverse: Boolean(cell.isInverse()),
		underline: Boolean(cell.isUnderline()),
	};
};

export const findText = (term: Terminal, text: string): {x: number; y: number} | null => {
	for (let y = 0; y < term.rows; y++) {
		const x = lineOf(term, y).indexOf(text);
		if (x >= 0) return {x, y};
	}
	return null;
};
