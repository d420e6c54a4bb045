import type {Cell} from './cells.js';
import {mix, type Palette} from './palette.js';

/** How a cell comes out once its attributes have changed its colours. */
export type Look = {
	/** Of the text. */
	readonly color: string;
	readonly background: string;
	readonly isBold: boolean;
	readonly isItalic: boolean;
};

/** What dim leaves of the text's colour. */
const dimShare = 0.6;

export const lookOf = (cell: Cell, palette: Palette): Look => {
	const fg = cell.fg ?? palette.foreground;
	const bg = cell.bg ?? palette.background;
	const [color, background] = cell.inverse ? [bg, fg] : [fg, bg];
	return {
		color: cell.dim ? mix(background, color, dimShare) : color,
		background,
		isBold: cell.bold,
		isItalic: cell.italic,
	};
};
