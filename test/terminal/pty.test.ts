import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {test} from 'node:test';
import {startPty} from '../helpers/pty.js';

const skip = existsSync('/proc') ? false : 'no /proc here: it tells when a program has ended';

test('what a program wrote last is read', {skip}, async () => {
	const terminal = startPty('sh', ['-c', 'echo the end']);
	// Nothing is read while it runs: this process is too busy.
	while (existsSync(`/proc/${terminal.pid}`));
	// As node-pty does 200 ms after the end.
	terminal.close();
	await terminal.exited;
	assert.match(terminal.raw(), /the end/);
});
