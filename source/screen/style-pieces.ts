import type {LineCells} from './line-cells.js';

const csi = '\u001B[';

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

const textOf = (line: string, {places}: LineCells, from: number, to: number): string => {
	const start = places[from] ?? 0;
	const end = places[to - 1] ?? 0;
	if (end - start === to - 1 - from) return line.slice(start, end + 1);
	// A style that is closed and opened again.
	let text = '';
	for (let column = from; column < to; column++) text += line.charAt(places[column] ?? 0);
	return text;
};

/** What is to be written in one style, in order, and where the cursor is behind the last of it. */
type Piece = {text: string; row: number; column: number};

/**
 * Gathers what changed by its style: colours take more bytes than moving about, so that each is set but once
 * in a frame.
 */
export const createStylePieces = () => {
	/** By style. */
	const pieces: (Piece | undefined)[] = [];
	let used: number[] = [];

	const pieceOf = (style: number): Piece => {
		const known = pieces[style];
		if (known) return known;
		used.push(style);
		return (pieces[style] = {text: '', row: -1, column: 0});
	};

	return {
		/** Cells of one style, from `from` to before `to`. */
		add(row: number, line: string, cells: LineCells, from: number, to: number) {
			const style = cells.styles[from] ?? 0;
			const piece = pieceOf(style);
			const {column} = piece;
			const isSameRow = piece.row === row;
			piece.row = row;
			piece.column = to;
			if (isSameRow && isNear(cells, column, from, style)) {
				piece.text += textOf(line, cells, column, to);
				return;
			}
			piece.text += isSameRow
				? `${csi}${from - column}C`
				: `${csi}${row + 1}${from === 0 ? '' : `;${from + 1}`}H`;
			piece.text += textOf(line, cells, from, to);
		},
		/** All of them, from the colours after a reset and back to those. */
		take(change: (from: number, to: number) => string): string {
			let text = '';
			let style = 0;
			for (const next of used.sort((a, b) => a - b)) {
				text += change(style, next) + (pieces[next]?.text ?? '');
				pieces[next] = undefined;
				style = next;
			}
			used = [];
			return text + change(style, 0);
		},
	};
};
