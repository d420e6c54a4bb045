import {cellStyleOf} from './cell-row.js';
import {toSgr, type ColorDepth} from './colors.js';
import {withOwnColors, type OwnColors} from './own-colors.js';
import {palettes, type Palette} from './palettes.js';
import {stylesOf, type Role} from './styles.js';
import type {ThemeName} from './theme-names.js';

/** Every glyph on the screen, one cell each. */
export const glyphs = {
	ask: '▴',
	bid: '▾',
	/** As those two, where nobody vouches for the level. */
	looseAsk: '▵',
	looseBid: '▿',
	live: '●',
	waiting: '◐',
	down: '○',
	cursor: '▸',
	/** More lies to the left. */
	left: '◂',
	dot: '·',
	minus: '−',
	arrow: '→',
	clipped: '»',
	/** Before a size that is large. */
	large: '◆',
	/** What was not heard, but asked for. */
	fetched: '↓',
	rule: '─',
	share: '━',
	frame: {topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', side: '│'},
	/** The upper and the lower half of a cell. */
	upperHalf: '▀',
	lowerHalf: '▄',
	/** What is not proven. */
	hatch: '╱',
	crosshair: '┼',
	/** As the signs of asks and bids, of much. */
	bigBuy: '▲',
	bigSell: '▼',
	/** Full cells that can be told apart without colour. */
	shades: ['█', '▒', '░', '▓'],
	/** Lower parts of a cell, one eighth to eight eighths. */
	heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	/** Upper parts of a cell: an eighth, half, all. */
	hanging: ['▔', '▀', '█'],
	/** Left parts of a cell, one eighth to eight eighths. */
	eighths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
} as const;

export type {Role} from './styles.js';

export type Theme = {
	readonly name: ThemeName;
	readonly depth: ColorDepth;
	/** Whether all that is painted is turned into ASCII. */
	readonly isAscii: boolean;
	/** Its colours, one's own included. */
	readonly palette: Palette;
	/** In place of the theme's: other themes have them, too. */
	readonly own: OwnColors;
	/** The text in a role's style, closed again. */
	paint(role: Role, text: string): string;
	/** As `paint`, on the cursor's background. */
	paintCursor(role: Role, text: string): string;
	/** Behind what is being typed: in ASCII no dot, as which the thinnest bar is drawn, and a number may end in one. */
	readonly caret: string;
	/** The number of a role's style, for cells. */
	style(role: Role): number;
	/** As `style`, on the cursor's background. */
	cursorStyle(role: Role): number;
};

export const createTheme = (
	depth: ColorDepth,
	name: ThemeName = 'dark',
	isAscii = false,
	own: OwnColors = {},
): Theme => {
	const palette = withOwnColors(palettes[name], own);
	const styles = stylesOf(palette, depth);
	const {cursor} = styles;
	const open = new Map<string, string>();
	const openCursor = new Map<string, string>();
	const numbers = new Map<string, number>();
	const cursorNumbers = new Map<string, number>();
	for (const [role, style] of Object.entries(styles)) {
		const sequence = toSgr(style, depth);
		open.set(role, sequence);
		numbers.set(role, cellStyleOf(sequence));
		// Inverted, each colour would be a patch of background: the row is one bar instead.
		const colored = {...cursor, ...style, ...(cursor.bg && {bg: cursor.bg})};
		const onCursor = toSgr(cursor.inverse ? cursor : colored, depth);
		openCursor.set(role, onCursor);
		cursorNumbers.set(role, cellStyleOf(onCursor));
	}
	const wrap = (sequence: string, text: string) =>
		sequence === '' || text === '' ? text : `${sequence}${text}\u001B[0m`;
	return {
		name,
		depth,
		isAscii,
		palette,
		own,
		caret: isAscii ? '|' : glyphs.eighths[0],
		paint: (role, text) => wrap(open.get(role) ?? '', text),
		paintCursor: (role, text) => wrap(openCursor.get(role) ?? '', text),
		style: role => numbers.get(role) ?? 0,
		cursorStyle: role => cursorNumbers.get(role) ?? 0,
	};
};
