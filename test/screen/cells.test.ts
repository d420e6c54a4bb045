import assert from 'node:assert/strict';
import {test} from 'node:test';
import stringWidth from 'string-width';
import {clip, fitCells, sliceCells, widthOf} from '../../source/screen/cells.js';
import {glyphs} from '../../source/screen/theme.js';

const red = '\u001B[31m';
const bold = '\u001B[1m';
const off = '\u001B[0m';

const cases = [
	{name: 'plain text', given: sliceCells('abcdef', 1, 4), expected: 'bcd'},
	{name: 'past the end, padded', given: sliceCells('ab', 1, 4), expected: 'b  '},
	{name: 'nothing', given: sliceCells('', 0, 3), expected: '   '},
	{
		name: 'with the style that was open before it',
		given: sliceCells(`${red}abc${off}d`, 1, 4),
		expected: `${red}bc${off}d${off}`,
	},
	{
		name: 'without a style that was closed before it',
		given: sliceCells(`${red}ab${off}cd`, 2, 4),
		expected: 'cd',
	},
	{
		name: 'with two styles one upon the other',
		given: sliceCells(`${red}a${bold}bc`, 1, 2),
		expected: `${red}${bold}b${off}`,
	},
	{name: 'wide characters whole', given: sliceCells('日本語', 2, 4), expected: '本'},
	{
		name: 'a space where a wide one is cut at its start',
		given: sliceCells('日本', 1, 4),
		expected: ' 本',
	},
	{
		name: 'a space where a wide one is cut at its end',
		given: sliceCells('日本', 0, 3),
		expected: '日 ',
	},
	{name: 'a family as one character', given: sliceCells('👨‍👩‍👧x', 2, 3), expected: 'x'},
];

for (const {name, given, expected} of cases) {
	test(`slices ${name}`, () => {
		assert.equal(given, expected);
	});
}

test('every slice is as wide as was asked for', () => {
	const text = `a${red}日b${bold}本${off}👍🏽e\u0301 語z`;
	for (let from = 0; from < 14; from++)
		for (let to = from; to < 16; to++)
			assert.equal(stringWidth(sliceCells(text, from, to)), to - from);
});

test('counts what the screen is made of as string-width does', () => {
	const all = Object.values(glyphs).flatMap(value =>
		typeof value === 'string' ? [value] : Object.values(value),
	) as string[];
	for (const text of [
		...all,
		'abc',
		'é',
		'日本',
		'e\u0301',
		`${red}x${off}`,
		'⇧Tab',
		'\u00AD',
		'№',
	])
		assert.equal(widthOf(text), stringWidth(text), JSON.stringify(text));
});

test('every glyph takes one cell', () => {
	const {frame, eighths, shades, heights, hanging, ...single} = glyphs;
	for (const glyph of [
		...Object.values(frame),
		...eighths,
		...shades,
		...heights,
		...hanging,
		...Object.values(single),
	])
		assert.equal(stringWidth(glyph), 1, glyph);
});

test('fits and clips', () => {
	assert.equal(fitCells('ab', 4), 'ab  ');
	assert.equal(fitCells('abcd', 2), 'ab');
	assert.equal(clip('abcdef', 4), 'abc…');
	assert.equal(clip('abc', 3), 'abc');
	assert.equal(clip('abc', 0), '');
});
