import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {test} from 'node:test';
import {startPty} from '../helpers/pty.js';

const skip = existsSync('/proc') ? false : 'no /proc here: it tells when a program has ended';

test('what a program wrote last is read', {skip}, async t => {
	const terminal = startPty('sh', ['-c', 'seq 2000; echo the end']);
	// Nothing is read while it runs: this process is too busy.
	while (existsSync(`/proc/${terminal.pid}`));
	// Nor in the 200 ms that node-pty waits for the rest.
	const {setTimeout: real} = globalThis;
	t.mock.method(globalThis, 'setTimeout', (callback: () => void, ms?: number) =>
		real(callback, ms === 200 ? 0 : ms),
	);
	await terminal.exited;
	assert.match(terminal.raw(), /the end/);
});
