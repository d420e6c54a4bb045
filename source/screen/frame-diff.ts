import {screenText, type CellRow, type ScreenLine} from './cell-row.js';
import {
	createCellReader,
	createLineCells,
	type CellReader,
	type LineCells,
	type TellRun,
} from './line-cells.js';
import {createSgrStyles} from './sgr-styles.js';
import {createStylePieces} from './style-pieces.js';

const csi = '\u001B[';
const reset = `${csi}0m`;
/** Leaves nothing on the screen, in the terminal's own colours. */
export const clear = `${reset}${csi}2J`;
const clearLine = `${csi}K`;

/** A whole line, in its place; it leaves no colours to what comes next. */
const lineAt = (row: number, line: string, isCleared = false) => {
	const isClosed = !line.includes('\u001B') || line.endsWith(reset);
	return `${csi}${row + 1}H${isCleared ? clearLine : ''}${line}${isClosed ? '' : reset}`;
};

/** Tells each run of cells in one style in which all differ. */
const eachChange = (line: number, before: LineCells, after: LineCells, tell: TellRun) => {
	const {codes: oldCodes, styles: oldStyles} = before;
	const {codes, styles, length} = after;
	let from = -1;
	for (let column = 0; column < length; column++) {
		const style = styles[column];
		const isSame = codes[column] === oldCodes[column] && style === oldStyles[column];
		if (from >= 0 && (isSame || style !== styles[from])) {
			tell(line, after, from, column);
			from = -1;
		}
		if (!isSame && from < 0) from = column;
	}
	if (from >= 0) tell(line, after, from, length);
};

const isSameLine = (before: ScreenLine, line: ScreenLine): boolean => {
	if (before === line) return true;
	if (typeof before === 'string' || typeof line === 'string') return false;
	if (before.length !== line.length) return false;
	for (let part = 0; part < line.length; part++) if (before[part] !== line[part]) return false;
	return true;
};

const isOfRows = (line: ScreenLine): line is readonly CellRow[] =>
	typeof line !== 'string' && line.every(part => typeof part !== 'string');

const widthOf = (rows: readonly CellRow[]): number => {
	let width = 0;
	for (const row of rows) width += row.width;
	return width;
};

/** The only cells in which a row may differ from the one that is shown in its place; null where any may. */
const newsOf = (row: CellRow, shown: CellRow | undefined): CellRow['news'] =>
	shown?.codes === row.codes && shown.nth + 1 === row.nth ? row.news : null;

/** Writes rows over the cells of those before them, of which the same ones in the same place are passed over. */
const updateRows = (
	reader: CellReader,
	cells: LineCells,
	before: readonly CellRow[],
	after: readonly CellRow[],
	line: number,
	tell: TellRun,
): boolean => {
	let shownAt = 0;
	let at = 0;
	let place = 0;
	for (const row of after) {
		const shown = before[place++];
		const known = shownAt === at ? shown : undefined;
		if (known !== row && !reader.update(row, newsOf(row, known), cells, at, line, tell))
			return false;
		at += row.width;
		shownAt += shown?.width ?? 0;
	}
	return true;
};

/** The cells of the lines on the screen: of texts read no sooner than they are needed. */
const createReadLines = () => {
	const styles = createSgrStyles();
	const reader = createCellReader(styles);
	/** By row; null for a line whose cells are not known. */
	let lines: (LineCells | null | undefined)[] = [];
	/** Columns that no line on the screen uses. */
	let spare = createLineCells(0);

	const readFirst = (line: ScreenLine) => reader.read(line, createLineCells(0));

	return {
		change: styles.change,
		/** A line that was not known on a screen without cells. What is painted in cells holds only for now. */
		begin(row: number, line: ScreenLine) {
			if (typeof line !== 'string') lines[row] = readFirst(line);
		},
		/** The cells of a line on the screen and of one that takes its place. */
		replace(row: number, before: ScreenLine, after: ScreenLine) {
			const kept = lines[row];
			const old = kept === undefined && typeof before === 'string' ? readFirst(before) : kept;
			const cells = reader.read(after, spare);
			lines[row] = cells;
			if (cells) spare = old ?? createLineCells(0);
			return {before: old, after: cells};
		},
		/**
		 * Writes painted rows over the cells of a line on the screen, and tells what changed. False where that cannot be
		 * done, and the line has to be replaced.
		 */
		update(row: number, before: ScreenLine, after: ScreenLine, tell: TellRun): boolean {
			const cells = lines[row];
			if (!cells || !isOfRows(after) || widthOf(after) !== cells.length) return false;
			const known = isOfRows(before) ? before : [];
			if (updateRows(reader, cells, known, after, row, tell)) return true;
			lines[row] = null;
			return false;
		},
		/** The text of a line on the screen. */
		textOf(row: number, line: ScreenLine): string {
			const cells = lines[row];
			if (typeof line === 'string' || !cells) return screenText(line);
			const {codes, styles: looks, length} = cells;
			let text = '';
			let style = 0;
			for (let column = 0; column < length; column++) {
				const next = looks[column] ?? 0;
				text += styles.change(style, next) + String.fromCharCode(codes[column] ?? 0);
				style = next;
			}
			return text + styles.change(style, 0);
		},
		forget() {
			lines = [];
			if (!styles.isFull()) return;
			styles.clear();
			reader.clear();
		},
		isFull: styles.isFull,
	};
};

/** What is on the terminal, as far as it is known, and how to bring it to something else. */
export const createFrameDiff = () => {
	const pieces = createStylePieces();
	const read = createReadLines();
	let shown: readonly ScreenLine[] | null = null;

	/** What writes a line whole; empty where its cells were added to the pieces. */
	const changeLine = (row: number, old: ScreenLine, line: ScreenLine): string => {
		if (read.update(row, old, line, pieces.add)) return '';
		const {before, after} = read.replace(row, old, line);
		if (!before || !after || before.length !== after.length)
			// Terminals do not agree on the cells that unusual characters take.
			return lineAt(row, screenText(line), !after);
		eachChange(row, before, after, pieces.add);
		return '';
	};

	const changesFrom = (last: readonly ScreenLine[], lines: readonly ScreenLine[]): string => {
		let whole = '';
		for (let row = 0; row < lines.length; row++) {
			const old = last[row] ?? '';
			const line = lines[row] ?? '';
			if (!isSameLine(old, line)) whole += changeLine(row, old, line);
		}
		return whole + pieces.take(read.change);
	};

	const begin = (lines: readonly ScreenLine[]): string => {
		for (const [row, line] of lines.entries()) read.begin(row, line);
		return clear + lines.map((line, row) => lineAt(row, screenText(line))).join('');
	};

	return {
		/** What brings the terminal to these lines; empty where it shows them. */
		changeTo(lines: readonly ScreenLine[]): string {
			const last = shown;
			shown = lines.slice();
			if (!last || read.isFull()) read.forget();
			return last ? changesFrom(last, lines) : begin(lines);
		},
		all: () => (shown ?? []).map((line, row) => lineAt(row, read.textOf(row, line))).join(''),
		forget() {
			shown = null;
		},
	};
};
