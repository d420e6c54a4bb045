import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseBackgroundReply, parseColorFgBg} from '../../source/terminal/background.js';

for (const [reply, expected] of [
	['11;rgb:ffff/ffff/ffff', {isLight: true, hex: '#ffffff'}],
	['11;rgb:0d0d/1111/1717', {isLight: false, hex: '#0d1117'}],
	['11;rgb:f/f/f', {isLight: true, hex: '#ffffff'}],
	['11;rgba:fd/f6/e3/ff', {isLight: true, hex: '#fdf6e3'}],
	['11;#002b36', {isLight: false, hex: '#002b36'}],
	['11;what', null],
	['10;rgb:ffff/ffff/ffff', null],
	['52;c;Zm9v', null],
] as const) {
	test(`reads ${reply}`, () => {
		assert.deepEqual(parseBackgroundReply(reply), expected);
	});
}

for (const [text, isLight] of [
	['15;0', false],
	['0;15', true],
	['0;default;15', true],
	['0;7', true],
	['7;8', false],
	['12;9', true],
	['15;default', null],
	['0;99', null],
	['', null],
	[undefined, null],
] as const) {
	test(`COLORFGBG=${text ?? 'unset'}`, () => {
		assert.equal(parseColorFgBg(text)?.isLight ?? null, isLight);
	});
}
