import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {startPty} from '../helpers/pty.js';
import {runProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-no-size-'));
after(() => {
	rmSync(folder, {recursive: true, force: true});
});

test('what is recorded and saved of a terminal without a size has the one that was drawn', async t => {
	const command = `stty cols 0 rows 0; exec '${process.execPath}' '${program}' --demo --record='${folder}'`;
	const terminal = startPty('bash', ['-c', command], {cwd: folder});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor('● REC');
	terminal.press('s');
	await terminal.waitFor('saved ');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);

	const names = readdirSync(folder);
	const recording = names.find(name => !name.includes('.')) ?? '';
	const cast = join(folder, recording, 'session.cast');
	const header = JSON.parse(readFileSync(cast, 'utf8').split('\n')[0] ?? '') as object;
	assert.deepEqual({...header, width: 80, height: 24}, header);
	const text = names.find(name => name.endsWith('.txt')) ?? '';
	const lines = readFileSync(join(folder, text), 'utf8').trimEnd().split('\n');
	assert.equal(lines.length, 24);
	const {code, stdout, stderr} = await runProgram(['export', cast, '--text', '-o', '-']);
	assert.deepEqual([code, stderr], [0, '']);
	assert.match(stdout.join('\n'), /Binance/);
});
