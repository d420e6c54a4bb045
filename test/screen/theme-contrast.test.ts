import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Color, ColorDepth, Style} from '../../source/screen/colors.js';
import {palettes} from '../../source/screen/palettes.js';
import {stylesOf, type Role} from '../../source/screen/styles.js';
import {createTheme} from '../../source/screen/theme.js';
import {themeNames, type ThemeName} from '../../source/screen/theme-names.js';

const channels = (hex: string) =>
	[1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255);

/** Relative luminance, as WCAG 2 has it. */
const luminance = (hex: string): number => {
	const [red = 0, green = 0, blue = 0] = channels(hex).map(value =>
		value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: string, b: string): number => {
	const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
};

/** Read as text; WCAG asks for 4.5. */
const texts: readonly Role[] = [
	'text',
	'strong',
	'muted',
	'accent',
	'title',
	'focusTitle',
	'label',
	'key',
	'ask',
	'bid',
	'ok',
	'warn',
	'bad',
	'askGrown0',
	'askGrown1',
	'askGrown2',
	'bidGrown0',
	'bidGrown1',
	'bidGrown2',
	'shrunk0',
	'shrunk1',
	'shrunk2',
];
/** Signs, frames, rules, what is told by the way; WCAG asks for 3 of what is no text. */
const signs: readonly Role[] = ['askSign', 'bidSign', 'faint', 'frame', 'focusFrame'];
/** Areas whose length tells; a number beside them says the same. */
const areas: readonly Role[] = ['askBar', 'bidBar', 'staleBar', 'cursor'];

test('every role is judged', () => {
	const roles = Object.keys(stylesOf(palettes.dark, 24));
	assert.deepEqual([...texts, ...signs, ...areas].sort(), roles.sort());
});

/** The usual reading of the 256 colours: a 6×6×6 cube and a grey ramp. */
const inColors = (hex: string, depth: ColorDepth): string => {
	if (depth === 24) return hex;
	const levels = [0, 95, 135, 175, 215, 255];
	const values = channels(hex).map(value => Math.round(value * 255));
	const spread = Math.max(...values) - Math.min(...values);
	const mean = values.reduce((sum, value) => sum + value, 0) / 3;
	const step = (value: number) =>
		levels.reduce((a, b) => (Math.abs(b - value) < Math.abs(a - value) ? b : a));
	const grey = 8 + 10 * Math.max(0, Math.min(23, Math.round((mean - 8) / 10)));
	const shown = spread < 24 ? [grey, grey, grey] : values.map(step);
	return `#${shown.map(value => value.toString(16).padStart(2, '0')).join('')}`;
};

const judge = (name: ThemeName, role: Role, style: Style, depth: ColorDepth, behind?: string) => {
	const {foreground, background} = palettes[name];
	const front = style.fg ? inColors(style.fg.hex, depth) : foreground.hex;
	const back = style.bg ? inColors(style.bg.hex, depth) : (behind ?? background);
	return {ratio: contrast(front, back), what: `${name} ${depth} ${role} ${front} on ${back}`};
};

const assertContrast = (least: number, {ratio, what}: ReturnType<typeof judge>) => {
	assert.ok(ratio >= least, `${what}: ${ratio.toFixed(2)}, not ${least}`);
};

for (const name of themeNames) {
	for (const depth of [8, 24] as const) {
		const styles = stylesOf(palettes[name], depth);

		test(`${name} in ${depth} bits of colour can be read`, () => {
			for (const role of texts) assertContrast(4.5, judge(name, role, styles[role], depth));
			for (const role of signs) assertContrast(3, judge(name, role, styles[role], depth));
		});

		test(`${name} in ${depth} bits of colour can be read under the cursor`, () => {
			const behind = inColors(palettes[name].cursor.hex, depth);
			for (const role of ['text', 'ask', 'bid', 'muted', 'accent'] as const)
				assertContrast(
					3.5,
					judge(name, role, {...styles[role], bg: palettes[name].cursor}, depth, behind),
				);
		});
	}

	for (const depth of [4, 8, 24] as const)
		test(`${name} in ${depth} bits of colour has a text colour wherever it has a background`, () => {
			const styles = stylesOf(palettes[name], depth);
			const theme = createTheme(depth, name);
			for (const role of Object.keys(styles) as Role[]) {
				const painted = [theme.paint(role, 'x'), theme.paintCursor(role, 'x')];
				for (const [codes = ''] of painted.map(text => text.split('x'))) {
					// The 16 colours are inverted, where the terminal's own two stand out from each other.
					const hasBackground = /[[;](48;|4[0-7]|10[0-7])/.test(codes);
					assert.ok(!hasBackground || /[[;](38;|3[0-7]|9[0-7])/.test(codes), `${role} ${codes}`);
				}
			}
		});

	for (const depth of [8, 24] as const)
		test(`stale bars of ${name} are dimmer than live ones in ${depth} bits of colour`, () => {
			const {background} = palettes[name];
			const styles = stylesOf(palettes[name], depth);
			const loudness = (role: Role) =>
				contrast(inColors(styles[role].fg?.hex ?? '', depth), background);
			for (const live of ['askBar', 'bidBar'] as const)
				assert.ok(
					loudness('staleBar') < loudness(live),
					`${loudness('staleBar')} ${loudness(live)}`,
				);
			assert.ok(loudness('staleBar') >= 1.2, `${loudness('staleBar')}`);
		});

	test(`bars of ${name} stand out from the background`, () => {
		const {background, ask, bid} = palettes[name];
		for (const {bar} of [ask, bid])
			assert.ok(contrast(bar.hex, background) >= 1.5, `${bar.hex} on ${background}`);
	});
}

/** What the 16 colours are in some terminals: VGA, xterm, Windows. */
const sixteen: Readonly<Record<number, readonly string[]>> = {
	31: ['#aa0000', '#cd0000', '#c50f1f'],
	32: ['#00aa00', '#00cd00', '#13a10e'],
	33: ['#aa5500', '#cdcd00', '#c19c00'],
	34: ['#0000aa', '#0000ee', '#0037da'],
	35: ['#aa00aa', '#cd00cd', '#881798'],
	36: ['#00aaaa', '#00cdcd', '#3a96dd'],
	90: ['#555555', '#7f7f7f', '#767676'],
};

const seen = ({ansi}: Color, background: string): number =>
	Math.min(...(sixteen[ansi] ?? []).map(hex => contrast(hex, background)));

// The terminals' own colours set the limit: VGA's red on black has 2.7.
for (const [name, background, least] of [
	['dark', '#000000', 2.1],
	['dark', '#ffffff', 2],
	['light', '#ffffff', 2],
	['colorblind', '#000000', 2.1],
	['colorblind-light', '#ffffff', 2],
] as const) {
	test(`${name} in 16 colours can be seen on ${background}`, () => {
		const {accent, grey, ask, bid} = palettes[name];
		for (const color of [accent, grey, ask.text, bid.text]) {
			const ratio = seen(color, background);
			assert.ok(ratio >= least, `${color.ansi} on ${background}: ${ratio.toFixed(2)}`);
		}
	});
}

/** How a colour looks without cones for red or green (Viénot, Brettel, Mollon 1999), as linear light. */
const asDichromat = (hex: string): readonly [number, number, number] => {
	const [red = 0, green = 0, blue = 0] = channels(hex).map(value => value ** 2.2);
	const yellow = 0.293 * red + 0.707 * green;
	return [yellow, yellow, 0.9 * blue + 0.1 * yellow];
};

for (const name of ['colorblind', 'colorblind-light'] as const) {
	test(`asks and bids of ${name} differ without red and green cones`, () => {
		const {ask, bid} = palettes[name];
		for (const shade of ['text', 'sign', 'bar'] as const) {
			const [yellowA, , blueA] = asDichromat(ask[shade].hex);
			const [yellowB, , blueB] = asDichromat(bid[shade].hex);
			assert.ok(blueB / yellowB > 2 * (blueA / yellowA), `${ask[shade].hex} ${bid[shade].hex}`);
		}
	});
}
