import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createScreenWriter} from '../../source/screen/screen-writer.js';
import {createTerminal} from '../helpers/terminal.js';

const start = () => {
	const terminal = createTerminal(10, 3);
	const gone: string[] = [];
	const writer = createScreenWriter(terminal.stdout, () => gone.push('gone'));
	writer.enter();
	return {terminal, writer, gone};
};

test('takes the terminal over and gives it back', async () => {
	const {terminal, writer} = start();
	writer.write(['one       ', 'two       ', 'three     ']);
	await terminal.flush();
	assert.ok(terminal.isAlternate());
	assert.equal(terminal.text(), 'one       \ntwo       \nthree     ');
	writer.restore();
	await terminal.flush();
	assert.ok(!terminal.isAlternate());
	assert.match(terminal.writes.at(-1) ?? '', /\u001B\[\?7h\u001B\[\?25h\u001B\[\?1049l$/);
});

test('restoring twice writes once', () => {
	const {terminal, writer} = start();
	writer.restore();
	const count = terminal.writes.length;
	writer.restore();
	assert.equal(terminal.writes.length, count);
});

test('writes only lines that changed', () => {
	const {terminal, writer} = start();
	writer.write(['one', 'two', 'three']);
	writer.write(['one', 'TWO', 'three']);
	assert.equal(terminal.writes.at(-1), '\u001B[2HTWO');
	const count = terminal.writes.length;
	writer.write(['one', 'TWO', 'three']);
	assert.equal(terminal.writes.length, count);
});

test('frames are synchronized only once the terminal has said that it knows of it', () => {
	const {terminal, writer} = start();
	writer.write(['one', 'two']);
	writer.restore();
	assert.doesNotMatch(terminal.writes.join(''), /2026/);
	writer.enter();
	writer.synchronize();
	writer.write(['one', 'two']);
	writer.write(['one', 'TWO']);
	assert.equal(terminal.writes.at(-1), '\u001B[?2026h\u001B[2HTWO\u001B[?2026l');
	writer.restore();
	assert.match(terminal.writes.at(-1) ?? '', /^\u001B\[\?2026l/);
});

test('asks for pastes to be told while the terminal is taken, each time', () => {
	const {terminal, writer} = start();
	const told = () =>
		terminal.writes
			.splice(0)
			.join('')
			.match(/\u001B\[\?2004[hl]/g);
	assert.deepEqual(told(), ['\u001B[?2004h']);
	assert.doesNotMatch(writer.picture(), /2004/);
	writer.restore();
	assert.deepEqual(told(), ['\u001B[?2004l']);
	writer.enter();
	assert.deepEqual(told(), ['\u001B[?2004h']);
});

test('renewing clears, writes all lines and sets the modes anew', async () => {
	const {terminal, writer} = start();
	writer.setMouse(true);
	writer.write(['one       ', 'two       ', '          ']);
	terminal.writes.length = 0;
	terminal.term.write('\u001B[?25h\u001B[?7h\u001B[?2004l\u001B[?1000l\u001B[3Hspilled');
	writer.renew();
	writer.write(['one       ', 'two       ', '          ']);
	await terminal.flush();
	assert.equal(terminal.text().trimEnd(), 'one       \ntwo');
	const {modes} = terminal.term;
	assert.deepEqual(
		[modes.bracketedPasteMode, modes.wraparoundMode, modes.mouseTrackingMode],
		[true, false, 'vt200'],
	);
	assert.equal(terminal.writes.join('').split('\u001B[2J').length, 2);
});

test('clears once at the start and once after being told to forget', () => {
	const {terminal, writer} = start();
	const clears = () => terminal.writes.join('').split('\u001B[2J').length - 1;
	writer.write(['one', 'two']);
	writer.write(['1', '2']);
	assert.equal(clears(), 1);
	writer.forget();
	writer.write(['1', '2']);
	assert.equal(clears(), 2);
});

test('a slow terminal gets only the newest frame once it has drained', async () => {
	const {terminal, writer} = start();
	terminal.behave('blocks');
	writer.write(['a         ', '          ', '          ']);
	const count = terminal.writes.length;
	for (const text of ['b', 'c', 'd'])
		writer.write([text.padEnd(10), ' '.repeat(10), ' '.repeat(10)]);
	assert.equal(terminal.writes.length, count);
	terminal.behave('takes');
	terminal.emit('drain');
	await terminal.flush();
	assert.equal(terminal.writes.length, count + 1);
	assert.equal(terminal.line(0).trim(), 'd');
});

test('a terminal that is gone is reported once and left alone', () => {
	const {terminal, writer, gone} = start();
	terminal.emit('error', Object.assign(new Error('write EIO'), {code: 'EIO'}));
	terminal.emit('error', Object.assign(new Error('write EIO'), {code: 'EIO'}));
	const count = terminal.writes.length;
	writer.write(['x']);
	writer.restore();
	assert.deepEqual(gone, ['gone']);
	assert.equal(terminal.writes.length, count);
});

test('a write that throws EPIPE is no crash', () => {
	const {terminal, writer, gone} = start();
	terminal.behave('throws');
	writer.write(['x']);
	writer.write(['y']);
	assert.deepEqual(gone, ['gone']);
});

test('an error after restoring has a listener', () => {
	const {terminal, writer} = start();
	writer.restore();
	assert.doesNotThrow(() => terminal.emit('error', new Error('write EPIPE')));
});

test('restoring waits a moment for what is left, and only once', () => {
	const terminal = createTerminal(10, 3);
	const waits: number[] = [];
	const stdout = Object.assign(terminal.stdout, {flush: (ms: number) => waits.push(ms)});
	const writer = createScreenWriter(stdout, () => assert.fail('it is not gone'));
	writer.enter();
	writer.write(['one       ', 'two       ', 'three     ']);
	assert.deepEqual(waits, []);
	writer.restore();
	writer.restore();
	assert.deepEqual(waits, [100]);
});

test('a picture begins with what takes the terminal over, before the first frame too', async () => {
	const {writer} = start();
	for (const lines of [[], ['one       ', 'two       ']]) {
		if (lines.length > 0) writer.write(lines);
		const other = createTerminal(10, 3);
		other.stdout.write(`some text${writer.picture()}`);
		await other.flush();
		assert.ok(other.isAlternate());
		assert.equal(other.text().trimEnd(), lines.join('\n').trimEnd());
	}
});
