import {fitCells, widthOf} from './cells.js';
import {glyphs, type Theme} from './theme.js';

export type OverlayFrame = {
	/** On the left of the top edge. */
	readonly title: string;
	/** On the right of it: how the overlay is left. */
	readonly close: string;
	/** Cells of a line, and free ones on each side of it. */
	readonly inner: number;
	readonly margin: number;
};

/** Lines of an overlay in their frame, all of one width. */
export const frameOverlay = (
	theme: Theme,
	{title, close, inner, margin}: OverlayFrame,
	lines: readonly string[],
): readonly string[] => {
	const {frame, rule} = glyphs;
	const edge = (text: string) => theme.paint('focusFrame', text);
	const side = edge(frame.side);
	const space = ' '.repeat(margin);
	const width = inner + 2 * margin;
	const fill = width - widthOf(title) - widthOf(close) - 2;
	return [
		edge(frame.topLeft + rule) +
			theme.paint('focusTitle', title) +
			edge(rule.repeat(Math.max(0, fill))) +
			theme.paint('label', close) +
			edge(rule + frame.topRight),
		...lines.map(line => side + space + fitCells(line, inner) + space + side),
		edge(frame.bottomLeft + rule.repeat(width) + frame.bottomRight),
	];
};
