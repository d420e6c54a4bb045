import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toSgr} from '../../source/screen/colors.js';
import {createTheme} from '../../source/screen/theme.js';

const green = {fg: {hex: '#3fb98a', ansi: 32}, bold: true};

const cases = [
	{depth: 24, expected: '\u001B[1;38;2;63;185;138m'},
	{depth: 8, expected: '\u001B[1;38;5;72m'},
	{depth: 4, expected: '\u001B[1;32m'},
	{depth: 1, expected: '\u001B[1m'},
] as const;

for (const {depth, expected} of cases) {
	test(`writes a style in ${depth} bits of colour`, () => {
		assert.equal(toSgr(green, depth), expected);
	});
}

test('without colours only attributes are written', () => {
	const theme = createTheme(1);
	for (const role of [
		'ask',
		'bid',
		'accent',
		'shrunk0',
		'bidGrown0',
		'cursor',
		'focusTitle',
	] as const)
		assert.doesNotMatch(theme.paint(role, 'x'), /\u001B\[[\d;]*(3|4|9|10)\d/);
});

test('an inverted cursor row is one bar', () => {
	for (const depth of [1, 4] as const) {
		const theme = createTheme(depth);
		assert.equal(theme.paintCursor('bid', 'x'), theme.paintCursor('text', 'x'));
	}
	const colored = createTheme(24);
	assert.notEqual(colored.paintCursor('bid', 'x'), colored.paintCursor('text', 'x'));
});
