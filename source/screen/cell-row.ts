/** What turns a style on, by its number. 0 is the terminal's own look. */
const sequences: string[] = [''];
const numbers = new Map<string, number>([['', 0]]);

/** The number of a style that this sequence turns on after a reset; the same for as long as the program runs. */
export const cellStyleOf = (sequence: string): number => {
	const known = numbers.get(sequence);
	if (known !== undefined) return known;
	numbers.set(sequence, sequences.length);
	return sequences.push(sequence) - 1;
};

/** What turns the style of a number on. */
export const sequenceOf = (style: number): string => sequences[style] ?? '';

/** Where a row is painted, again and again. */
export type CellRoom = {
	/** A UTF-16 unit a cell, of characters that take one cell by themselves. */
	readonly codes: Uint16Array;
	/** The number of each cell's style. */
	readonly styles: Uint16Array;
};

/**
 * A painted line in cells, which need not be read from a text. The same object is the same line again. It holds
 * only until another line is painted in the same room: whoever wants it for longer makes a text of it.
 */
export type CellRow = CellRoom & {
	/** Cells; what is behind them in the room means nothing. */
	readonly width: number;
	/** Counts the rows that were painted in the room. */
	readonly nth: number;
	/**
	 * The only cells that may differ from those of the row before it in the room: from where to before where, from left
	 * to right. Null where any may.
	 */
	readonly news: readonly number[] | null;
};

/** A line that is painted as a text with the styles' sequences in it, or in cells. */
export type PaintedLine = string | CellRow;

/** A line of the screen: a text, or what stands in it from left to right. */
export type ScreenLine = string | readonly PaintedLine[];

export const createCellRoom = (width: number): CellRoom => ({
	codes: new Uint16Array(width),
	styles: new Uint16Array(width),
});

/** The row of all the cells of a room, after the one that stood there: with `news` as a row has them. */
export const repaintedRow = (room: CellRoom | CellRow, news: CellRow['news']): CellRow => ({
	codes: room.codes,
	styles: room.styles,
	width: room.codes.length,
	nth: 'nth' in room ? room.nth + 1 : 0,
	news: 'nth' in room ? news : null,
});

const reset = '\u001B[0m';

const rowText = ({codes, styles, width}: CellRow): string => {
	let text = '';
	for (let from = 0, to = 0; from < width; from = to) {
		const style = styles[from] ?? 0;
		let run = '';
		for (; to < width && styles[to] === style; to++) run += String.fromCharCode(codes[to] ?? 0);
		text += style === 0 ? run : sequenceOf(style) + run + reset;
	}
	return text;
};

/** The same line as a text. */
export const paintedText = (line: PaintedLine): string =>
	typeof line === 'string' ? line : rowText(line);

/** A line of the screen as a text. */
export const screenText = (line: ScreenLine): string =>
	typeof line === 'string' ? line : line.map(paintedText).join('');
