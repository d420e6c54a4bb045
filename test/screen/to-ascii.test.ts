import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {widthOf} from '../../source/screen/cells.js';
import {glyphs} from '../../source/screen/theme.js';
import {toAscii} from '../../source/screen/to-ascii.js';

const all = Object.values(glyphs).flatMap((glyph): readonly string[] =>
	typeof glyph === 'string' ? [glyph] : Object.values(glyph),
);

test('has a sign of its own for every glyph', () => {
	for (const glyph of all) assert.match(toAscii(glyph), /^[!->@-~]$/, glyph);
});

test('keeps apart what only a glyph tells', () => {
	for (const group of [
		[glyphs.ask, glyphs.bid, glyphs.looseAsk, glyphs.looseBid],
		[glyphs.live, glyphs.waiting, glyphs.down],
		glyphs.shades,
		glyphs.heights,
		[glyphs.share, glyphs.rule],
	])
		assert.equal(new Set(group.map(toAscii)).size, group.length);
});

for (const [line, expected] of [
	['╭─ 1 Binance ── live · 34 ms ─╮', '+- 1 Binance -- live . 34 ms -+'],
	['1 204.0 ██████▍ −0.08 %', '1 204.0 ######. -0.08 %'],
	['\u001B[31m▾ 0.1\u001B[0m', '\u001B[31mv 0.1\u001B[0m'],
	['Café 币安 naïve ½ ﬁ', 'Cafe ???? naive ? ?'],
	['e\u0301', 'e'],
] as const) {
	test(`writes ${JSON.stringify(line)} in ASCII`, () => {
		assert.equal(toAscii(line), expected);
	});
}

test('any text becomes ASCII of the same width', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme', maxLength: 30}), text => {
			const line = text.replace(/\p{C}/gu, '');
			const ascii = toAscii(line);
			assert.match(ascii, /^[ -~]*$/);
			assert.equal(ascii.length, widthOf(line));
		}),
		{numRuns: 2000},
	);
});
