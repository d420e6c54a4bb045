import stringWidth from 'string-width';

/** A colour, weight or reset: what the theme writes. */
const sgr = /\u001B\[[\d;:]*m/y;
const segmenter = new Intl.Segmenter();
const reset = '\u001B[0m';

/** Characters that take one cell and join with nothing: Latin, dashes and dots, arrows, boxes, blocks, shapes. */
const isSingle = (code: number) =>
	(code >= 0x20 && code < 0x7f) ||
	(code >= 0xa0 && code < 0x300 && code !== 0xad) ||
	(code >= 0x2010 && code < 0x2028) ||
	(code >= 0x2190 && code < 0x2300) ||
	// Two squares among the shapes are emoji, and wide.
	(code >= 0x2500 && code < 0x2600 && code !== 0x25fd && code !== 0x25fe);

/**
 * Cells a styled text takes. Counts by itself what the screen is made of, and asks string-width, which is
 * some hundred times slower, only for the rest.
 */
export const widthOf = (text: string): number => {
	let width = 0;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === 27) {
			sgr.lastIndex = index;
			if (!sgr.test(text)) return stringWidth(text);
			index = sgr.lastIndex - 1;
		} else if (isSingle(code)) {
			width++;
		} else {
			return stringWidth(text);
		}
	}
	return width;
};

type Piece = {readonly text: string; readonly width: number};

/** Splits a styled text into escape sequences (width 0) and characters as people see them. */
function* piecesOf(text: string): Generator<Piece> {
	for (let index = 0; index < text.length;) {
		if (text.charCodeAt(index) === 27) {
			sgr.lastIndex = index;
			const sequence = sgr.exec(text)?.[0];
			index += sequence?.length ?? 1;
			if (sequence !== undefined) yield {text: sequence, width: 0};
			continue;
		}
		let end = text.indexOf('\u001B', index);
		if (end < 0) end = text.length;
		const run = text.slice(index, end);
		if (widthOf(run) === run.length) {
			for (const character of run) yield {text: character, width: 1};
		} else {
			for (const {segment} of segmenter.segment(run))
				yield {text: segment, width: stringWidth(segment)};
		}
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
	const cells = widthOf(text);
	if (cells === width) return text;
	return cells < width ? text + ' '.repeat(width - cells) : sliceCells(text, 0, width);
};

/** A text padded to at least `width` cells at its end. What is drawn counts: letters of Chinese take two cells, accents none. */
export const padEndCells = (text: string, width: number): string =>
	text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** As `padEndCells`, padded at its start. */
export const padStartCells = (text: string, width: number): string =>
	' '.repeat(Math.max(0, width - widthOf(text))) + text;

/** A plain text cut to `width` cells, the last one an ellipsis if something was cut. */
export const clip = (text: string, width: number): string => {
	if (widthOf(text) <= width) return text;
	return width <= 0 ? '' : sliceCells(text, 0, width - 1).trimEnd() + '…';
};
