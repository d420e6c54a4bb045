import {createLineCells, readCells, type LineCells} from './line-cells.js';
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

/** Calls back for each run of cells in one style in which all differ. */
const eachChange = (
	before: LineCells,
	{codes, styles, length}: LineCells,
	tell: (from: number, to: number) => void,
) => {
	const {codes: oldCodes, styles: oldStyles} = before;
	let from = -1;
	for (let column = 0; column < length; column++) {
		const style = styles[column];
		const isSame = codes[column] === oldCodes[column] && style === oldStyles[column];
		if (from >= 0 && (isSame || style !== styles[from])) {
			tell(from, column);
			from = -1;
		}
		if (!isSame && from < 0) from = column;
	}
	if (from >= 0) tell(from, length);
};

/** The cells of the lines on the screen, read no sooner than they are needed. */
const createReadLines = () => {
	const styles = createSgrStyles();
	/** By row; null for a line whose cells are not known. */
	let lines: (LineCells | null | undefined)[] = [];
	/** Columns that no line on the screen uses. */
	let spare = createLineCells(0);
	return {
		change: styles.change,
		/** The cells of a line on the screen and of one that takes its place. */
		replace(row: number, before: string, after: string) {
			const kept = lines[row];
			const old = kept === undefined ? readCells(before, styles, createLineCells(0)) : kept;
			const cells = readCells(after, styles, spare);
			lines[row] = cells;
			if (cells) spare = old ?? createLineCells(0);
			return {before: old, after: cells};
		},
		forget() {
			lines = [];
			if (styles.isFull()) styles.clear();
		},
		isFull: styles.isFull,
	};
};

/** What is on the terminal, as far as it is known, and how to bring it to something else. */
export const createFrameDiff = () => {
	const pieces = createStylePieces();
	const read = createReadLines();
	let shown: readonly string[] | null = null;

	/** What writes a line whole; empty where its cells were added to the pieces. */
	const changeLine = (row: number, old: string, line: string): string => {
		const {before, after} = read.replace(row, old, line);
		if (!before || !after || before.length !== after.length)
			// Terminals do not agree on the cells that unusual characters take.
			return lineAt(row, line, !after);
		eachChange(before, after, (from, to) => pieces.add(row, line, after, from, to));
		return '';
	};

	const changesFrom = (last: readonly string[], lines: readonly string[]): string => {
		let whole = '';
		for (const [row, line] of lines.entries()) {
			const old = last[row] ?? '';
			if (old !== line) whole += changeLine(row, old, line);
		}
		return whole + pieces.take(read.change);
	};

	return {
		/** What brings the terminal to these lines; empty where it shows them. */
		changeTo(lines: readonly string[]): string {
			const last = shown;
			shown = lines.slice();
			if (!last || read.isFull()) read.forget();
			return last
				? changesFrom(last, lines)
				: clear + lines.map((line, row) => lineAt(row, line)).join('');
		},
		all: () => (shown ?? []).map((line, row) => lineAt(row, line)).join(''),
		forget() {
			shown = null;
		},
	};
};
