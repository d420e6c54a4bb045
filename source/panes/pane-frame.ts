import {paintedText, type CellRow, type PaintedLine} from '../screen/cell-row.js';
import {clip, fitCells, widthOf} from '../screen/cells.js';
import {glyphs, type Role, type Theme} from '../screen/theme.js';
import {createKept} from './kept.js';

/** One piece of a line, in one style. */
export type Part = readonly [role: Role, text: string];

/** Paints parts one after another. */
export const paintParts = (theme: Theme, parts: readonly Part[]): string =>
	parts.map(([role, text]) => theme.paint(role, text)).join('');

export const widthOfParts = (parts: readonly Part[]): number =>
	parts.reduce((sum, [, text]) => sum + widthOf(text), 0);

/** The first of several ways to say something that fits, else the last one. */
export const firstFitting = (
	choices: readonly (readonly Part[])[],
	width: number,
): readonly Part[] => choices.find(parts => widthOfParts(parts) <= width) ?? choices.at(-1) ?? [];

/** As wide as basis points are as a rule: with that much room for them nothing comes and goes with their digits. */
const bpsRoom = '<99.9 bps';

/** The first of several ways to say something about basis points that has room for others, too. */
export const firstFittingBps = (
	toChoices: (bps: string) => readonly (readonly Part[])[],
	bps: string,
	width: number,
): readonly Part[] => {
	const choices = toChoices(bps);
	const index = toChoices(bps.padEnd(bpsRoom.length)).findIndex(
		parts => widthOfParts(parts) <= width,
	);
	return choices.at(index) ?? [];
};

/** Cells between the side edges, and between those of the narrowest pane. */
export const inside = ({
	width,
	narrowest,
}: {
	readonly width: number;
	readonly narrowest: number;
}) => ({
	width: width - 2,
	narrowest: narrowest - 2,
});

const {frame, rule} = glyphs;

type Size = {
	readonly width: number;
	readonly height: number;
	/** See `PaneInput`. */
	readonly wayBack?: string | null;
	/** What the bottom edge tells where nothing else is to be said there, in fewer words where there is less room; the same array says the same. */
	readonly foot?: readonly (readonly Part[])[];
};
const side = frame.side.charCodeAt(0);

/** The top edge with a title on its left. */
const topEdge = (theme: Theme, role: Role, title: readonly Part[], width: number): string => {
	const shown = fitCells(paintParts(theme, title), Math.min(widthOfParts(title), width - 5));
	const used = widthOf(shown);
	return (
		theme.paint(role, `${frame.topLeft}${rule} `) +
		shown +
		theme.paint(role, ` ${rule.repeat(Math.max(0, width - used - 5))}${frame.topRight}`)
	);
};

/** The bottom edge, which says how to get back where the pane is scrolled. */
const bottomEdge = (theme: Theme, role: Role, size: Size): string => {
	const {width, wayBack = null, foot = []} = size;
	const room = width - 6;
	const parts: readonly Part[] =
		wayBack === null
			? (foot.find(choice => widthOfParts(choice) <= room) ?? [])
			: [['accent', clip(`scrolled: ${wayBack} goes back`, room)]];
	if (widthOfParts(parts) <= 0)
		return theme.paint(role, frame.bottomLeft + rule.repeat(width - 2) + frame.bottomRight);
	const left = theme.paint(role, `${frame.bottomLeft}${rule} `) + paintParts(theme, parts);
	const free = Math.max(0, width - widthOfParts(parts) - 5);
	return left + theme.paint(role, ` ${rule.repeat(free)}${frame.bottomRight}`);
};

/** Parts from the cell `left` on, in a line across the table; the line alone without any. */
export const ruledLine = (
	theme: Theme,
	parts: readonly Part[],
	left: number,
	width: number,
): string => {
	const line = (cells: number) => theme.paint('faint', rule.repeat(Math.max(0, cells)));
	if (parts.length === 0) return ` ${line(width - 2)}`;
	const used = left + 2 + widthOfParts(parts);
	return ` ${line(left - 1)} ${paintParts(theme, parts)} ${line(width - used - 1)}`;
};

/** A plain text in the middle of `width` cells. */
export const centred = (theme: Theme, role: Role, text: string, width: number): string => {
	const shown = clip(text, width);
	const left = Math.floor((width - widthOf(shown)) / 2);
	return ' '.repeat(Math.max(0, left)) + theme.paint(role, shown);
};

/** A whole pane: frame, title, and the body's lines, of which there may be fewer than fit. */
export const framed = (
	theme: Theme,
	isFocused: boolean,
	title: readonly Part[],
	inside: readonly string[],
	size: Size,
): readonly string[] => createFrame(theme)(isFocused, title, inside, size).map(paintedText);

/** Writes the side edges into the first and the last cell of a row. The same row where they are there. */
const withSides = (row: CellRow, style: number): CellRow => {
	const {codes, styles, width} = row;
	const last = width - 1;
	if (codes[0] === side && codes[last] === side && styles[0] === style && styles[last] === style)
		return row;
	codes[0] = codes[last] = side;
	styles[0] = styles[last] = style;
	return {...row, news: null};
};

/**
 * As `framed`, of lines some of which may be in cells: those are as wide as the pane, with the first and the last cell
 * left to the frame. A line that is the same again makes the same line again.
 */
export const createFrame = (theme: Theme) => {
	const [top, bottom] = [createKept<string>(), createKept<string>()];
	let last: {
		readonly inside: readonly PaintedLine[];
		readonly edge: string;
		readonly width: number;
		readonly lines: readonly PaintedLine[];
	} | null = null;

	return (
		isFocused: boolean,
		title: readonly Part[],
		inside: readonly PaintedLine[],
		size: Size,
	): readonly PaintedLine[] => {
		const {width, height} = size;
		const role: Role = isFocused ? 'focusFrame' : 'frame';
		const edge = theme.paint(role, frame.side);
		const style = theme.style(role);
		const known = last?.edge === edge && last.width === width ? last : null;
		const above = top([role, title, width], () => topEdge(theme, role, title, width));
		const lines: PaintedLine[] = [above];
		for (let row = 0; row < height - 2; row++) {
			const line = inside[row] ?? '';
			const before = known?.inside[row] === line ? known.lines[row + 1] : undefined;
			if (before !== undefined) lines.push(before);
			else if (typeof line !== 'string') lines.push(withSides(line, style));
			else lines.push(edge + fitCells(line, width - 2) + edge);
		}
		const {wayBack, foot} = size;
		lines.push(bottom([role, wayBack, foot, width], () => bottomEdge(theme, role, size)));
		last = {inside, edge, width, lines};
		return lines;
	};
};
