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
	let bytes = 0;
	for (let column = from; column < to; column++) {
		bytes += bytesOf(codes[column] ?? 0);
		if (bytes > moveBytes || styles[column] !== style) return false;
	}
	return true;
};

/** A text that is put together unit by unit, in the same room again and again. */
const createUnits = () => {
	let units = new Uint16Array(4096);
	let length = 0;

	const makeRoom = (more: number) => {
		if (length + more <= units.length) return;
		const longer = new Uint16Array(2 * (length + more));
		longer.set(units);
		units = longer;
	};
	const add = (unit: number) => {
		makeRoom(1);
		units[length++] = unit;
	};
	const addNumber = (value: number) => {
		if (value >= 10) addNumber(Math.floor(value / 10));
		add(zero + (value % 10));
	};

	return {
		add,
		addNumber,
		addText(text: string) {
			for (let index = 0; index < text.length; index++) add(text.charCodeAt(index));
		},
		/** Cells of a line, from one to before another. */
		addCells({codes}: LineCells, from: number, to: number) {
			makeRoom(to - from);
			for (let column = from; column < to; column++) units[length++] = codes[column] ?? 0;
		},
		take(): string {
			const bytes = Buffer.from(units.buffer, 0, 2 * length);
			length = 0;
			return (isBigEndian ? bytes.swap16() : bytes).toString('utf16le');
		},
	};
};

type Units = ReturnType<typeof createUnits>;

/** Cells of one style that changed, from `from` to before `to`; the runs of a style in their order. */
type Run = {
	readonly row: number;
	readonly cells: LineCells;
	readonly from: number;
	readonly to: number;
};

const moveTo = (units: Units, {row, from}: Run) => {
	units.add(escape);
	units.add(bracket);
	units.addNumber(row + 1);
	if (from > 0) {
		units.add(semicolon);
		units.addNumber(from + 1);
	}
	units.add(place);
};

const moveRight = (units: Units, count: number) => {
	units.add(escape);
	units.add(bracket);
	units.addNumber(count);
	units.add(right);
};

/**
 * Gathers what changed by its style: colours take more bytes than moving about, so that each is set but once
 * in a frame.
 */
export const createStylePieces = () => {
	/** By style. */
	const runs: Run[][] = [];
	let used: number[] = [];
	const units = createUnits();

	/** The cursor stands where the last run ended. */
	const write = (run: Run, last: Run | undefined, style: number) => {
		const {row, cells, from, to} = run;
		if (last?.row !== row) moveTo(units, run);
		else if (isNear(cells, last.to, from, style)) units.addCells(cells, last.to, from);
		else moveRight(units, from - last.to);
		units.addCells(cells, from, to);
	};

	return {
		/** Cells of one style, from `from` to before `to`. */
		add(row: number, cells: LineCells, from: number, to: number) {
			const style = cells.styles[from] ?? 0;
			const ofStyle = (runs[style] ??= []);
			if (ofStyle.length === 0) used.push(style);
			ofStyle.push({row, cells, from, to});
		},
		/** All of them, from the colours after a reset and back to those. */
		take(change: (from: number, to: number) => string): string {
			if (used.length === 0) return '';
			let style = 0;
			for (const next of used.sort((a, b) => a - b)) {
				units.addText(change(style, next));
				let last: Run | undefined;
				const ofStyle = runs[next] ?? [];
				for (const run of ofStyle) {
					write(run, last, next);
					last = run;
				}
				ofStyle.length = 0;
				style = next;
			}
			used = [];
			units.addText(change(style, 0));
			return units.take();
		},
	};
};
