/** What is behind the text. */
export type Background = {
	/** Whether dark text is read more easily on it. */
	readonly isLight: boolean;
	/** `#rrggbb`; null where only light or dark is known. */
	readonly hex: string | null;
};

/** Asks the terminal for its background (OSC 11). */
export const backgroundQuery = '\u001B]11;?\u0007';

const toBackground = (channels: readonly number[]): Background => {
	const [red = 0, green = 0, blue = 0] = channels;
	const hex = channels.map(value =>
		Math.round(value * 255)
			.toString(16)
			.padStart(2, '0'),
	);
	return {isLight: 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5, hex: `#${hex.join('')}`};
};

/** Reads `rgb:ffff/ffff/ffff`, of one to four digits each, and `#ffffff`. */
const parseColor = (text: string): Background | null => {
	const [, named = ''] = /^rgba?:([\da-f/]+)$/i.exec(text) ?? [];
	const [, ...pairs] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(text) ?? [];
	const digits = named === '' ? pairs : named.split('/').slice(0, 3);
	if (digits.length < 3 || digits.some(part => !/^[\da-f]{1,4}$/i.test(part))) return null;
	return toBackground(digits.map(part => Number.parseInt(part, 16) / (16 ** part.length - 1)));
};

/** What COLORFGBG tells, as in `15;0` or `0;default;15`: numbers of the 16 colours. Null for nothing. */
export const parseColorFgBg = (text: string | undefined): Background | null => {
	const [, digits] = /;(\d{1,2})$/.exec(text ?? '') ?? [];
	const index = Number(digits);
	if (digits === undefined || index > 15) return null;
	return {isLight: index === 7 || index > 8, hex: null};
};

/** What the terminal's answer tells of its background, as in `11;rgb:ffff/ffff/ffff`; null for nothing. */
export const parseBackgroundReply = (text: string): Background | null => {
	const [, color] = /^11;(.*)$/.exec(text) ?? [];
	return color === undefined ? null : parseColor(color);
};

const digits = '[\\da-f]';
/** The colour of an answer (OSC 10 or 11), whole; more digits may come. */
export const wholeColor = new RegExp(
	`^1[01];(?:rgb:(?:${digits}{1,4}/){2}${digits}{1,4}|rgba:(?:${digits}{1,4}/){3}${digits}{1,4}|#${digits}{3,12})$`,
	'i',
);
/** What such an answer may begin with. */
export const colorStart = new RegExp(
	`^1(?:[01](?:;(?:r|rg|rgb|rgba|rgb:(?:${digits}{0,4}/){0,2}${digits}{0,4}|rgba:(?:${digits}{0,4}/){0,3}${digits}{0,4}|#${digits}{0,12})?)?)?$`,
	'i',
);
