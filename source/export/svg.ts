import {cellHeight, cellWidth} from './box-shapes.js';
import type {Cell, Frame} from './cells.js';
import {lookOf, type Look} from './look.js';
import {escapeMarkup} from './markup.js';
import {mix, usualPalette, type Palette} from './palette.js';
import {joinRects, toPath, type Rect} from './rects.js';
import {shapeOf} from './shapes.js';

export type SvgOptions = {
	/** In the bar of the window. */
	readonly title: string;
	readonly palette?: Palette;
};

/** Pixels above the screen, for the bar, and on its other sides. */
export const screenTop = 34;
export const screenPadding = 12;

/** From the top of a cell. */
const baseline = 12;
const underlineAt = 14;
const strikeAt = 8;

const fonts = `ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace`;

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

const textStyle = ({color, isBold, isItalic}: Look) =>
	`fill="${color}"` +
	(isBold ? ' font-weight="bold"' : '') +
	(isItalic ? ' font-style="italic"' : '');

/** Sorts what is on the screen by what it is drawn with. */
const createLayers = (palette: Palette) => {
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

const drawScreen = ({cells}: Frame, palette: Palette): readonly string[] => {
	const layers = createLayers(palette);
	for (const [row, line] of cells.entries())
		for (const [column, cell] of line.entries())
			layers.add(cell, column * cellWidth, row * cellHeight);
	const fill = (areas: ReadonlyMap<string, Rect[]>) =>
		Array.from(
			areas,
			([color, rects]) => `<path fill="${color}" d="${toPath(joinRects(rects))}"/>`,
		);
	return [
		'<g shape-rendering="crispEdges">',
		...fill(layers.backgrounds),
		...fill(layers.areas),
		'</g>',
		// Not sharpened, or at odd scales they would miss the round corners by a pixel.
		...fill(layers.lines),
		...Array.from(
			layers.strokes,
			([color, paths]) => `<path fill="none" stroke="${color}" d="${paths.join('')}"/>`,
		),
		...Array.from(layers.texts, ([style, runs]) => `<g ${style}>${runs.map(drawRun).join('')}</g>`),
	];
};

const lights = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
	(fill, at) => `<circle cx="${18 + 20 * at}" cy="17" r="6" fill="${fill}"/>`,
);

/** A picture of a screen in a window. Boxes and blocks are drawn as shapes; no font is fetched. */
export const toSvg = (frame: Frame, {title, palette = usualPalette}: SvgOptions): string => {
	const width = frame.columns * cellWidth + screenPadding * 2;
	const height = frame.rows * cellHeight + screenTop + screenPadding;
	const name = escapeMarkup(title);
	const faint = mix(palette.background, palette.foreground, 0.65);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts}" font-size="13.3">`,
		`<title>${name}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
		...lights,
		`<text x="${width / 2}" y="22" fill="${faint}" text-anchor="middle">${name}</text>`,
		`<g transform="translate(${screenPadding} ${screenTop})">`,
		...drawScreen(frame, palette),
		'</g>',
		'</svg>\n',
	].join('\n');
};
