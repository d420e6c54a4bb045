import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {runProgram} from '../helpers/run-program.js';

const home = mkdtempSync(join(tmpdir(), 'steem-tui-kept-'));
after(() => {
	rmSync(home, {recursive: true});
});

const folderOf = (cache: string) => join(cache, 'steem-tui', 'code');

const kept = (cache: string) =>
	readdirSync(folderOf(cache)).map(name => join(folderOf(cache), name));

test('compiled code is kept, and made anew where it is damaged', async () => {
	const cache = join(home, 'damaged');
	const first = await runProgram(['--version'], {XDG_CACHE_HOME: cache});
	assert.ok(kept(cache).length > 0);
	for (const path of kept(cache)) {
		const bytes = readFileSync(path);
		writeFileSync(path, bytes.fill(0, bytes.length / 2));
	}
	assert.deepEqual(await runProgram(['--version'], {XDG_CACHE_HOME: cache}), first);
	for (const path of kept(cache)) {
		const bytes = readFileSync(path);
		assert.ok(!bytes.subarray(bytes.length / 2).every(byte => byte === 0));
	}
});

test('a command that sets flags of V8 keeps no code', async () => {
	const cache = join(home, 'flags');
	const capture = join(home, 'feed.jsonl');
	const header = {format: 'steem-tui-capture', version: 1, startedAt: 1, market: 'STEEM/USDT'};
	writeFileSync(capture, `${JSON.stringify({...header, exchanges: ['binance'], app: '0.1.0'})}\n`);
	const env = {XDG_CACHE_HOME: cache};
	const args = [capture, '--as', 'tardis', '-o', join(home, 'data')];
	await runProgram(['export', ...args], env);
	assert.equal(existsSync(folderOf(cache)), false);
	await runProgram(['--version'], env);
	assert.ok(kept(cache).length > 0);
});

test('no code is kept where that is turned off', async () => {
	const cache = join(home, 'off');
	const env = {XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: '1'};
	assert.equal((await runProgram(['--version'], env)).code, 0);
	assert.equal(existsSync(cache), false);
});
