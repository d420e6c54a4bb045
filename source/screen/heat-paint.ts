import {toSgr, type Color, type ColorDepth, type Style} from './colors.js';
import {contrastOf} from './contrast.js';
import {heatRampOf, heatSteps, type HeatRamp} from './heat-ramps.js';
import {glyphs, type Theme} from './theme.js';

/** What a place of the heatmap holds besides a step of size, from 1 on: nothing; what is not known; the middle price. */
export const heatCodes = {unknown: -1, empty: 0, mid: heatSteps + 1} as const;

/** One cell: what turns its style on, which is reset behind it, and its character. */
export type Ink = {readonly open: string; readonly glyph: string};

/** Paints the cells of the heatmap. Codes are steps of size, or `heatCodes`. */
export type HeatPaint = {
	/** Whether a cell shows two places, one above the other; where not, both are the same. */
	readonly hasHalves: boolean;
	cell(top: number, bottom: number): Ink;
	/** Where the book was not proven, over what was there as far as it was. */
	hatch(code: number): Ink;
	/** Over what is there: `code`. */
	trade(isBuy: boolean, isLarge: boolean, code: number): Ink;
	cursor(code: number): Ink;
};

/** Density instead of colour, from little to much. */
const {shades} = glyphs;
const densities = [shades[2], shades[2], shades[1], shades[3], shades[0]];

const density = (code: number): number =>
	Math.ceil((Math.min(code, heatSteps) * densities.length) / heatSteps) - 1;

/** In 16 colours what is densest is in the terminal's own, which stands out on any background; without colours, all is. */
const shadeStyle = ({steps}: HeatRamp, code: number, depth: ColorDepth): Style => {
	const level = density(code);
	if (depth === 1) return level === 0 ? {dim: true} : {};
	if (depth !== 4) return styleOf('fg', steps[code - 1]);
	const grey = {hex: '', ansi: 90};
	return level === 0 ? {fg: grey} : level === densities.length - 1 ? {} : styleOf('fg', steps[0]);
};

const styleOf = (place: 'fg' | 'bg', color: Color | undefined): Style =>
	color ? {[place]: color} : {};

const remembered = <T>(make: (key: number) => T) => {
	const known = new Map<number, T>();
	return (key: number): T => {
		const made = known.get(key) ?? make(key);
		known.set(key, made);
		return made;
	};
};

/** What a sign has to have at the least to be seen on what is behind it, as WCAG 2 has it for graphics. */
const leastContrast = 3;

const stands = (front: Color, back: Color): boolean =>
	contrastOf(front.hex, back.hex) >= leastContrast;

/** Halves of a cell in two colours. */
const createHalves = (ramp: HeatRamp, depth: ColorDepth) => {
	const colorOf = (code: number): Color | undefined =>
		code === heatCodes.unknown
			? undefined
			: code === heatCodes.empty
				? ramp.empty
				: code === heatCodes.mid
					? ramp.mid
					: ramp.steps[code - 1];
	const half = (top: number, bottom: number): Ink => {
		const [upper, lower] = [colorOf(top), colorOf(bottom)];
		if (upper === lower) return {open: toSgr(styleOf('bg', upper), depth), glyph: ' '};
		if (!upper) return {open: toSgr(styleOf('fg', lower), depth), glyph: glyphs.lowerHalf};
		const style = {...styleOf('fg', upper), ...styleOf('bg', lower)};
		return {open: toSgr(style, depth), glyph: glyphs.upperHalf};
	};
	const inks = remembered(key => half(Math.floor(key / 64) - 1, (key % 64) - 1));
	return {
		cell: (top: number, bottom: number) => inks((top + 1) * 64 + bottom + 1),
		colorOf,
	};
};

/** One character for one place. */
const createShades = (ramp: HeatRamp, depth: ColorDepth) => {
	const shade = (code: number): Ink => {
		if (code <= heatCodes.empty) return {open: '', glyph: ' '};
		if (code === heatCodes.mid)
			return {open: toSgr({fg: ramp.mid, bold: true}, depth), glyph: glyphs.rule};
		const style = shadeStyle(ramp, code, depth);
		return {open: toSgr(style, depth), glyph: densities[density(code)] ?? ' '};
	};
	const inks = remembered(shade);
	return {cell: (top: number) => inks(top), colorOf: () => undefined};
};

export const createHeatPaint = ({depth, name, isAscii, palette}: Theme): HeatPaint => {
	const ramp = heatRampOf(name, depth);
	const {bid, ask, faint, foreground} = palette;
	const background: Color = {...foreground, hex: palette.background};
	const hasHalves = depth >= 8 && !isAscii;
	const {cell, colorOf} = hasHalves ? createHalves(ramp, depth) : createShades(ramp, depth);
	const over = (style: Style, glyph: string, back: Color | undefined): Ink => ({
		open: toSgr({...style, ...styleOf('bg', back)}, depth),
		glyph,
	});
	const isBright = (code: number) => code > heatSteps / 2 !== name.endsWith('light');
	const hatch = remembered(code =>
		over(
			{fg: code > heatCodes.empty && isBright(code) ? {hex: '#000000', ansi: 90} : faint},
			glyphs.hatch,
			colorOf(code),
		),
	);
	const trade = remembered(key => {
		const [small, large] = key & 2 ? [glyphs.ask, glyphs.bigBuy] : [glyphs.bid, glyphs.bigSell];
		const fg = key & 2 ? bid.text : ask.text;
		const back = colorOf((key >> 2) - 1);
		// Its colour is what it says: where that would not be seen, the size behind it gives way.
		const seenOn = back && !stands(fg, back) ? ramp.empty : back;
		return over({fg, bold: true}, key & 1 ? large : small, seenOn);
	});
	const crosshair = remembered(code => {
		const back = colorOf(code);
		const fg = back && !stands(foreground, back) ? background : foreground;
		return over(depth === 1 ? {inverse: true} : {fg, bold: true}, glyphs.crosshair, back);
	});
	return {
		hasHalves,
		cell,
		hatch,
		trade: (isBuy, isLarge, code) => trade((code + 1) * 4 + (isBuy ? 2 : 0) + (isLarge ? 1 : 0)),
		cursor: crosshair,
	};
};
