import {toSgr, type Color, type ColorDepth, type Style} from './colors.js';

/** Every glyph on the screen, one cell each. */
export const glyphs = {
	ask: '▴',
	bid: '▾',
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
	askBar: {fg: color('#8f3d49', 31)},
	bidBar: {fg: color('#27745a', 32)},
	ok: {fg: green},
	warn: {fg: accent},
	bad: {fg: red},
	cursor: {bg: color('#2d333b', 37)},
	grown0: {bold: true, fg: color('#ffffff', 97), bg: color('#1f5c46', 32)},
	grown1: {fg: color('#d8f3e6', 97), bg: color('#173f31', 32)},
	grown2: {fg: color('#b9dccb', 37)},
	shrunk0: {bold: true, fg: color('#ffffff', 97), bg: color('#6a2d37', 31)},
	shrunk1: {fg: color('#f6dadd', 97), bg: color('#472028', 31)},
	shrunk2: {fg: color('#dcbcc0', 37)},
} satisfies Record<string, Style>;

export type Role = keyof typeof colored;

/** In 16 colours a background is as loud as can be: what fades does so in the text alone. */
const coarse: Partial<Record<Role, Style>> = {
	cursor: {inverse: true},
	grown0: {bold: true, fg: color('#ffffff', 92)},
	grown1: {fg: green},
	grown2: {},
	shrunk0: {bold: true, fg: color('#ffffff', 91)},
	shrunk1: {fg: red},
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
	grown0: {bold: true},
	grown1: {bold: true},
	grown2: {},
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
	const changes = depth === 1 ? plain : depth === 4 ? coarse : {};
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
