import {toSgr, type Color, type ColorDepth, type Style} from './colors.js';

/** Every glyph on the screen, one cell each. */
export const glyphs = {
	ask: '▴',
	bid: '▾',
	/** As those two, where nobody vouches for the level. */
	looseAsk: '▵',
	looseBid: '▿',
	live: '●',
	waiting: '◐',
	down: '○',
	cursor: '▸',
	dot: '·',
	minus: '−',
	arrow: '→',
	clipped: '»',
	rule: '─',
	share: '━',
	frame: {topLeft: '╭', topRight: '╮', bottomLeft: '╰', bottomRight: '╯', side: '│'},
	/** Full cells that can be told apart without colour. */
	shades: ['█', '▒', '░', '▓'],
	/** Lower parts of a cell, one eighth to eight eighths. */
	heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	/** Left parts of a cell, one eighth to eight eighths. */
	eighths: ['▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'],
} as const;

const color = (hex: string, ansi: number): Color => ({hex, ansi});

const green = color('#3fb98a', 32);
const red = color('#e4626f', 31);
const accent = color('#e8b65a', 33);
const grey = color('#8b949e', 90);
const faintGrey = color('#4b535d', 90);

/** With colours: the look. The terminal's own background and text colour are left alone. */
const colored = {
	text: {},
	strong: {bold: true},
	muted: {fg: grey},
	faint: {fg: faintGrey},
	accent: {fg: accent},
	title: {bold: true},
	focusTitle: {fg: accent, bold: true},
	frame: {fg: faintGrey},
	focusFrame: {fg: accent},
	label: {fg: grey},
	key: {bold: true},
	ask: {fg: red},
	bid: {fg: green},
	askSign: {fg: color('#a1434f', 31)},
	bidSign: {fg: color('#2a7f5e', 32)},
	askBar: {fg: color('#7a3640', 31)},
	bidBar: {fg: color('#22664f', 32)},
	ok: {fg: green},
	warn: {fg: accent},
	bad: {fg: red},
	cursor: {bg: color('#2d333b', 37)},
	// The bars' two tones: size in front of the silhouette of what has added up.
	askBarDeep: {fg: color('#7a3640', 31), bg: color('#2b171b', 31)},
	bidBarDeep: {fg: color('#22664f', 32), bg: color('#11261e', 32)},
	// A size that grew lights up in the colour of its side, one that shrank in grey.
	askGrown0: {bold: true, fg: color('#ffffff', 97), bg: color('#7a303c', 31)},
	askGrown1: {bg: color('#4a2029', 31)},
	askGrown2: {bg: color('#2b171b', 31)},
	bidGrown0: {bold: true, fg: color('#ffffff', 97), bg: color('#1f6149', 32)},
	bidGrown1: {bg: color('#173d30', 32)},
	bidGrown2: {bg: color('#11261e', 32)},
	shrunk0: {bold: true, bg: color('#3d444d', 90)},
	shrunk1: {bg: color('#2b3138', 90)},
	shrunk2: {bg: color('#1c2026', 90)},
} satisfies Record<string, Style>;

export type Role = keyof typeof colored;

/** The 256 colours have no dark tints: what is faint is left out, the rest is the palette's own red and green. */
const stepped: Partial<Record<Role, Style>> = {
	askSign: {fg: color('#af5f5f', 31)},
	bidSign: {fg: color('#5f875f', 32)},
	askBar: {fg: color('#870000', 31)},
	bidBar: {fg: color('#005f00', 32)},
	askGrown0: {bold: true, fg: color('#ffffff', 97), bg: color('#870000', 31)},
	askGrown1: {bg: color('#5f0000', 31)},
	askGrown2: {},
	bidGrown0: {bold: true, fg: color('#ffffff', 97), bg: color('#005f00', 32)},
	bidGrown1: {bg: color('#005f00', 32)},
	bidGrown2: {},
	shrunk2: {},
};

/** In 16 colours a background is as loud as can be: what fades does so in the text alone. */
const coarse: Partial<Record<Role, Style>> = {
	cursor: {inverse: true},
	askGrown0: {bold: true, fg: red},
	askGrown1: {fg: red},
	askGrown2: {},
	bidGrown0: {bold: true, fg: green},
	bidGrown1: {fg: green},
	bidGrown2: {},
	shrunk0: {fg: grey},
	shrunk1: {fg: grey},
	shrunk2: {},
};

/** Without colours: attributes say what they can, place and glyphs say the rest. */
const plain: Partial<Record<Role, Style>> = {
	muted: {dim: true},
	faint: {dim: true},
	label: {dim: true},
	accent: {bold: true},
	focusTitle: {bold: true, inverse: true},
	frame: {dim: true},
	focusFrame: {},
	ask: {},
	bid: {bold: true},
	askBar: {dim: true},
	bidBar: {},
	warn: {bold: true},
	bad: {bold: true},
	cursor: {inverse: true},
	askGrown0: {bold: true},
	askGrown1: {bold: true},
	askGrown2: {},
	bidGrown0: {bold: true},
	bidGrown1: {bold: true},
	bidGrown2: {},
	shrunk0: {underline: true},
	shrunk1: {underline: true},
	shrunk2: {},
};

export type Theme = {
	readonly depth: ColorDepth;
	/** The text in a role's style, closed again. */
	paint(role: Role, text: string): string;
	/** As `paint`, on the cursor's background. */
	paintCursor(role: Role, text: string): string;
};

export const createTheme = (depth: ColorDepth): Theme => {
	const changes = {1: plain, 4: coarse, 8: stepped, 24: {}}[depth];
	const styles: Record<Role, Style> = {...colored, ...changes};
	const open = new Map<string, string>();
	for (const [role, style] of Object.entries(styles)) open.set(role, toSgr(style, depth));
	const openCursor = toSgr(styles.cursor, depth);
	const wrap = (sequence: string, text: string) =>
		sequence === '' || text === '' ? text : `${sequence}${text}\u001B[0m`;
	return {
		depth,
		paint: (role, text) => wrap(open.get(role) ?? '', text),
		paintCursor: (role, text) => wrap((open.get(role) ?? '') + openCursor, text),
	};
};

/** What a terminal can show, from what Node finds out of it and whether colours are wanted. */
export const colorDepthOf = (
	stdout: {getColorDepth?: () => number},
	isColorWanted: boolean,
): ColorDepth => {
	if (!isColorWanted) return 1;
	const bits = stdout.getColorDepth?.() ?? 24;
	return bits >= 24 ? 24 : bits >= 8 ? 8 : bits >= 4 ? 4 : 1;
};
