import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {startProgram} from '../helpers/run-program.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
/** Says nothing to whoever connects. */
const silent = createServer(socket => socket.on('error', () => undefined));

before(async () => {
	silent.listen(0, '127.0.0.1');
	await once(silent, 'listening');
});

after(() => {
	silent.close();
	rmSync(folder, {recursive: true});
});

for (const {args, signal, expected} of [
	{args: ['watch'], signal: 'SIGINT', expected: 130},
	{args: ['book'], signal: 'SIGTERM', expected: 143},
	{args: ['markets'], signal: 'SIGINT', expected: 130},
	{args: ['record', '-o', join(folder, 'feed.jsonl')], signal: 'SIGINT', expected: 130},
	{
		args: ['record', '-o', `${folder}/parts/`, '--rotate', 'day'],
		signal: 'SIGTERM',
		expected: 0,
	},
] as const)
	test(`${args[0]} ends on ${signal} while it waits for NATS, with ${expected}`, async () => {
		const {port} = silent.address() as AddressInfo;
		const connected = once(silent, 'connection');
		const {child, exited, stderr} = startProgram([...args, '--nats', `nats://127.0.0.1:${port}`]);
		await connected;
		child.kill(signal);
		assert.equal(await exited, expected, stderr());
	});
