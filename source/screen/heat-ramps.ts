import type {Color, ColorDepth} from './colors.js';
import type {ThemeName} from './theme-names.js';

/** Steps of size that colours tell apart. */
export const heatSteps = 15;

/** What sizes look like. */
export type HeatRamp = {
	/** From the smallest size to the largest; as many as `heatSteps`. */
	readonly steps: readonly Color[];
	/** Where it is known that there is nothing. */
	readonly empty: Color;
	/** The middle price. */
	readonly mid: Color;
};

type Rgb = readonly [red: number, green: number, blue: number];

const toRgb = (hex: string): Rgb => [
	Number.parseInt(hex.slice(1, 3), 16),
	Number.parseInt(hex.slice(3, 5), 16),
	Number.parseInt(hex.slice(5, 7), 16),
];

const toHex = (rgb: Rgb): string =>
	`#${rgb.map(value => Math.round(value).toString(16).padStart(2, '0')).join('')}`;

/** Colours at equal distances between the first and the last of some. */
const between = (anchors: readonly string[], from: number, to: number): readonly string[] =>
	Array.from({length: heatSteps}, (_, step) => {
		const at = (from + ((to - from) * step) / (heatSteps - 1)) * (anchors.length - 1);
		const low = Math.min(anchors.length - 2, Math.floor(at));
		const [one, other] = [toRgb(anchors[low] ?? ''), toRgb(anchors[low + 1] ?? '')];
		const mix = (index: 0 | 1 | 2) => one[index] + (other[index] - one[index]) * (at - low);
		return toHex([mix(0), mix(1), mix(2)]);
	});

/**
 * Two scales of Matplotlib, whose lightness rises evenly, also for those who see fewer hues. Dark is little: on a light
 * background they are turned round.
 */
const inferno =
	'#000004 #160b39 #420a68 #6a176e #932667 #bc3754 #dd513a #f37819 #fca50a #f6d746 #fcffa4'.split(
		' ',
	);
const viridis =
	'#440154 #482475 #414487 #355f8d #2a788e #21918c #22a884 #44bf70 #7ad151 #bddf26 #fde725'.split(
		' ',
	);

/** The six levels of each channel in the cube of the 256 colours. */
const cube = [0, 95, 135, 175, 215, 255];

const cubeHex = (index: number): string => {
	const at = index - 16;
	const level = (by: number) => cube[Math.floor(at / by) % 6] ?? 0;
	return toHex([level(36), level(6), level(1)]);
};

/** The nearest of the 256 colours that rise as evenly. */
const coarse = {
	dark: [17, 53, 54, 89, 90, 125, 161, 166, 202, 203, 208, 214, 220, 227, 229],
	light: [230, 228, 222, 215, 214, 208, 202, 166, 161, 125, 90, 89, 54, 53, 17],
	colorblind: [17, 53, 54, 24, 25, 31, 36, 42, 77, 113, 149, 184, 190, 226, 229],
	'colorblind-light': [229, 227, 190, 184, 149, 113, 78, 42, 36, 31, 25, 24, 54, 53, 17],
} satisfies Record<ThemeName, readonly number[]>;

const fine: Record<ThemeName, readonly string[]> = {
	dark: between(inferno, 0.13, 1),
	light: between(inferno, 0.97, 0.08),
	colorblind: between(viridis, 0.03, 1),
	'colorblind-light': between(viridis, 0.98, 0),
};

/** The ramp of a theme. In 16 colours and in none, sizes are told by the density of a character. */
export const heatRampOf = (name: ThemeName, depth: ColorDepth): HeatRamp => {
	const isLight = name.endsWith('light');
	const hexes = depth === 24 ? fine[name] : coarse[name].map(cubeHex);
	const color = (hex: string, ansi = 36): Color => ({hex, ansi});
	const empty = depth === 24 ? (isLight ? '#f1f4f8' : '#141a27') : isLight ? '#eeeeee' : '#1c1c1c';
	return {
		steps: hexes.map(hex => color(hex)),
		empty: color(empty),
		mid: color(isLight ? '#0087d7' : '#87ffff', 35),
	};
};
