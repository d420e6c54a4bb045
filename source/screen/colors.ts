/** Colours a terminal can show: bits of them as Node's `getColorDepth` says, 1 for none. */
export type ColorDepth = 1 | 4 | 8 | 24;

/** `#rrggbb`, and the nearest of the 16 colours every terminal has (its foreground code, 30–37 or 90–97). */
export type Color = {readonly hex: string; readonly ansi: number};

export type Style = {
	readonly fg?: Color;
	readonly bg?: Color;
	readonly bold?: boolean;
	readonly dim?: boolean;
	readonly underline?: boolean;
	readonly inverse?: boolean;
};

const channels = (hex: string) =>
	[1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];

/** The nearest entry of the 256-colour palette: its 6×6×6 cube or its grey ramp. */
const to256 = (hex: string): number => {
	const [red, green, blue] = channels(hex);
	const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
	if (spread < 24) {
		const grey = Math.round(((red + green + blue) / 3 - 8) / 10);
		return grey < 0 ? 16 : grey > 23 ? 231 : 232 + grey;
	}
	const level = (value: number) =>
		value < 48 ? 0 : value < 115 ? 1 : Math.floor((value - 35) / 40);
	return 16 + 36 * level(red) + 6 * level(green) + level(blue);
};

const colorCodes = ({hex, ansi}: Color, depth: ColorDepth, isBackground: boolean): string => {
	const base = isBackground ? 48 : 38;
	if (depth === 24) return `${base};2;${channels(hex).join(';')}`;
	if (depth === 8) return `${base};5;${to256(hex)}`;
	return `${ansi + (isBackground ? 10 : 0)}`;
};

/** The sequence that turns a style on, empty for none. Without colours only attributes are left. */
export const toSgr = (style: Style, depth: ColorDepth): string => {
	const codes: (string | number)[] = [];
	if (style.bold) codes.push(1);
	if (style.dim) codes.push(2);
	if (style.underline) codes.push(4);
	if (style.inverse) codes.push(7);
	if (depth > 1 && style.fg) codes.push(colorCodes(style.fg, depth, false));
	if (depth > 1 && style.bg) codes.push(colorCodes(style.bg, depth, true));
	return codes.length === 0 ? '' : `\u001B[${codes.join(';')}m`;
};
