import {endOfSgr, isSingle} from './cells.js';
import type {SgrStyles} from './sgr-styles.js';

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

/**
 * Reads a line into the columns of `room`, or into longer ones. Null where not each of its characters takes one
 * cell by itself, or where there is a sequence in it that is none of colours, or where it does not end with a reset.
 */
export const readCells = (line: string, styles: SgrStyles, room: LineCells): LineCells | null => {
	// Lines differ much in their length: with room to spare few of them need more.
	const into = room.codes.length < line.length ? createLineCells(2 * line.length) : room;
	const {codes, styles: looks, places} = into;
	let style = 0;
	let length = 0;
	for (let index = 0; index < line.length; index++) {
		const code = line.charCodeAt(index);
		if (code === 27) {
			const end = endOfSgr(line, index);
			style = end < 0 ? -1 : styles.after(style, line.slice(index + 2, end));
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
