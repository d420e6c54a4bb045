import {endianness} from 'node:os';
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
	/** Where in the line it stands. */
	readonly places: Uint32Array;
};

export const createLineCells = (width: number): LineCells => ({
	length: 0,
	codes: new Uint16Array(width),
	styles: new Uint16Array(width),
	places: new Uint32Array(width),
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

/**
 * Reads a line into the columns of `room`, or into longer ones. Null where not each of its characters takes one
 * cell by itself, or where there is a sequence in it that is none of colours, or where it does not end with a reset.
 */
export const readCells = (line: string, styles: SgrStyles, room: LineCells): LineCells | null => {
	// Lines differ much in their length: with room to spare few of them need more.
	const into = room.codes.length < line.length ? createLineCells(2 * line.length) : room;
	const {codes, styles: looks, places} = into;
	const read = unitsOf(line);
	let style = 0;
	let length = 0;
	for (let index = 0; index < line.length; index++) {
		const code = read[index] ?? 0;
		if (code === 27) {
			const end = endOfSequence(read, index, line.length);
			style = end < 0 ? -1 : styles.after(style, read, index + 2, end);
			if (style < 0) return null;
			index = end;
			continue;
		}
		if (!isSingle(code)) return null;
		codes[length] = code;
		looks[length] = style;
		places[length] = index;
		length++;
	}
	return style === 0 ? {...into, length} : null;
};
