import {paintedText, type PaintedLine, type ScreenLine} from './cell-row.js';
import {sliceCells} from './cells.js';

/** Cells, from the top left corner of the screen. */
export type Rect = {
	/** From the left, from 0. */
	readonly x: number;
	/** From the top, from 0. */
	readonly y: number;
	readonly width: number;
	readonly height: number;
};

/** What is painted in a rectangle. */
export type Layer = {
	readonly rect: Rect;
	/** Exactly as many lines and cells as the rectangle. */
	readonly lines: readonly PaintedLine[];
	/** Whether it covers others. @default false */
	readonly isOnTop?: boolean;
};

/** Cells of a row, from `from` to before `to`, and what stands in them. */
type Span = {
	readonly from: number;
	readonly to: number;
	/** Whose they are, by the layer's place among all; −1 where they are nobody's. */
	readonly at: number;
	/** Of the layer. */
	readonly line: number;
	/** Whether they are all of that line. */
	readonly isWhole: boolean;
};

/**
 * The spans of one row from left to right. Those on top cut what is under them; the others never
 * overlap each other, since Ink laid them out.
 */
const spansOf = (layers: readonly Layer[], row: number, columns: number): readonly Span[] => {
	const isHere = ({rect}: Layer) => row >= rect.y && row < rect.y + rect.height;
	const edges = new Set([0, columns]);
	for (const {rect} of layers.filter(isHere)) {
		edges.add(Math.min(columns, rect.x));
		edges.add(Math.min(columns, rect.x + rect.width));
	}
	const sorted = [...edges].sort((a, b) => a - b);
	return sorted.slice(1).map((to, index) => {
		const from = sorted[index] ?? 0;
		const isAt = (layer: Layer) =>
			isHere(layer) && from >= layer.rect.x && from < layer.rect.x + layer.rect.width;
		const onTop = layers.findIndex(layer => layer.isOnTop === true && isAt(layer));
		const at = onTop >= 0 ? onTop : layers.findIndex(isAt);
		const {x, y, width} = layers[at]?.rect ?? {x: from, y: row, width: to - from};
		return {from, to, at, line: row - y, isWhole: from === x && to === x + width};
	});
};

/** The spans of all rows; the same ones while the layers lie as they lay. */
const createSpans = () => {
	let lain: readonly Layer[] = [];
	let spans: readonly (readonly Span[])[] = [];
	let width = 0;
	const isSame = (layers: readonly Layer[]) =>
		layers.length === lain.length && layers.every(({rect}, at) => lain[at]?.rect === rect);
	return (layers: readonly Layer[], columns: number, rows: number) => {
		if (columns !== width || rows !== spans.length || !isSame(layers)) {
			spans = Array.from({length: rows}, (_, row) => spansOf(layers, row, columns));
			width = columns;
		}
		lain = layers;
		return spans;
	};
};

/** Joins layers to so many lines, each exactly so many columns wide. */
export type Compositor = (
	layers: readonly Layer[],
	columns: number,
	rows: number,
) => readonly ScreenLine[];

const partOf = (layers: readonly Layer[], {from, to, at, line, isWhole}: Span): PaintedLine => {
	const layer = layers[at];
	if (!layer) return ' '.repeat(to - from);
	const painted = layer.lines[line] ?? '';
	const {x} = layer.rect;
	return isWhole ? painted : sliceCells(paintedText(painted), from - x, to - x);
};

/** A line, and what it was joined of: as a rule the same array. */
type Kept = {readonly parts: readonly PaintedLine[]; readonly line: ScreenLine};

/** Not by `map`: V8 makes another kind of array of that once it is compiled, and compiles all who read lines anew. */
const partsOf = (layers: readonly Layer[], spans: readonly Span[]): readonly PaintedLine[] => {
	const parts: PaintedLine[] = [];
	for (const span of spans) parts.push(partOf(layers, span));
	return parts;
};

const isSame = (before: readonly PaintedLine[], parts: readonly PaintedLine[]): boolean => {
	if (before.length !== parts.length) return false;
	for (let at = 0; at < parts.length; at++) if (before[at] !== parts[at]) return false;
	return true;
};

const isText = (part: PaintedLine | undefined): part is string => typeof part === 'string';

const hasTextsToJoin = (parts: readonly PaintedLine[]): boolean => {
	for (let at = 1; at < parts.length; at++)
		if (isText(parts[at - 1]) && isText(parts[at])) return true;
	return false;
};

/** Texts are one with those beside them. */
const joinTexts = (parts: readonly PaintedLine[]): ScreenLine => {
	const [first = ''] = parts;
	if (parts.length < 2 && isText(first)) return first;
	if (!hasTextsToJoin(parts)) return parts;
	const joined: PaintedLine[] = [];
	for (const part of parts) {
		const last = joined.length - 1;
		if (isText(part) && isText(joined[last])) joined[last] += part;
		else joined.push(part);
	}
	const [only = ''] = joined;
	return joined.length < 2 && isText(only) ? only : joined;
};

/** A line of the same parts is the same line again: whoever compares lines need not look into them. */
export const createCompositor = (): Compositor => {
	const spansFor = createSpans();
	const kept: Kept[] = [];
	return (layers, columns, rows) => {
		const lines: ScreenLine[] = [];
		for (const spans of spansFor(layers, columns, rows)) {
			const row = lines.length;
			const parts = partsOf(layers, spans);
			let known = kept[row];
			if (!known || !isSame(known.parts, parts))
				known = kept[row] = {parts, line: joinTexts(parts)};
			lines.push(known.line);
		}
		return lines;
	};
};
