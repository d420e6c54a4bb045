import assert from 'node:assert/strict';
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
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

/** What ends as soon as it has begun, of a command that sets flags of V8. */
const callOf: Readonly<Record<string, readonly string[]>> = {
	export: ['--as', 'parquet', '--force', '-o', join(home, 'data')],
	watch: ['--speed', 'max', '--replay'],
};

for (const [command, args] of Object.entries(callOf))
	test(`${command} keeps its code although it sets flags of V8`, async () => {
		const cache = join(home, command);
		const capture = join(home, 'feed.jsonl');
		const header = {format: 'steem-tui-capture', version: 1, startedAt: 1, market: 'STEEM/USDT'};
		writeFileSync(
			capture,
			`${JSON.stringify({...header, exchanges: ['binance'], app: '0.1.0'})}\n`,
		);
		const call = [command, ...args, capture];
		const first = await runProgram(call, {XDG_CACHE_HOME: cache});
		const files = kept(cache);
		assert.ok(files.length > 0);
		const written = files.map(path => statSync(path, {bigint: true}).mtimeNs);
		// Code that is refused would be made anew.
		assert.deepEqual(await runProgram(call, {XDG_CACHE_HOME: cache}), first);
		assert.deepEqual(kept(cache), files);
		assert.deepEqual(
			files.map(path => statSync(path, {bigint: true}).mtimeNs),
			written,
		);
	});

test('another build of Node has code of its own', async () => {
	const cache = join(home, 'engines');
	const env = {XDG_CACHE_HOME: cache};
	const first = await runProgram(['--version'], env);
	const files = kept(cache);
	// At another place it may be another one: by the same name of V8, too.
	const node = join(home, 'node');
	copyFileSync(process.execPath, node);
	assert.deepEqual(await runProgram(['--version'], env, node), first);
	assert.equal(kept(cache).length, 2 * files.length);
	assert.ok(kept(cache).every(path => path.includes(`-${process.version}-`)));
});

test('no code is kept where that is turned off', async () => {
	const cache = join(home, 'off');
	const env = {XDG_CACHE_HOME: cache, NODE_DISABLE_COMPILE_CACHE: '1'};
	assert.equal((await runProgram(['--version'], env)).code, 0);
	assert.equal(existsSync(cache), false);
});
