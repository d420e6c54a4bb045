import {clip, fitCells, widthOf} from '../screen/cells.js';
import {glyphs, type Role, type Theme} from '../screen/theme.js';

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

const bottomEdge = (theme: Theme, role: Role, width: number): string =>
	theme.paint(role, frame.bottomLeft + rule.repeat(width - 2) + frame.bottomRight);

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

/** A line that is known to be as wide as its pane: it need not be measured. The same object is the same line again. */
export type Fitted = {readonly fitted: string};

type InsideLine = string | Fitted;

const fitInside = (line: InsideLine, width: number): string =>
	typeof line === 'string' ? fitCells(line, width) : line.fitted;

/** The lines of a pane as they were made last, and what of. */
export type FrameMemory = {
	inside: readonly InsideLine[];
	side: string;
	width: number;
	lines: readonly string[];
};

export const createFrameMemory = (): FrameMemory => ({inside: [], side: '', width: 0, lines: []});

/**
 * A whole pane: frame, title, and the body's lines, of which there may be fewer than fit. With a memory, a line
 * whose inside is as it was is the same text again.
 */
export const framed = (
	theme: Theme,
	isFocused: boolean,
	title: readonly Part[],
	inside: readonly InsideLine[],
	{width, height}: {readonly width: number; readonly height: number},
	memory: FrameMemory = createFrameMemory(),
): readonly string[] => {
	const role: Role = isFocused ? 'focusFrame' : 'frame';
	const side = theme.paint(role, frame.side);
	const isSame = memory.side === side && memory.width === width;
	const lines = [
		topEdge(theme, role, title, width),
		...Array.from({length: height - 2}, (_, row) => {
			const line = inside[row] ?? '';
			const known = isSame && memory.inside[row] === line ? memory.lines[row + 1] : undefined;
			return known ?? side + fitInside(line, width - 2) + side;
		}),
		bottomEdge(theme, role, width),
	];
	Object.assign(memory, {inside, side, width, lines});
	return lines;
};
