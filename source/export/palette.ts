/** What a terminal shows where a program names no colour, or one of its 256. Each `#rrggbb`. */
export type Palette = {
	readonly foreground: string;
	readonly background: string;
	/** The first 16. */
	readonly colors: readonly string[];
};

export const usualPalette: Palette = {
	foreground: '#c9d1d9',
	background: '#0d1117',
	colors: [
		...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
		...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
	],
};

/** The same on paper, for what was made for a light terminal. */
export const lightPalette: Palette = {
	foreground: '#1f2328',
	background: '#ffffff',
	colors: [
		...['#24292f', '#cf222e', '#116329', '#4d2d00', '#0969da', '#8250df', '#1b7c83', '#6e7781'],
		...['#57606a', '#a40e26', '#1a7f37', '#633c01', '#218bff', '#a475f9', '#3192aa', '#8c959f'],
	],
};

const toHex = (value: number) => Math.round(value).toString(16).padStart(2, '0');

const channelsOf = (color: string) =>
	[1, 3, 5].map(at => Number.parseInt(color.slice(at, at + 2), 16));

/** One of the 256: the palette's 16, a 6×6×6 cube, a ramp of greys. */
export const indexedColor = (palette: Palette, index: number): string => {
	if (index < 16) return palette.colors[index] ?? palette.foreground;
	if (index >= 232) return `#${toHex(8 + (index - 232) * 10).repeat(3)}`;
	const level = (step: number) => toHex(step === 0 ? 0 : 55 + step * 40);
	const at = index - 16;
	return `#${level(Math.floor(at / 36))}${level(Math.floor(at / 6) % 6)}${level(at % 6)}`;
};

/** A colour on its way from one to another: 0 is the first, 1 the second. */
export const mix = (from: string, to: string, share: number): string => {
	const ends = channelsOf(to);
	const mixed = channelsOf(from).map((value, at) => value + ((ends[at] ?? 0) - value) * share);
	return `#${mixed.map(toHex).join('')}`;
};
