import {limitMarks} from '../faults.js';
import {segmentsOf, type Segment} from './segments.js';

/** The last character of a colour, weight or reset that begins at an escape, which is what the theme writes; −1 where something else does. */
export const endOfSgr = (text: string, at: number): number => {
	if (text.charCodeAt(at + 1) !== 0x5b) return -1;
	for (let index = at + 2; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 0x6d) return index;
		// Digits, colons and semicolons.
		if (code < 0x30 || code > 0x3b) return -1;
	}
	return -1;
};

const reset = '\u001B[0m';

/** Characters that take one cell and join with nothing: Latin, dashes and dots, arrows, boxes, blocks, shapes. */
export const isSingle = (code: number) =>
	(code >= 0x20 && code < 0x7f) ||
	(code >= 0xa0 && code < 0x300 && code !== 0xad) ||
	(code >= 0x2010 && code < 0x2028) ||
	(code >= 0x2190 && code < 0x2300) ||
	// Two squares among the shapes are emoji, and wide.
	(code >= 0x2500 && code < 0x2600 && code !== 0x25fd && code !== 0x25fe);

/** Cells of what the screen is made of, null where there is anything else in it. */
const widthOfUsual = (text: string): number | null => {
	let width = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 27) {
			index = endOfSgr(text, index);
			if (index < 0) return null;
		} else if (isSingle(code)) {
			width++;
		} else {
			return null;
		}
	}
	return width;
};

/** Wider than any screen: what is behind it is counted, not looked at. */
const maxMeasured = 2000;

/**
 * Cells a styled text takes. Counts by itself what the screen is made of, and asks string-width, which is
 * some hundred times slower, only for the rest.
 */
export const widthOf = (text: string): number => {
	const usual = widthOfUsual(text);
	if (usual !== null) return usual;
	let width = 0;
	let units = 0;
	for (const piece of piecesOf(text)) {
		if (width > maxMeasured) return width + text.length - units;
		width += piece.width;
		units += piece.text.length;
	}
	return width;
};

/** Cells that a plain text takes at the most, without a closer look. */
export const mostCells = (text: string): number => {
	let most = 0;
	for (let index = 0; index < text.length; index++)
		// From here on scripts may be wide.
		most += text.charCodeAt(index) >= 0x1100 && !isSingle(text.charCodeAt(index)) ? 2 : 1;
	return most;
};

type Piece = Segment;

/** Splits a styled text into escape sequences (width 0) and characters as people see them. */
function* piecesOf(text: string): Generator<Piece> {
	for (let index = 0; index < text.length;) {
		if (text.charCodeAt(index) === 27) {
			const end = endOfSgr(text, index) + 1;
			if (end > 0) yield {text: text.slice(index, end), width: 0};
			index = end || index + 1;
			continue;
		}
		let end = text.indexOf('\u001B', index);
		if (end < 0) end = text.length;
		const run = text.slice(index, end);
		if (widthOfUsual(run) === null) yield* segmentsOf(run);
		else for (const character of run) yield {text: character, width: 1};
		index = end;
	}
}

/**
 * The cells `from` (inclusive) to `to` (exclusive) of a styled text, padded with spaces to exactly that
 * width and closed with a reset. A wide character cut in two leaves a space in its place.
 */
export const sliceCells = (text: string, from: number, to: number): string => {
	let out = '';
	let open = '';
	let column = 0;
	let written = from;
	let isStarted = false;
	for (const {text: piece, width} of piecesOf(text)) {
		if (piece.charCodeAt(0) === 27) {
			if (isStarted) out += piece;
			else open = piece === reset ? '' : open + piece;
			continue;
		}
		if (column >= to) break;
		if (column >= from && column + width <= to) {
			if (!isStarted) out = open;
			isStarted = true;
			out += ' '.repeat(column - written) + piece;
			written = column + width;
		}
		column += width;
	}
	if (out.includes('\u001B')) out += reset;
	return out + ' '.repeat(Math.max(0, to - written));
};

/** A styled text cut or padded to exactly `width` cells. */
export const fitCells = (text: string, width: number): string => {
	const usual = widthOfUsual(text);
	const cells = usual ?? widthOf(text);
	if (cells > width) return sliceCells(text, 0, width);
	const drawn = usual === null ? limitMarks(text) : text;
	return cells === width ? drawn : drawn + ' '.repeat(width - cells);
};

/** A text padded to at least `width` cells at its end. What is drawn counts: letters of Chinese take two cells, accents none. */
export const padEndCells = (text: string, width: number): string =>
	text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** As `padEndCells`, padded at its start. */
export const padStartCells = (text: string, width: number): string =>
	' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** A plain text cut to `width` cells, the last one an ellipsis if something was cut. */
export const clip = (text: string, width: number): string => {
	const usual = widthOfUsual(text);
	if (usual !== null && usual <= width) return text;
	if (widthOf(text) <= width) return limitMarks(text);
	return width <= 0 ? '' : sliceCells(text, 0, width - 1).trimEnd() + '…';
};
