import {cellHeight, cellWidth} from './box-shapes.js';
import type {Frame} from './cells.js';
import {drawCells} from './draw-cells.js';
import {escapeMarkup} from './markup.js';
import {mix, usualPalette, type Palette} from './palette.js';

export type SvgOptions = {
	/** In the bar of the window. */
	readonly title: string;
	readonly palette?: Palette;
};

/** Pixels above the screen, for the bar, and on its other sides. */
export const screenTop = 34;
export const screenPadding = 12;

const fonts = `ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,'Liberation Mono',monospace`;

const lights = ['#ff5f56', '#ffbd2e', '#27c93f'].map(
	(fill, at) => `<circle cx="${18 + 20 * at}" cy="17" r="6" fill="${fill}"/>`,
);

export type WindowOptions = SvgOptions & {
	/** Of the screen, in cells. */
	readonly columns: number;
	readonly rows: number;
	/** CSS for what is on the screen. */
	readonly style?: string;
};

/** A window around what is on a screen. No font is fetched. */
export const toWindow = (screen: readonly string[], options: WindowOptions): string => {
	const {title, columns, rows, style = null, palette = usualPalette} = options;
	const width = columns * cellWidth + screenPadding * 2;
	const height = rows * cellHeight + screenTop + screenPadding;
	const name = escapeMarkup(title);
	const faint = mix(palette.background, palette.foreground, 0.65);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts}" font-size="13.3">`,
		`<title>${name}</title>`,
		...(style === null ? [] : [`<style>${style}</style>`]),
		`<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
		...lights,
		`<text x="${width / 2}" y="22" fill="${faint}" text-anchor="middle">${name}</text>`,
		`<g transform="translate(${screenPadding} ${screenTop})">`,
		...screen,
		'</g>',
		'</svg>\n',
	].join('\n');
};

/** A picture of a screen in a window. */
export const toSvg = ({columns, rows, cells}: Frame, options: SvgOptions): string =>
	toWindow(drawCells(cells, options.palette ?? usualPalette), {...options, columns, rows});
