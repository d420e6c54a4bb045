import type {Color} from './colors.js';
import type {ThemeName} from './theme-names.js';

/** The colours of one side of a book, on the palette's background. */
export type SideColors = {
	readonly text: Color;
	/** Of what a row says by a sign. */
	readonly sign: Color;
	readonly bar: Color;
	/** Behind a size that grew: at first, then fading. */
	readonly flash: readonly [Color, Color, Color];
	/** The nearest that the 256 colours have; they lack most tints. */
	readonly stepped: {
		readonly sign: Color;
		readonly bar: Color;
		readonly flash: readonly [Color, Color];
	};
};

export type Palette = {
	/** What the colours are made for. The terminal's own is left alone. */
	readonly background: string;
	/** Text on a background of the palette's own; elsewhere it is in the terminal's colour. */
	readonly foreground: Color;
	readonly accent: Color;
	readonly grey: Color;
	/** Frames, rules and what is told by the way. */
	readonly faint: Color;
	readonly cursor: Color;
	/** Text on the brightest flash. */
	readonly bright: Color;
	/** Behind a size that shrank. */
	readonly shrunk: readonly [Color, Color, Color];
	readonly ask: SideColors;
	readonly bid: SideColors;
};

type Hexes<T> = {readonly [Key in keyof T]: T[Key] extends Color ? string : Hexes<T[Key]>};

/** The shades of one side, all of which 16 colours show as the same. */
const side = (ansi: number, hexes: Hexes<SideColors>): SideColors => {
	const color = (hex: string): Color => ({hex, ansi});
	const {text, sign, bar, flash, stepped} = hexes;
	return {
		text: color(text),
		sign: color(sign),
		bar: color(bar),
		flash: [color(flash[0]), color(flash[1]), color(flash[2])],
		stepped: {
			sign: color(stepped.sign),
			bar: color(stepped.bar),
			flash: [color(stepped.flash[0]), color(stepped.flash[1])],
		},
	};
};

const greys = (...hexes: readonly [string, string, string]): Palette['shrunk'] => {
	const grey = (hex: string): Color => ({hex, ansi: 90});
	return [grey(hexes[0]), grey(hexes[1]), grey(hexes[2])];
};

// Magenta is the one loud colour of the 16 that can be read on black and on white, besides red.
const dark: Palette = {
	background: '#0d1117',
	foreground: {hex: '#c9d1d9', ansi: 97},
	accent: {hex: '#e8b65a', ansi: 35},
	grey: {hex: '#8b949e', ansi: 90},
	faint: {hex: '#5f6873', ansi: 90},
	cursor: {hex: '#2d333b', ansi: 37},
	bright: {hex: '#ffffff', ansi: 97},
	shrunk: greys('#3d444d', '#2b3138', '#1c2026'),
	ask: side(31, {
		text: '#e4626f',
		sign: '#b04c58',
		bar: '#7a3640',
		flash: ['#7a303c', '#4a2029', '#2b171b'],
		stepped: {sign: '#af5f5f', bar: '#870000', flash: ['#870000', '#5f0000']},
	}),
	bid: side(32, {
		text: '#3fb98a',
		sign: '#2a7f5e',
		bar: '#22664f',
		flash: ['#1f6149', '#173d30', '#11261e'],
		stepped: {sign: '#5f875f', bar: '#005f00', flash: ['#005f00', '#005f00']},
	}),
};

const light: Palette = {
	background: '#ffffff',
	foreground: {hex: '#1f2328', ansi: 30},
	accent: {hex: '#8a5a00', ansi: 35},
	grey: {hex: '#59636e', ansi: 90},
	faint: {hex: '#818b96', ansi: 90},
	cursor: {hex: '#e1e6ec', ansi: 37},
	bright: {hex: '#000000', ansi: 30},
	shrunk: greys('#c9d1d9', '#dde3e9', '#eef1f4'),
	ask: side(31, {
		text: '#b3202c',
		sign: '#c7616a',
		bar: '#eeb2b7',
		flash: ['#efa5ab', '#f6cdd1', '#fbe6e8'],
		stepped: {sign: '#af5f5f', bar: '#ffafaf', flash: ['#ffafaf', '#ffd7d7']},
	}),
	bid: side(32, {
		text: '#116329',
		sign: '#3f8f60',
		bar: '#9fd8b4',
		flash: ['#8fd6a8', '#c4e9d1', '#e3f4e9'],
		stepped: {sign: '#5f875f', bar: '#afd7af', flash: ['#afd7af', '#d7ffd7']},
	}),
};

/** Orange against blue is told apart with every kind of colour vision but none at all. */
const colorblind: Palette = {
	...dark,
	accent: {hex: '#f2e06b', ansi: 35},
	ask: side(33, {
		text: '#f0883e',
		sign: '#a8602c',
		bar: '#7d4a20',
		flash: ['#7d4a1c', '#4d2f14', '#2b1b0e'],
		stepped: {sign: '#af875f', bar: '#875f00', flash: ['#875f00', '#5f0000']},
	}),
	bid: side(36, {
		text: '#58a6ff',
		sign: '#3f74b3',
		bar: '#234f80',
		flash: ['#1f5088', '#163a63', '#101f33'],
		stepped: {sign: '#5f87af', bar: '#005f87', flash: ['#005f87', '#00005f']},
	}),
};

const colorblindLight: Palette = {
	...light,
	accent: {hex: '#6e40aa', ansi: 35},
	ask: side(31, {
		text: '#953800',
		sign: '#b8702f',
		bar: '#f3c79f',
		flash: ['#f2b98a', '#f8d9bf', '#fdf0e4'],
		stepped: {sign: '#af5f00', bar: '#ffd7af', flash: ['#ffd7af', '#ffd7d7']},
	}),
	bid: side(34, {
		text: '#0550ae',
		sign: '#4a86cf',
		bar: '#a9cdf5',
		flash: ['#8fbff2', '#c6dff8', '#e4effb'],
		stepped: {sign: '#5f87af', bar: '#afd7ff', flash: ['#afd7ff', '#d7d7ff']},
	}),
};

export const palettes: Readonly<Record<ThemeName, Palette>> = {
	dark,
	light,
	colorblind,
	'colorblind-light': colorblindLight,
};
