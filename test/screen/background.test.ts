import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	createReplyReader,
	parseColorFgBg,
	type Background,
} from '../../source/screen/background.js';

const start = () => {
	const found: (string | null)[] = [];
	let ends = 0;
	const reader = createReplyReader(
		({hex, isLight}: Background) => found.push(`${isLight ? 'light' : 'dark'} ${hex ?? ''}`),
		() => ends++,
	);
	return {reader, found, ends: () => ends};
};

const attributes = '\u001B[?62;22c';

for (const [reply, expected] of [
	['\u001B]11;rgb:ffff/ffff/ffff\u0007', 'light #ffffff'],
	['\u001B]11;rgb:0d0d/1111/1717\u001B\\', 'dark #0d1117'],
	['\u001B]11;rgb:f/f/f\u0007', 'light #ffffff'],
	['\u001B]11;rgba:fd/f6/e3/ff\u0007', 'light #fdf6e3'],
	['\u001B]11;#002b36\u0007', 'dark #002b36'],
] as const) {
	test(`reads ${JSON.stringify(reply)}`, () => {
		const {reader, found, ends} = start();
		assert.equal(reader.read(`${reply}${attributes}`), '');
		assert.deepEqual([found, ends()], [[expected], 1]);
	});
}

test('finds replies among keys, wherever they are cut', () => {
	const whole = `j\u001B]11;rgb:ffff/ffff/ffff\u001B\\k${attributes}\u001B[A`;
	for (let first = 0; first <= whole.length; first++)
		for (let second = first; second <= whole.length; second++) {
			const {reader, found, ends} = start();
			const parts = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)];
			assert.equal(parts.map(reader.read).join(''), 'jk\u001B[A', `${first} ${second}`);
			assert.deepEqual([found, ends()], [['light #ffffff'], 1]);
		}
});

test('a reply that comes after the end is no key either', () => {
	const {reader, found} = start();
	reader.read(attributes);
	assert.equal(reader.read('x\u001B]11;rgb:0/'), 'x');
	assert.equal(reader.read('0/0\u0007y'), 'y');
	assert.deepEqual(found, ['dark #000000']);
});

test('Escape is kept back only while a reply may begin with it', () => {
	const {reader} = start();
	assert.equal(reader.read('\u001B'), '');
	assert.equal(reader.flush(), '\u001B');
	reader.read(attributes);
	assert.equal(reader.read('\u001B'), '\u001B');
	assert.equal(reader.read('\u001B['), '\u001B[');
});

test('what cannot be a reply is a key', () => {
	const {reader, found} = start();
	const long = `\u001B]11;${'x'.repeat(100)}`;
	assert.equal(reader.read(long), long);
	assert.equal(reader.read('\u001B[Z\u001B[<0;1;1M?'), '\u001B[Z\u001B[<0;1;1M?');
	assert.equal(reader.read('\u001B]11;what\u0007'), '');
	assert.deepEqual(found, []);
});

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
