import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {startPty, type PtyTerminal} from '../helpers/pty.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const pasted = (text: string) => `\u001B[200~${text}\u001B[201~`;
const says = 'pasted text is not taken for keys';

const isPasteTold = ({term}: PtyTerminal) => term.modes.bracketedPasteMode;

const start = async (t: TestContext) => {
	const terminal = startPty(process.execPath, [program, '--demo', '--theme', 'dark']);
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor(() => terminal.line(23).includes('? help'));
	return terminal;
};

const isRunning = async (terminal: PtyTerminal) => {
	// In order: this comes back once what was pasted before has been heard.
	terminal.press('?');
	await terminal.waitFor('Esc closes');
	terminal.press('?');
	await terminal.waitFor(() => !terminal.text().includes('Esc closes'));
	assert.doesNotMatch(terminal.line(0), /REC/);
};

test('a terminal tells of pastes while the screen is there', async t => {
	const terminal = await start(t);
	await terminal.waitFor(() => isPasteTold(terminal));
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
	await terminal.flush();
	assert.equal(isPasteTold(terminal), false);
});

for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'])
	test(`a terminal tells of pastes no more after ${signal}`, async t => {
		const terminal = await start(t);
		await terminal.waitFor(() => isPasteTold(terminal));
		process.kill(terminal.pid, signal);
		await terminal.exited;
		await terminal.flush();
		assert.equal(isPasteTold(terminal), false);
	});

test('what is pasted on the screen is no key, in one piece or in many', async t => {
	const terminal = await start(t);
	for (const text of ['q', 'qqr', 'q\rq', '2\u0003q', `${'q'.repeat(100_000)}r`]) {
		terminal.press(pasted(text));
		await isRunning(terminal);
	}
	for (const piece of ['\u001B[2', '00~q', 'qr', '\u0003', 'q\u001B', '[20', '1~'])
		terminal.press(piece);
	await isRunning(terminal);
	await terminal.waitFor(says);
	assert.match(terminal.line(1), /1 Binance/);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('what is pasted into the menu of markets is text on one line', async t => {
	const terminal = await start(t);
	terminal.press('/');
	await terminal.waitFor(/▸ STEEM\/USDT/);
	terminal.press(pasted('steem\t/b\u0007tc\r\nq'));
	await terminal.waitFor('/ steem /b tc q▏');
	for (let count = 0; count < 6; count++) terminal.press('backspace');
	terminal.press('backspace', 'backspace', 'backspace', pasted('/btc\n'));
	await terminal.waitFor('▸ STEEM/BTC');
	terminal.press('enter');
	await terminal.waitFor(() => terminal.line(0).includes('STEEM/BTC'));
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('keys are heard again after a paste without an end', async t => {
	const terminal = await start(t);
	terminal.press('\u001B[200~half of a text');
	for (let count = 0; !terminal.text().includes('Esc closes'); count++) {
		assert.ok(count < 100, 'no key is heard');
		terminal.press('?');
		// Somebody types, and wonders.
		await terminal.waitFor('Esc closes', 300).catch(() => undefined);
	}
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
});

test('frames are synchronized where the terminal says that it knows of it', async t => {
	const terminal = await start(t);
	terminal.press('?');
	await terminal.waitFor('Esc closes');
	assert.ok(terminal.raw().includes('\u001B[?2026$p'));
	assert.ok(terminal.raw().includes('\u001B[?2026h'));
	terminal.press('q');
	await terminal.exited;
	await terminal.flush();
	assert.equal(terminal.text().trim(), '', 'no answer is left behind');
});

test('a terminal that never answers costs no time, and no frame is synchronized', async t => {
	const terminal = startPty(process.execPath, [program, '--demo'], {answers: false});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor(() => terminal.line(23).includes('? help'));
	terminal.press('?');
	await terminal.waitFor('Esc closes');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.ok(!terminal.raw().includes('\u001B[?2026h'));
});
