import assert from 'node:assert/strict';
import {test} from 'node:test';
import {contrastOf} from '../../source/screen/contrast.js';
import {createHeatPaint, heatCodes} from '../../source/screen/heat-paint.js';
import {heatRampOf, heatSteps} from '../../source/screen/heat-ramps.js';
import {palettes} from '../../source/screen/palettes.js';
import {createTheme} from '../../source/screen/theme.js';
import {themeNames} from '../../source/screen/theme-names.js';
import {toAscii} from '../../source/screen/to-ascii.js';

const linear = (hex: string): readonly number[] =>
	[1, 3, 5]
		.map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
		.map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

const luminanceOf = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
	0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Lightness as people see it, 0 to 100. */
const lightness = (rgb: readonly number[]): number => 116 * Math.cbrt(luminanceOf(rgb)) - 16;

/** Without cones for red or green (Viénot, Brettel, Mollon 1999). */
const asDichromat = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
	const yellow = 0.293 * red + 0.707 * green;
	return [yellow, yellow, blue];
};

for (const name of themeNames)
	for (const depth of [8, 24] as const)
		test(`larger sizes of ${name} stand out more in ${depth} bits of colour`, () => {
			const {steps, empty} = heatRampOf(name, depth);
			assert.equal(steps.length, heatSteps);
			const away = name.endsWith('light') ? -1 : 1;
			for (const seen of [(rgb: readonly number[]) => rgb, asDichromat]) {
				const all = steps.map(({hex}) => away * lightness(seen(linear(hex))));
				for (const [at, value] of all.entries())
					if (at > 0)
						assert.ok(value > (all[at - 1] ?? 0), `${name} ${depth} ${at}: ${all.join()}`);
			}
			const whole = steps.map(({hex}) => lightness(linear(hex)));
			assert.ok(Math.abs((whole.at(-1) ?? 0) - (whole[0] ?? 0)) > 65, whole.join());
			// What is known to be empty is told from what is not known, and is no size.
			assert.notEqual(empty.hex, palettes[name].background);
			assert.ok(!steps.some(({hex}) => hex === empty.hex));
		});

for (const name of themeNames)
	test(`steps of ${name} are even to the eye`, () => {
		const all = heatRampOf(name, 24).steps.map(({hex}) => lightness(linear(hex)));
		const changes = all.slice(1).map((value, at) => Math.abs(value - (all[at] ?? 0)));
		assert.ok(Math.max(...changes) < 3.5 * Math.min(...changes), changes.join());
	});

/** How dark a shade is, from its glyph. */
const density = (glyph: string) => ' ░▒▓█'.indexOf(glyph);

for (const depth of [1, 4] as const)
	test(`in ${depth} bits of colour sizes are told by density`, () => {
		const paint = createHeatPaint(createTheme(depth));
		assert.equal(paint.hasHalves, false);
		const shades = Array.from({length: heatSteps + 1}, (_, code) =>
			density(paint.cell(code, code).glyph),
		);
		assert.deepEqual(
			shades,
			shades.toSorted((a, b) => a - b),
		);
		assert.equal(shades[0], 0);
		assert.deepEqual(new Set(shades).size, 5);
	});

test('the heatmap is drawn in ASCII, too', () => {
	const paint = createHeatPaint(createTheme(24, 'dark', true));
	assert.equal(paint.hasHalves, false);
	const glyphs = [
		...[0, 2, 8, 12, 15, heatCodes.mid].map(code => paint.cell(code, code).glyph),
		paint.hatch(heatCodes.unknown).glyph,
		paint.trade(true, false, 0).glyph,
		paint.trade(false, false, 0).glyph,
		paint.cursor(0).glyph,
	];
	const shown = glyphs.map(toAscii);
	assert.deepEqual(shown, [' ', ':', '+', '%', '#', '-', '/', '^', 'v', '+']);
	assert.ok(shown.every(sign => /^[ -~]$/.test(sign)));
});

test('the halves of a cell have the colours of two places', () => {
	const paint = createHeatPaint(createTheme(24));
	const {steps} = heatRampOf('dark', 24);
	const code = (hex: string) =>
		[1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16)).join(';');
	const {open, glyph} = paint.cell(15, 1);
	assert.equal(glyph, '▀');
	assert.equal(
		open,
		`\u001B[38;2;${code(steps[14]?.hex ?? '')};48;2;${code(steps[0]?.hex ?? '')}m`,
	);
	assert.deepEqual(paint.cell(heatCodes.unknown, heatCodes.unknown), {open: '', glyph: ' '});
	assert.equal(paint.cell(heatCodes.unknown, 3).glyph, '▄');
});

/** The colours that a style sets: of the sign, and of what is behind it, where it sets one. */
const colorsIn = (open: string) =>
	[38, 48].map(place => {
		const [, ...rgb] = new RegExp(`(?:\\[|;)${place};2;(\\d+);(\\d+);(\\d+)`).exec(open) ?? [];
		return rgb.length === 0
			? null
			: `#${rgb.map(value => Number(value).toString(16).padStart(2, '0')).join('')}`;
	});

for (const name of themeNames)
	test(`trades and cursor of ${name} are seen on every size`, () => {
		const paint = createHeatPaint(createTheme(24, name));
		const {background} = palettes[name];
		for (let code = heatCodes.unknown; code <= heatCodes.mid; code++)
			for (const ink of [
				paint.trade(true, false, code),
				paint.trade(false, true, code),
				paint.cursor(code),
			]) {
				const [front, back] = colorsIn(ink.open);
				const ratio = contrastOf(front ?? '', back ?? background);
				assert.ok(ratio >= 3, `${code}: ${front} on ${back}, ${ratio}`);
			}
	});
