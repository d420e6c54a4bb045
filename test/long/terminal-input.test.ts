import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {startPty} from '../helpers/pty.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

const start = async (t: TestContext, ...args: readonly string[]) => {
	const terminal = startPty(process.execPath, [program, '--demo', ...args]);
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor(() => terminal.line(23).includes('? help'));
	return terminal;
};

/** Keys without a meaning: what each used to do was to end the program, or what one of its letters means. */
const unknown = [
	'\u001B[1;5P',
	'\u001B[1;5S',
	'\u001B[25;5~',
	'\u001B[29;5~',
	'\u001B[0n',
	'\u001B[31m',
	'\u001B[27;5;9~',
	'\u001B[200~2q\u001B[201~',
	'\u001B[32;10;5M',
	'\u001Bq',
	'\u001Br',
];

for (const theme of ['auto', 'dark'])
	test(`keys without a meaning do nothing with the theme ${theme}`, async t => {
		const terminal = await start(t, '--theme', theme);
		for (const key of unknown) {
			terminal.press(key);
			// In order, one after the other: this comes back once the key before has been heard.
			terminal.press('?');
			await terminal.waitFor('Esc closes');
			terminal.press('?');
			await terminal.waitFor(() => !terminal.text().includes('Esc closes'));
			assert.match(terminal.line(1), /1 Binance/, JSON.stringify(key));
			assert.doesNotMatch(terminal.line(0), /rec/i, JSON.stringify(key));
		}
		terminal.press('q');
		assert.deepEqual(await terminal.exited, {exitCode: 0, signal: 0});
	});
