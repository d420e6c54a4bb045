import type {Color} from './colors.js';
import type {Palette, SideColors} from './palettes.js';

/** Colours of the screen that can be set, by the names that the config file has for them, and what they are for. */
export const colorNames = {
	accent: 'what is chosen, profits, warnings',
	grey: 'labels, and what is told by the way',
	faint: 'frames and rules',
	cursor: 'behind the row of the cursor',
	shrunk: 'behind a size that shrank',
	ask: 'prices of asks, sells, what is wrong',
	askSign: 'signs of asks',
	askBar: 'bars of asks',
	askFlash: 'behind an ask that grew',
	bid: 'prices of bids, buys, what is well',
	bidSign: 'signs of bids',
	bidBar: 'bars of bids',
	bidFlash: 'behind a bid that grew',
} as const;

export type ColorName = keyof typeof colorNames;

/** `#rrggbb` by name. */
export type OwnColors = Partial<Readonly<Record<ColorName, string>>>;

type Rgb = readonly [red: number, green: number, blue: number];

const toRgb = (hex: string): Rgb => [
	Number.parseInt(hex.slice(1, 3), 16),
	Number.parseInt(hex.slice(3, 5), 16),
	Number.parseInt(hex.slice(5, 7), 16),
];

/** The 16 colours by their foreground codes, as most terminals show them. */
const sixteen: readonly (readonly [code: number, hex: string])[] = [
	[31, '#cd3131'],
	[32, '#0dbc79'],
	[33, '#e5e510'],
	[34, '#2472c8'],
	[35, '#bc3fbc'],
	[36, '#11a8cd'],
	[37, '#c5c5c5'],
	[90, '#767676'],
	[91, '#f14c4c'],
	[92, '#23d18b'],
	[93, '#f5f543'],
	[94, '#3b8eea'],
	[95, '#d670d6'],
	[96, '#29b8db'],
	[97, '#ffffff'],
];

const distance = (a: Rgb, b: Rgb): number =>
	a.reduce((sum, value, channel) => sum + (value - (b[channel] ?? 0)) ** 2, 0);

const nearest = (hex: string): number => {
	const wanted = toRgb(hex);
	return sixteen.reduce(
		(best, [code, other]) => {
			const far = distance(wanted, toRgb(other));
			return far < best.far ? {code, far} : best;
		},
		{code: 37, far: Infinity},
	).code;
};

/** A colour that nobody made for 16 colours is there the nearest of them. */
const toColor = (hex: string): Color => ({hex, ansi: nearest(hex)});

/** So much of the way from one colour to another. */
const mixed = (from: string, to: string, share: number): string => {
	const [start, end] = [toRgb(from), toRgb(to)];
	const hexes = start.map((value, channel) =>
		Math.round(value + ((end[channel] ?? 0) - value) * share)
			.toString(16)
			.padStart(2, '0'),
	);
	return `#${hexes.join('')}`;
};

/** A colour that fades into the background. */
const fading = (hex: string, background: string): readonly [Color, Color, Color] => [
	toColor(hex),
	toColor(mixed(hex, background, 0.45)),
	toColor(mixed(hex, background, 0.75)),
];

const ownSide = (
	side: SideColors,
	own: OwnColors,
	name: 'ask' | 'bid',
	background: string,
): SideColors => {
	const [text, sign, bar, flash] = [
		own[name],
		own[`${name}Sign`],
		own[`${name}Bar`],
		own[`${name}Flash`],
	];
	const faded = flash === undefined ? null : fading(flash, background);
	const {stepped} = side;
	return {
		text: text === undefined ? side.text : toColor(text),
		sign: sign === undefined ? side.sign : toColor(sign),
		bar: bar === undefined ? side.bar : toColor(bar),
		flash: faded ?? side.flash,
		stepped: {
			sign: sign === undefined ? stepped.sign : toColor(sign),
			bar: bar === undefined ? stepped.bar : toColor(bar),
			flash: faded ? [faded[0], faded[1]] : stepped.flash,
		},
	};
};

/** A palette with colours of one's own in the place of some. */
export const withOwnColors = (palette: Palette, own: OwnColors): Palette => {
	const {background} = palette;
	const pick = (name: 'accent' | 'grey' | 'faint' | 'cursor'): Color => {
		const hex = own[name];
		return hex === undefined ? palette[name] : toColor(hex);
	};
	return {
		...palette,
		accent: pick('accent'),
		grey: pick('grey'),
		faint: pick('faint'),
		cursor: pick('cursor'),
		shrunk: own.shrunk === undefined ? palette.shrunk : fading(own.shrunk, background),
		ask: ownSide(palette.ask, own, 'ask', background),
		bid: ownSide(palette.bid, own, 'bid', background),
	};
};
