import {cellHeight, cellWidth} from './box-shapes.js';
import type {Cell} from './cells.js';
import {lookOf, type Look} from './look.js';
import {escapeMarkup} from './markup.js';
import {mix, type Palette} from './palette.js';
import {joinRects, toPath, type Rect} from './rects.js';
import {shapeOf} from './shapes.js';

/** How shapes and text are given their colours: the attributes of an element. */
export type Brush = {
	area(color: string): string;
	stroke(color: string): string;
	text(look: Look): string;
};

/** Says it where it is. */
const attributeBrush: Brush = {
	area: color => `fill="${color}"`,
	stroke: color => `fill="none" stroke="${color}"`,
	text: ({color, isBold, isItalic}) =>
		`fill="${color}"` +
		(isBold ? ' font-weight="bold"' : '') +
		(isItalic ? ' font-style="italic"' : ''),
};

/** From the top of a cell. */
const baseline = 12;
const underlineAt = 14;
const strikeAt = 8;

/** What has one look, and where it begins. */
type Run = {readonly x: number; readonly y: number; text: string; end: number};

/** Adds to the list of a key, in the order of the keys' first coming. */
const addTo = <T>(lists: Map<string, T[]>, key: string, ...items: readonly T[]) => {
	const list = lists.get(key);
	if (list) list.push(...items);
	else lists.set(key, [...items]);
};

/** Characters that every monospaced font has in its width. */
const isUsual = (char: string) => /^[\u0021-\u007e\u00a1-\u024f]$/.test(char);

/** Sorts what is on the screen by what it is drawn with. */
const createLayers = (palette: Palette, {text: textStyle}: Brush) => {
	const backgrounds = new Map<string, Rect[]>();
	const areas = new Map<string, Rect[]>();
	const lines = new Map<string, Rect[]>();
	const strokes = new Map<string, string[]>();
	const texts = new Map<string, Run[]>();

	const addShape = (char: string, {color, background}: Look, x: number, y: number): boolean => {
		const shape = shapeOf(char);
		if (!shape) return false;
		const rects = shape.rects.map(([left, top, width, height]): Rect => [
			x + left,
			y + top,
			width,
			height,
		]);
		const layer = shape.isLine ? lines : areas;
		if (rects.length > 0) addTo(layer, mix(background, color, shape.share), ...rects);
		for (const {from, path} of shape.strokes)
			addTo(strokes, color, `M${x + from[0]} ${y + from[1]}${path}`);
		return true;
	};

	const addText = (char: string, look: Look, [x, y, width]: Rect) => {
		const runs = texts.get(textStyle(look));
		const run = runs?.at(-1);
		const isNext = run?.y === y && run.end === x;
		// Anything a font may lack or draw too wide stands alone, fitted into its cells.
		if (run && isNext && isUsual(char) && isUsual(run.text.slice(-1))) {
			run.text += char;
			run.end += width;
		} else addTo(texts, textStyle(look), {x, y, text: char, end: x + width});
	};

	const add = (cell: Cell, x: number, y: number) => {
		if (cell.width === 0) return;
		const look = lookOf(cell, palette);
		const width = cell.width * cellWidth;
		if (look.background !== palette.background)
			addTo(backgrounds, look.background, [x, y, width, cellHeight]);
		if (cell.underline) addTo(areas, look.color, [x, y + underlineAt, width, 1]);
		if (cell.strike) addTo(areas, look.color, [x, y + strikeAt, width, 1]);
		if (cell.hidden || cell.char.trim() === '') return;
		if (!addShape(cell.char, look, x, y)) addText(cell.char, look, [x, y, width, cellHeight]);
	};

	return {add, backgrounds, areas, lines, strokes, texts};
};

const drawRun = ({x, y, text, end}: Run): string => {
	const fit = isUsual(text.charAt(0)) ? '' : ' lengthAdjust="spacingAndGlyphs"';
	return `<text x="${x}" y="${y + baseline}" textLength="${end - x}"${fit}>${escapeMarkup(text)}</text>`;
};

/** Draws cells, from the upper left corner on. Boxes and blocks are drawn as shapes. */
export const drawCells = (
	lines: readonly (readonly Cell[])[],
	palette: Palette,
	brush: Brush = attributeBrush,
): readonly string[] => {
	const layers = createLayers(palette, brush);
	for (const [row, line] of lines.entries())
		for (const [column, cell] of line.entries())
			layers.add(cell, column * cellWidth, row * cellHeight);
	const fill = (areas: ReadonlyMap<string, Rect[]>, style: (color: string) => string) =>
		Array.from(
			areas,
			([color, rects]) => `<path ${style(color)} d="${toPath(joinRects(rects))}"/>`,
		);
	const sharp = [...fill(layers.backgrounds, brush.area), ...fill(layers.areas, brush.area)];
	return [
		...(sharp.length > 0 ? ['<g shape-rendering="crispEdges">', ...sharp, '</g>'] : []),
		// Not sharpened, or at odd scales they would miss the round corners by a pixel.
		...fill(layers.lines, brush.area),
		...Array.from(
			layers.strokes,
			([color, paths]) => `<path ${brush.stroke(color)} d="${paths.join('')}"/>`,
		),
		...Array.from(layers.texts, ([style, runs]) => `<g ${style}>${runs.map(drawRun).join('')}</g>`),
	];
};
