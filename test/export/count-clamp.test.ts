import assert from 'node:assert/strict';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import {createCountClamp} from '../../source/export/count-clamp.js';
import {frameOf} from '../../source/export/cells.js';
import {usualPalette} from '../../source/export/palette.js';

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

/** The largest number that the terminal itself reads in a sequence of any kind; it obeys none of them. */
const largestRead = async (texts: readonly string[], finals = letters): Promise<number> => {
	const terminal = openTerminal();
	let largest = -1;
	for (const prefix of ['', '?', '>', '<', '='])
		for (const between of intermediates)
			for (const final of finals)
				terminal.parser.registerCsiHandler(
					{
						...(prefix ? {prefix} : {}),
						...(between ? {intermediates: between} : {}),
						final,
					},
					params => {
						largest = Math.max(largest, ...params.flat());
						return true;
					},
				);
	for (const text of texts) await write(terminal, text);
	terminal.dispose();
	return largest;
};

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
	for (const text of texts) {
		const filled = Array.from({length: 6}, (_, row) => `\r\nrow ${row}\tof six`).join('');
		const given = `${filled}\u001B[3;8H${text}\u001B]0;t\u0007\u001B(B#`;
		const [clamped, plain] = [openTerminal(), openTerminal()];
		await write(plain, given);
		await write(clamped, createCountClamp(size).clamp(given));
		assert.deepEqual(
			frameOf(clamped, usualPalette),
			frameOf(plain, usualPalette),
			JSON.stringify(text),
		);
		clamped.dispose();
		plain.dispose();
	}
});

test('takes long texts without a sequence, and sequences without an end, as they are', () => {
	const {clamp} = createCountClamp(size);
	const text = `${'x'.repeat(1e6)}\u001B]0;${'y'.repeat(1e6)}`;
	assert.equal(clamp(text), text);
	let held = '';
	for (let count = 0; count < 100; count++) held += clamp('\u001B[' + '1;'.repeat(1000));
	assert.equal(held, '');
});
