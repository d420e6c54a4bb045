import assert from 'node:assert/strict';
import {test} from 'node:test';
import {altKey, escapeKey} from '../../source/terminal/key-codes.js';
import {createKeyFilter} from '../../source/terminal/key-filter.js';
import {decodePaste, encodePaste} from '../../source/screen/paste.js';

const start = () => {
	const strings: string[] = [];
	const modes: (readonly [number, number])[] = [];
	let attributes = 0;
	const filter = createKeyFilter({
		onString: text => strings.push(text),
		onAttributes: () => attributes++,
		onMode: (mode, setting) => modes.push([mode, setting]),
	});
	return {filter, strings, modes, attributes: () => attributes};
};

const bell = '\u0007';
const end = '\u001B\\';

/** What comes, and which keys it is. */
const cases: readonly (readonly [string, string])[] = [
	['jk?é₿🚀 ', 'jk?é₿🚀 '],
	['\r\n\t\b\u007F\u0003\u001A', '\r\n\t\b\u007F\u0003\u001A'],
	['\u0000\u001C\u001D\u001E\u001F\u0085\uFFFD', ''],
	['\u001B[A\u001B[B\u001B[C\u001B[D', '\u001B[A\u001B[B\u001B[C\u001B[D'],
	['\u001BOA\u001B[1;5B\u001B[1;2C\u001B[d\u001BOd', '\u001B[A\u001B[B\u001B[C\u001B[D\u001B[D'],
	['\u001B[H\u001BOH\u001B[1~\u001B[7~', '\u001B[H'.repeat(4)],
	['\u001B[F\u001BOF\u001B[4~\u001B[8;5~', '\u001B[F'.repeat(4)],
	['\u001B[5~\u001B[5;5~\u001B[5$\u001B[5^\u001B[[5~', '\u001B[5~'.repeat(5)],
	['\u001B[6~\u001B[Z\u001B[1;2Z\u001B[3~', '\u001B[6~\u001B[Z\u001B[Z\u007F'],
	// Function keys, with and without modifiers, of xterm, the console of Linux and rxvt.
	['\u001BOP\u001B[1;5P\u001B[1;5S\u001B[15~\u001B[25;5~\u001B[29;5~\u001B[[A\u001B[23^', ''],
	['\u001B[0n\u001B[31m\u001B[2~\u001B[E\u001B[I\u001B[O\u001B[24;80R\u001B[?2026;2$y', ''],
	// Keys told by their number.
	['\u001B[27;5;9~\u001B[27;2;13~\u001B[27;5;99~', '\r\u0003'],
	[
		'\u001B[99;5u\u001B[113u\u001B[113;3u\u001B[113;1:3u\u001B[27u\u001B[9;2u',
		`\u0003q${escapeKey}\u001B[Z`,
	],
	['\u001B[9999999u\u001B[99999999999u\u001B[55296u', ''],
	// The keypad in application mode.
	['\u001BOM\u001BOp\u001BOy\u001BOk\u001BOm\u001BOP\u001BOz', '\r09+-'],
	// The mouse: SGR, urxvt, X10.
	['\u001B[<0;10;5M\u001B[<65;1;1m', '\u001B[<0;10;5M\u001B[<65;1;1m'],
	['\u001B[32;10;5M\u001B[<1M\u001B[<;;M', ''],
	['\u001B[M q1j', 'j'],
	// Strings.
	[`\u001B]0;q${bell}\u001B]52;c;cXI=${end}\u001BP1$r0q${end}\u001B_Gi=1;OK${end}`, ''],
	[`\u001B^qrs${end}\u001BXqrs${end}\u009D0;q\u009C\u009B31m\u0090q\u009Cj`, 'j'],
	[`\u001B]0;${'q'.repeat(1000)}${bell}j`, 'j'],
	['\u001B]0;q\u0003', '\u0003'],
	['\u001B[200~qr\u001B[A\u0003\u001B[20\u001B[201~j', `${encodePaste('qr 20')}j`],
	['\u001B[200~\u001B[201~j', 'j'],
	['\u001B[200~\u0003\r\n\u001B[201~j', 'j'],
	['\u001B[200~\t日 é🚀\r\nb\u001B[201~j', `${encodePaste('日 é🚀 b')}j`],
	['\u009B200~qq\u009B201~j', `${encodePaste('qq')}j`],
	[`\u001B]11;rgb:ffff/ffff/ffff\u001B[A`, '\u001B[A'],
	[`\u001B]11;rgb:0/0/0q`, 'q'],
	[`\u001B]11;what${bell}q`, 'q'],
	[end, ''],
	// Escape, and what a terminal sends for Alt.
	['\u001Bq\u001B?\u001B🚀', altKey('q') + altKey('?') + altKey('🚀')],
	['\u001B\u001B[A', `${escapeKey}\u001B[A`],
	['\u001B\u0003\u001B\r', `${escapeKey}\u0003${escapeKey}\r`],
	['\u001B[1\u001B[A', '\u001B[A'],
	['\u001B[1\u0003', '\u0003'],
];

