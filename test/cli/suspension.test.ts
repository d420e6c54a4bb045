import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startPty} from '../helpers/pty.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;

test('Ctrl-Z goes back to the shell, fg to the screen', async t => {
	const terminal = startPty('bash', ['--norc', '--noprofile', '-i'], {
		columns: 80,
		rows: 24,
		env: {PS1: 'shell> ', TERM: 'xterm-256color'},
	});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor('shell>');
	terminal.press(`'${process.execPath}' '${program}' --demo`, 'enter');
	await terminal.waitFor(() => terminal.isAlternate() && terminal.text().includes('● live'));

	terminal.press('ctrl+z');
	await terminal.waitFor(/Stopped/);
	assert.equal(terminal.isAlternate(), false);
	// The terminal echoes again, as a shell's does.
	terminal.press('echo a shell was here', 'enter');
	await terminal.waitFor(/^a shell was here/m);

	terminal.press('fg', 'enter');
	await terminal.waitFor(() => terminal.isAlternate() && terminal.text().includes('● live'));
	await terminal.waitFor(() => terminal.line(23).includes('? help'));
	terminal.press('z');
	await terminal.waitFor(() => !terminal.line(1).includes('2 Huobi'));

	terminal.press('q');
	await terminal.waitFor(() => !terminal.isAlternate());
	// What is typed before the program has ended is still the program's.
	await terminal.waitFor(/fg\n.*--demo\nshell>\s*$/);
	terminal.press('echo "code $?"', 'enter');
	await terminal.waitFor(/^code 0/m);
});
