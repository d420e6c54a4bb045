import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {cleanEnvironment, runProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-stdout-'));
after(() => {
	rmSync(folder, {recursive: true, force: true});
});

test('a capture on stdout is whole lines and nothing else, its progress on stderr', async () => {
	const {code, stdout, stderr} = await runProgram(['record', '--demo', '--for', '2', '-o', '-']);
	assert.equal(code, 0, stderr);
	assert.match(stderr, /messages.*\nstdout {2}[\d.]+ kB/s);
	const kinds = stdout.map(line => (JSON.parse(line) as {kind?: string; format?: string}).kind);
	assert.equal((JSON.parse(stdout[0] ?? '') as {format: string}).format, 'steem-tui-capture');
	assert.ok(kinds.includes('ws') && kinds.includes('http'));
	assert.equal(existsSync('-'), false);
	const path = join(folder, 'feed.jsonl');
	writeFileSync(path, `${stdout.join('\n')}\n`);
	// How far the books came in the time depends on the machine.
	const verified = await runProgram(['verify', '--json', path]);
	const {defects} = JSON.parse(verified.stdout.join('')) as {defects: readonly object[]};
	assert.doesNotMatch(JSON.stringify(defects), /truncated|unreadable|backwards|no-connection/);
});

test('a reader that goes away ends a capture quietly', async () => {
	const command = `'${process.execPath}' '${program}' record --demo --for 30 -o - 2>stderr | head -n 3 >/dev/null; echo "\${PIPESTATUS[0]}"`;
	const child = spawn('bash', ['-c', command], {cwd: folder, env: cleanEnvironment()});
	let said = '';
	child.stdout.on('data', (data: Buffer) => (said += data.toString()));
	const timer = setTimeout(() => child.kill(), 25_000);
	await new Promise(resolve => child.once('close', resolve));
	clearTimeout(timer);
	assert.equal(said.trim(), '0');
	assert.equal(readFileSync(join(folder, 'stderr'), 'utf8'), '');
});

for (const [args, says] of [
	[['record', '--demo', '-o', '-', '--rotate', '1h'], /--rotate needs files: "-o -" is one stream/],
	[
		['record', '--demo', '-o', 'x.jsonl', '--rotate', '1h', '-f'],
		/--rotate writes over no file: leave out -f/,
	],
	[['verify', '-'], /read from a file, not from stdin: write it to one first/],
	[['book', '--replay', '-'], /read from a file, not from stdin: write it to one first/],
	[['export', '-'], /read from a file, not from stdin: write it to one first/],
] as const)
	test(`says what to do instead: ${args.join(' ')}`, async () => {
		const {code, stdout, stderr} = await runProgram(args);
		assert.deepEqual([code, stdout], [2, []]);
		assert.match(stderr, says);
	});