for (const [input, keys] of cases) {
	test(`filters ${JSON.stringify(input.slice(0, 60))}, wherever it is cut`, () => {
		for (let cut = 0; cut <= input.length; cut++) {
			// A stream of text cuts no character.
			if (/^[\uDC00-\uDFFF]/.test(input.slice(cut))) continue;
			const {filter} = start();
			const passed = filter.read(input.slice(0, cut)) + filter.read(input.slice(cut));
			assert.equal(passed, keys, `cut at ${cut}`);
			assert.equal(filter.patience(false), null);
		}
	});
}

test('tells of answers, wherever they are cut', () => {
	const whole = `j\u001B]11;rgb:ffff/ffff/ffff${end}k\u001B[?62;22c\u001B[A`;
	for (let first = 0; first <= whole.length; first++)
		for (let second = first; second <= whole.length; second++) {
			const {filter, strings, attributes} = start();
			const parts = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)];
			assert.equal(parts.map(filter.read).join(''), 'jk\u001B[A', `${first} ${second}`);
			assert.deepEqual([strings, attributes()], [['11;rgb:ffff/ffff/ffff'], 1]);
		}
});

for (const [begun, keys] of [
	['\u001B', escapeKey],
	['\u001B[', altKey('[')],
	['\u001BO', altKey('O')],
	['\u001B]', altKey(']')],
	['\u001BX', altKey('X')],
	['\u001B[1;', ''],
	['\u001BO5', ''],
	['\u001B]0;q', ''],
	['\u001B]0;q\u001B', ''],
	['\u001B[M', ''],
	['\u001B[200~q', ''],
] as const) {
	test(`${JSON.stringify(begun)} alone is ${keys === '' ? 'nothing' : 'a key'}`, () => {
		const {filter} = start();
		assert.equal(filter.read(begun), '');
		assert.notEqual(filter.patience(false), null);
		assert.equal(filter.giveUp(), keys);
		assert.equal(filter.patience(true), null);
		assert.equal(filter.read('q'), 'q');
	});
}

test('a sequence may follow an Escape that was given out', () => {
	for (const [rest, keys] of [
		[`]11;rgb:0/0/0${bell}q`, 'q'],
		['[?62;22cq', 'q'],
		['[Aq', '\u001B[Aq'],
		['\\q', 'q'],
		[']q', ']q'],
		['OA', 'OA'],
	] as const) {
		const {filter} = start();
		filter.read('\u001B');
		filter.giveUp();
		assert.equal(filter.read(rest), keys, rest);
	}
});

test('a bracket typed after Escape is itself', () => {
	for (const bracket of ['[', ']']) {
		const {filter} = start();
		filter.read('\u001B');
		filter.giveUp();
		assert.equal(filter.read(bracket), '');
		assert.equal(filter.giveUp(), bracket);
	}
});

test('a string that does not end is over after a bound', () => {
	for (const begun of ['\u001B]0;', '\u001BP']) {
		const {filter} = start();
		assert.equal(filter.read(begun + 'x'.repeat(60_000)), '');
		assert.equal(filter.read(`${'x'.repeat(10_000)}q`).at(-1), 'q');
	}
});

test('a paste of any length is no key, its beginning is text', () => {
	const {filter} = start();
	assert.equal(filter.read(`\u001B[200~STEEM${'q'.repeat(200_000)}`), '');
	const keys = filter.read(`${'q'.repeat(200_000)}\u001B[201~j`);
	assert.equal(keys.at(-1), 'j');
	assert.match(decodePaste(keys.slice(0, -1)) ?? '', /^STEEMq{295}$/);
});

test('a paste whose end was lost is over soon, sooner where somebody types', () => {
	const {filter} = start();
	filter.read('\u001B[200~STEEM and more');
	assert.equal(filter.patience(false), 2000);
	for (const key of ['j', '\u001B[A', 'q', 'q', 'q', 'q']) assert.equal(filter.read(key), '');
	assert.equal(filter.patience(false), 200);
	filter.read('a slow line, but a paste');
	assert.equal(filter.patience(false), 2000);
	assert.equal(filter.giveUp(), '');
	assert.equal(filter.read('q'), 'q');
});

test('tells of modes, wherever the answer is cut', () => {
	const whole = 'j\u001B[?2026;2$yk\u001B[?2026;2yk\u001B[2026;2$y';
	for (let cut = 0; cut <= whole.length; cut++) {
		const {filter, modes} = start();
		assert.equal(filter.read(whole.slice(0, cut)) + filter.read(whole.slice(cut)), 'jkk');
		assert.deepEqual(modes, [[2026, 2]]);
	}
});

test('passes nothing on that Ink cannot name', () => {
	const known =
		/^(?:\u001B\[(?:[ABCDFHZ]|[56]~|27u|\d+;3u|<\d+;\d+;\d+[Mm]|>[\d;]+p)|[\u0001-\u001A\u007F]|\P{C})*$/u;
	const alphabet = [
		'\u001B',
		'[',
		'O',
		']',
		';',
		'1',
		'5',
		'<',
		'~',
		'M',
		'P',
		'u',
		'\\',
		bell,
		'q',
	];
	let seed = 7;
	const random = () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8;
	for (let round = 0; round < 20_000; round++) {
		const {filter} = start();
		let input = '';
		for (let length = random() % 12; length >= 0; length--)
			input += alphabet[random() % alphabet.length] ?? '';
		const passed = filter.read(input) + filter.giveUp();
		assert.match(passed, known, JSON.stringify(input));
	}
});
