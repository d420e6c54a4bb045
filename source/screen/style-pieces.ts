import {endianness} from 'node:os';
import type {LineCells} from './line-cells.js';

const isBigEndian = endianness() === 'BE';

const escape = 0x1b;
const [bracket, semicolon, right, place, zero] = [0x5b, 0x3b, 0x43, 0x48, 0x30];

/** Bytes of a character, as it is sent. */
const bytesOf = (code: number) => (code < 0x80 ? 1 : code < 0x800 ? 2 : 3);

/** Bytes that moving on by some cells takes. */
const moveBytes = 4;

/** Whether what lies between the cursor and a cell is sooner written again than passed over. */
const isNear = ({codes, styles}: LineCells, from: number, to: number, style: number): boolean => {
	// Each takes a byte at least.
	if (to - from > moveBytes) return false;
	let bytes = 0;
	for (let column = from; column < to; column++) {
		bytes += bytesOf(codes[column] ?? 0);
		if (bytes > moveBytes || styles[column] !== style) return false;
	}
	return true;
};

/** More units than what leads to a run of cells ever takes: a place, or the cells before it. */
const mostBefore = 16;

// Each `put` writes from a place on, where there is room, and returns the place behind.

const putNumber = (units: Uint16Array, at: number, value: number): number => {
	const next = value >= 10 ? putNumber(units, at, Math.floor(value / 10)) : at;
	units[next] = zero + (value % 10);
	return next + 1;
};

const putText = (units: Uint16Array, at: number, text: string): number => {
	for (let index = 0; index < text.length; index++) units[at + index] = text.charCodeAt(index);
	return at + text.length;
};

const putCells = (
	units: Uint16Array,
	at: number,
	{codes}: LineCells,
	from: number,
	to: number,
): number => {
	for (let column = from; column < to; column++) units[at + column - from] = codes[column] ?? 0;
	return at + to - from;
};

const putPlace = (units: Uint16Array, start: number, row: number, column: number): number => {
	let at = start;
	units[at++] = escape;
	units[at++] = bracket;
	at = putNumber(units, at, row + 1);
	if (column > 0) {
		units[at++] = semicolon;
		at = putNumber(units, at, column + 1);
	}
	units[at++] = place;
	return at;
};

const putMove = (units: Uint16Array, start: number, count: number): number => {
	let at = start;
	units[at++] = escape;
	units[at++] = bracket;
	at = putNumber(units, at, count);
	units[at++] = right;
	return at;
};

/** Numbers of a run: the row, from where to before where, and the number of the next run of its style; −1 for none. */
const fields = 4;

/** Runs of cells of one style, and those of each style in their order, in room that is used again. */
const createRuns = () => {
	let runs = new Int32Array(256 * fields);
	let count = 0;
	/** By style; −1 where there is none. */
	const first: number[] = [];
	const last: number[] = [];
	const styles: number[] = [];
	/** Of the runs. */
	let cells = 0;
	return {
		add(row: number, from: number, to: number, style: number) {
			const at = count * fields;
			if (at === runs.length) {
				const longer = new Int32Array(2 * runs.length);
				longer.set(runs);
				runs = longer;
			}
			runs[at] = row;
			runs[at + 1] = from;
			runs[at + 2] = to;
			runs[at + 3] = -1;
			const before = last[style] ?? -1;
			if (before >= 0) runs[before * fields + 3] = count;
			else {
				first[style] = count;
				styles.push(style);
			}
			last[style] = count++;
			cells += to - from;
		},
		/** All of them; see `fields`. */
		all: () => runs,
		first: (style: number): number => first[style] ?? -1,
		/** Those that there are runs of. */
		styles,
		/** Units that writing all of them takes at the most. */
		mostUnits: () => cells + mostBefore * count,
		clear() {
			for (const style of styles) last[style] = -1;
			styles.length = 0;
			count = 0;
			cells = 0;
		},
	};
};

type Runs = ReturnType<typeof createRuns>;

/** All runs of a style, in lines by their rows. */
const putRuns = (
	units: Uint16Array,
	start: number,
	runs: Runs,
	lines: readonly LineCells[],
	style: number,
): number => {
	const all = runs.all();
	let at = start;
	let [lastRow, lastTo] = [-1, 0];
	for (let run = runs.first(style); run >= 0; run = all[run * fields + 3] ?? -1) {
		const row = all[run * fields] ?? 0;
		const from = all[run * fields + 1] ?? 0;
		const to = all[run * fields + 2] ?? 0;
		const cells = lines[row];
		if (!cells) continue;
		// The cursor stands where the last run ended.
		if (row !== lastRow) at = putPlace(units, at, row, from);
		else if (isNear(cells, lastTo, from, style)) at = putCells(units, at, cells, lastTo, from);
		else at = putMove(units, at, from - lastTo);
		at = putCells(units, at, cells, from, to);
		lastRow = row;
		lastTo = to;
	}
	return at;
};

/**
 * Gathers what changed by its style: colours take more bytes than moving about, so that each is set but once
 * in a frame.
 */
export const createStylePieces = () => {
	const runs = createRuns();
	/** By row, of those that there are runs of. */
	const lines: LineCells[] = [];
	let units = new Uint16Array(4096);

	const makeRoom = (used: number, more: number) => {
		if (used + more <= units.length) return;
		const longer = new Uint16Array(2 * (used + more));
		longer.set(units);
		units = longer;
	};

	return {
		/** Cells of one style, from `from` to before `to`. */
		add(row: number, cells: LineCells, from: number, to: number) {
			lines[row] = cells;
			runs.add(row, from, to, cells.styles[from] ?? 0);
		},
		/** All of them, from the colours after a reset and back to those. */
		take(change: (from: number, to: number) => string): string {
			if (runs.styles.length === 0) return '';
			const most = runs.mostUnits();
			let at = 0;
			let style = 0;
			for (const next of runs.styles.sort((a, b) => a - b)) {
				const sequence = change(style, next);
				makeRoom(at, sequence.length + most);
				at = putRuns(units, putText(units, at, sequence), runs, lines, next);
				style = next;
			}
			const sequence = change(style, 0);
			makeRoom(at, sequence.length);
			const bytes = Buffer.from(units.buffer, 0, 2 * putText(units, at, sequence));
			runs.clear();
			lines.length = 0;
			return (isBigEndian ? bytes.swap16() : bytes).toString('utf16le');
		},
	};
};
