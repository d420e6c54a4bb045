import {endianness} from 'node:os';
import {sequenceOf, type CellRow, type ScreenLine} from './cell-row.js';
import {isSingle} from './cells.js';
import type {SgrStyles} from './sgr-styles.js';

const isBigEndian = endianness() === 'BE';

/** A line in cells. The columns are as long as the widest line so far; what is behind `length` means nothing. */
export type LineCells = {
	/** Cells. */
	readonly length: number;
	/** What stands in each. */
	readonly codes: Uint16Array;
	/** Its style, by number. */
	readonly styles: Uint16Array;
};

export const createLineCells = (width: number): LineCells => ({
	length: 0,
	codes: new Uint16Array(width),
	styles: new Uint16Array(width),
});

let bytes = Buffer.alloc(0);
let units = new Uint16Array(0);

/** The units of a line, until the next is read. A string of many pieces takes ten times as long to look at as these. */
const unitsOf = (line: string): Uint16Array => {
	if (units.length < line.length) {
		units = new Uint16Array(2 * line.length);
		bytes = Buffer.from(units.buffer);
	}
	const written = bytes.write(line, 'utf16le');
	if (isBigEndian) bytes.subarray(0, written).swap16();
	return units;
};

/** As `endOfSgr`, of units. */
const endOfSequence = (line: Uint16Array, at: number, length: number): number => {
	if (line[at + 1] !== 0x5b) return -1;
	for (let index = at + 2; index < length; index++) {
		const code = line[index] ?? 0;
		if (code === 0x6d) return index;
		if (code < 0x30 || code > 0x3b) return -1;
	}
	return -1;
};

/** Cells that a line may take at the most. */
const mostCells = (line: ScreenLine): number => {
	if (typeof line === 'string') return line.length;
	let most = 0;
	for (const part of line) most += typeof part === 'string' ? part.length : part.width;
	return most;
};

/** Where the cells end of a text that begins there; −1 where they cannot be told. */
const readText = (
	styles: SgrStyles,
	text: string,
	{codes, styles: looks}: LineCells,
	at: number,
): number => {
	const read = unitsOf(text);
	let style = 0;
	let length = at;
	for (let index = 0; index < text.length; index++) {
		const code = read[index] ?? 0;
		if (code === 27) {
			const end = endOfSequence(read, index, text.length);
			style = end < 0 ? -1 : styles.after(style, read, index + 2, end);
			if (style < 0) return -1;
			index = end;
			continue;
		}
		if (!isSingle(code)) return -1;
		codes[length] = code;
		looks[length] = style;
		length++;
	}
	return style === 0 ? length : -1;
};

/** The numbers in `styles` of painted styles, as many of them as were met. */
const createNumbers = (styles: SgrStyles) => {
	let known: number[] = [];

	const meet = (painted: number): number => {
		const units = unitsOf(sequenceOf(painted));
		const {length} = sequenceOf(painted);
		const number = length === 0 ? 0 : styles.after(0, units, 2, length - 1);
		known[painted] = number;
		return number;
	};

	return {
		/** −1 for one that is not known. */
		of: (painted: number): number => known[painted] ?? meet(painted),
		clear() {
			known = [];
		},
	};
};

type Numbers = ReturnType<typeof createNumbers>;

/** Where the cells end of a row that begins there; −1 where they cannot be told. */
const readRow = (
	numbers: Numbers,
	{codes: from, styles: painted, width}: CellRow,
	{codes, styles: looks}: LineCells,
	at: number,
): number => {
	let last = -1;
	let number = 0;
	for (let cell = 0; cell < width; cell++) {
		const style = painted[cell] ?? 0;
		if (style !== last) {
			last = style;
			number = numbers.of(style);
			if (number < 0) return -1;
		}
		codes[at + cell] = from[cell] ?? 0;
		looks[at + cell] = number;
	}
	return at + width;
};

/** Tells a run of cells of a line, from `from` to before `to`, with the line's number. */
export type TellRun = (line: number, cells: LineCells, from: number, to: number) => void;

/** See `update`; of the row's cells from one to before another. */
const updateCells = (
	numbers: Numbers,
	{codes: from, styles: painted}: CellRow,
	first: number,
	end: number,
	cells: LineCells,
	at: number,
	line: number,
	tell: TellRun,
): boolean => {
	const {codes, styles: looks} = cells;
	let lastPainted = -1;
	let number = 0;
	let runFrom = -1;
	let runStyle = -1;
	for (let cell = first; cell < end; cell++) {
		const style = painted[cell] ?? 0;
		if (style !== lastPainted) {
			lastPainted = style;
			number = numbers.of(style);
			if (number < 0) return false;
		}
		const code = from[cell] ?? 0;
		const column = at + cell;
		const isSame = codes[column] === code && looks[column] === number;
		if (runFrom >= 0 && (isSame || number !== runStyle)) {
			tell(line, cells, runFrom, column);
			runFrom = -1;
		}
		if (isSame) continue;
		codes[column] = code;
		looks[column] = number;
		if (runFrom >= 0) continue;
		runFrom = column;
		runStyle = number;
	}
	if (runFrom >= 0) tell(line, cells, runFrom, at + end);
	return true;
};

/** See `update`. */
const updateNews = (
	numbers: Numbers,
	row: CellRow,
	news: readonly number[],
	cells: LineCells,
	at: number,
	line: number,
	tell: TellRun,
): boolean => {
	for (let place = 0; place < news.length;) {
		const first = news[place++] ?? 0;
		let end = news[place++] ?? 0;
		// What lies side by side may be one run.
		while (news[place] === end) {
			end = news[place + 1] ?? end;
			place += 2;
		}
		if (!updateCells(numbers, row, first, end, cells, at, line, tell)) return false;
	}
	return true;
};

/** Reads lines of a screen into cells, whose styles are numbered by `styles`. */
export const createCellReader = (styles: SgrStyles) => {
	const numbers = createNumbers(styles);
	return {
		/**
		 * Writes a painted row over cells from one on, and tells each run of them in one style that were others. `news`:
		 * as a row has them, of the one that stands there. What was told holds only where it returns true: otherwise there
		 * is a style in it that is not known.
		 */
		update: (
			row: CellRow,
			news: CellRow['news'],
			cells: LineCells,
			at: number,
			line: number,
			tell: TellRun,
		): boolean =>
			news
				? updateNews(numbers, row, news, cells, at, line, tell)
				: updateCells(numbers, row, 0, row.width, cells, at, line, tell),
		/**
		 * Reads a line into the columns of `room`, or into longer ones. Null where not each of its characters takes one
		 * cell by itself, or where there is a sequence in it that is none of colours, or where a text does not end with
		 * a reset.
		 */
		read(line: ScreenLine, room: LineCells): LineCells | null {
			// Lines differ much in their length: with room to spare few of them need more.
			const most = mostCells(line);
			const into = room.codes.length < most ? createLineCells(2 * most) : room;
			let length = 0;
			for (const part of typeof line === 'string' ? [line] : line) {
				length =
					typeof part === 'string'
						? readText(styles, part, into, length)
						: readRow(numbers, part, into, length);
				if (length < 0) return null;
			}
			return {codes: into.codes, styles: into.styles, length};
		},
		/** The styles are numbered anew. */
		clear: numbers.clear,
	};
};

export type CellReader = ReturnType<typeof createCellReader>;
