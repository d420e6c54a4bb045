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

/** Something painted over what Ink drew. */
export type Layer = {
	readonly rect: Rect;
	/** Exactly as many lines and cells as the rectangle; null where Ink's own cells lie on top (an overlay). */
	readonly lines: readonly PaintedLine[] | null;
};

/** Cells of a row that are a layer's, by its place among all; −1 where they are Ink's. */
type Span = {readonly from: number; readonly to: number; readonly at: number};

/**
 * The spans of one row from left to right. Overlays cut what is under them; live layers never
 * overlap each other, since Ink laid them out.
 */
const spansOf = (layers: readonly Layer[], row: number, columns: number): readonly Span[] => {
	const isHere = ({rect}: Layer) => row >= rect.y && row < rect.y + rect.height;
	const here = layers.filter(isHere);
	if (here.length === 0) return [];
	const edges = new Set([0, columns]);
	for (const {rect} of here) {
		edges.add(Math.min(columns, rect.x));
		edges.add(Math.min(columns, rect.x + rect.width));
	}
	const sorted = [...edges].sort((a, b) => a - b);
	return sorted.slice(1).map((to, index) => {
		const from = sorted[index] ?? 0;
		const isAt = (layer: Layer) =>
			isHere(layer) && from >= layer.rect.x && from < layer.rect.x + layer.rect.width;
		const isCovered = layers.some(layer => layer.lines === null && isAt(layer));
		return {from, to, at: isCovered ? -1 : layers.findIndex(isAt)};
	});
};

/** The spans of all rows; the same ones while the layers lie as they lay. */
const createSpans = () => {
	let lain: readonly Layer[] = [];
	let spans: readonly (readonly Span[])[] = [];
	let width = 0;
	const isSame = (layers: readonly Layer[]) =>
		layers.length === lain.length &&
		layers.every(({rect, lines}, at) => {
			const before = lain[at];
			return before?.rect === rect && (before.lines === null) === (lines === null);
		});
	return (layers: readonly Layer[], columns: number, rows: number) => {
		if (columns !== width || rows !== spans.length || !isSame(layers)) {
			spans = Array.from({length: rows}, (_, row) => spansOf(layers, row, columns));
			width = columns;
		}
		lain = layers;
		return spans;
	};
};

/** Joins Ink's frame and the live layers to whole lines, each exactly `columns` wide. */
export type Compositor = {
	/** Ink's newest frame. */
	setBase(frame: string): void;
	/** Whether there ever was one. */
	hasBase(): boolean;
	/** Exactly `rows` lines, each exactly `columns` wide. */
	compose(layers: readonly Layer[], columns: number, rows: number): readonly ScreenLine[];
};

export const createCompositor = (): Compositor => {
	let base: readonly string[] | null = null;
	/** Slices of the base by row and columns: they change only when Ink draws. */
	let slices = new Map<string, string>();
	const spansFor = createSpans();

	const baseSlice = (row: number, from: number, to: number): string => {
		const key = `${row}:${from}:${to}`;
		const known = slices.get(key);
		if (known !== undefined) return known;
		const slice = sliceCells(base?.[row] ?? '', from, to);
		slices.set(key, slice);
		return slice;
	};

	const layerSlice = ({rect, lines}: Layer, row: number, {from, to}: Span): PaintedLine => {
		const line = lines?.[row - rect.y] ?? '';
		const isWhole = from === rect.x && to === rect.x + rect.width;
		return isWhole ? line : sliceCells(paintedText(line), from - rect.x, to - rect.x);
	};

	return {
		setBase(frame) {
			base = frame.split('\n');
			slices = new Map();
		},
		hasBase: () => base !== null,
		compose(layers, columns, rows) {
			return spansFor(layers, columns, rows).map((spans, row) => {
				if (spans.length === 0) return baseSlice(row, 0, columns);
				const parts: PaintedLine[] = [];
				for (const span of spans) {
					const {from, to} = span;
					const layer = layers[span.at];
					const part = layer ? layerSlice(layer, row, span) : baseSlice(row, from, to);
					const last = parts.length - 1;
					// Texts are one with those beside them.
					if (typeof part === 'string' && typeof parts[last] === 'string') parts[last] += part;
					else parts.push(part);
				}
				const [first = ''] = parts;
				return parts.length < 2 && typeof first === 'string' ? first : parts;
			});
		},
	};
};
