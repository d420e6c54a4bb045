import assert from 'node:assert/strict';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import {createCountClamp} from '../../source/export/count-clamp.js';
import {frameOfPicture} from '../../source/export/play-cast.js';

const size = {columns: 20, rows: 6};
const absurd = '2147483647';

const openTerminal = () =>
	new xterm.Terminal({cols: 20, rows: 6, scrollback: 0, allowProposedApi: true});

const write = (terminal: xterm.Terminal, text: string) =>
	new Promise<void>(resolve => {
		terminal.write(text, resolve);
	});

const letters = Array.from({length: 0x7f - 0x40}, (_, index) => String.fromCharCode(0x40 + index));
const intermediates = ['', ' ', '!', '"', '#', '$', "'", '*', '+'];

/** Obeys no sequence, but keeps the largest number that it reads in one of any kind; the last letters alone where asked. */
const openReader = () => {
	const terminal = openTerminal();
	let largest = -1;
	let wanted = letters;
	for (const prefix of ['', '?', '>', '<', '='])
		for (const between of intermediates)
			for (const final of letters)
				terminal.parser.registerCsiHandler(
					{
						...(prefix ? {prefix} : {}),
						...(between ? {intermediates: between} : {}),
						final,
					},
					params => {
						if (wanted.includes(final)) largest = Math.max(largest, ...params.flat());
						return true;
					},
				);
	return async (texts: readonly string[], finals = letters): Promise<number> => {
		// CAN ends what the texts before left open.
		await write(terminal, '\u0018');
		largest = -1;
		wanted = finals;
		for (const text of texts) await write(terminal, text);
		return largest;
	};
};
const largestRead = openReader();

const clampAll = (texts: readonly string[]): string[] => {
	const {clamp} = createCountClamp(size);
	return texts.map(clamp);
};

for (const {name, toText} of [
	{name: 'alone', toText: (end: string) => `\u001B[${absurd}${end}`},
	{name: 'as the second number', toText: (end: string) => `\u001B[1;${absurd}${end}`},
	{name: 'behind a colon', toText: (end: string) => `\u001B[4:${absurd}${end}`},
	{name: 'behind CSI of eight bits', toText: (end: string) => `\u009B${absurd}${end}`},
	{name: 'with zeros before it', toText: (end: string) => `\u001B[${'0'.repeat(300)}99999${end}`},
	{name: 'of 400 digits', toText: (end: string) => `\u001B[${'9'.repeat(400)}${end}`},
	{
		name: 'with controls in its midst',
		toText: (end: string) => `\u001B\r[2147\n48\u007F3647${end}`,
	},
	{name: 'behind one that is given up', toText: (end: string) => `\u001B[1\u001B[${absurd}${end}`},
	{name: 'in a text without an end', toText: (end: string) => `\u001B]0;x\u001B[${absurd}${end}`},
	{
		name: 'in DCS without an end',
		toText: (end: string) => `\u0090q${'9'.repeat(99)}\u009B9999${end}`,
	},
])
	test(`a count ${name} reaches no terminal`, async () => {
		for (const between of intermediates) {
			const text = letters.map(letter => toText(between + letter)).join('');
			const largest = await largestRead(clampAll([text]));
			assert.ok(largest > 0 && largest <= 1000, `${JSON.stringify(between)}: ${largest}`);
		}
		const repeat = toText('b');
		for (let at = 1; at < Math.min(repeat.length, 40); at++) {
			const pieces = clampAll([repeat.slice(0, at), repeat.slice(at)]);
			assert.equal(await largestRead(pieces, ['b']), 120, `cut at ${at}`);
		}
	});

test('a count is never more than the screen holds, as that is just then', () => {
	const {clamp, resize} = createCountClamp(size);
	const counted = ['b', 'S', 'T', 'L', 'M', '@', 'P', 'X', 'I', 'Z', ' @', ' A', "'}", "'~"];
	const show = () => counted.map(end => clamp(`\u001B[${absurd}${end}`).slice(2)).join(', ');
	assert.equal(show(), "120b, 6S, 6T, 6L, 6M, 20@, 20P, 20X, 20I, 20Z, 20 @, 20 A, 20'}, 20'~");
	resize({columns: 10, rows: 3});
	assert.equal(show(), "30b, 3S, 3T, 3L, 3M, 10@, 10P, 10X, 10I, 10Z, 10 @, 10 A, 10'}, 10'~");
});

test('what was not absurd gives the same picture', async () => {
	const texts = letters
		.flatMap(letter => ['', '?', ' ', "'"].map(between => ({letter, between})))
		.flatMap(({letter, between}) =>
			['3', '7', '25', '300', '2;4', '2:4'].map(numbers =>
				between === '?' ? `\u001B[?${numbers}${letter}` : `\u001B[${numbers}${between}${letter}`,
			),
		);
	let changed = 0;
	for (const text of texts) {
		const filled = Array.from({length: 6}, (_, row) => `\r\nrow ${row}\tof six`).join('');
		const given = `${filled}\u001B[3;8H${text}\u001B]0;t\u0007\u001B(B#`;
		const cut = createCountClamp(size).clamp(given);
		if (cut === given) continue;
		changed++;
		const [one, other] = [await frameOfPicture(cut, 20, 6), await frameOfPicture(given, 20, 6)];
		assert.equal(JSON.stringify(one), JSON.stringify(other), JSON.stringify(text));
	}
	assert.ok(changed > 20);
});

test('takes long texts without a sequence, and sequences without an end, as they are', () => {
	const {clamp} = createCountClamp(size);
	const text = `${'x'.repeat(1e6)}\u001B]0;${'y'.repeat(1e6)}`;
	assert.equal(clamp(text), text);
	let held = '';
	for (let count = 0; count < 100; count++) held += clamp('\u001B[' + '1;'.repeat(1000));
	assert.equal(held, '');
});

test('leaves out DEL, wherever it is', () => {
	const texts = ['a\u007Fb', '\u001B[2\u007F1', '\u007F4b\u001B]0;\u007Fx\u0007', '\u007F'];
	assert.deepEqual(clampAll(texts), ['ab', '', '\u001B[120b\u001B]0;x\u0007', '']);
});

test('a terminal that cannot parse a text prints nothing about it', async t => {
	const prints = (['log', 'info', 'warn', 'error'] as const).map(name =>
		t.mock.method(console, name, () => undefined),
	);
	await frameOfPicture('a\u007Fb\u001B[\u007F1\u00E9m\u001BP\u007F\uD800\u0090\u007F', 20, 6);
	for (const print of prints) assert.equal(print.mock.callCount(), 0);
});

test('adds up what sequences and sizes cost a terminal', () => {
	for (const {text, work} of [
		{text: 'abc', work: 0},
		{text: '\u001B[1;31mx\u001B[2;3H\u001B[?25l', work: 3},
		{text: `x\u001B[${absurd}b`, work: 120},
		{text: 'x\u001B[7bx\u009Bb', work: 8},
		{text: '\u001B[3S\u001B[3L', work: 40},
		{text: '\u001B[2J', work: 24},
		{text: '\u001B[?1;1049h', work: 24},
		{text: "\u001B[5 @\u001B[5'}", work: 48},
	]) {
		const counts = createCountClamp(size);
		counts.clamp(text);
		assert.equal(counts.work(), work, JSON.stringify(text));
	}
	const counts = createCountClamp(size);
	counts.resize({columns: 10, rows: 8});
	assert.equal(counts.work(), 40);
});
