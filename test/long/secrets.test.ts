import assert from 'node:assert/strict';
import {chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import type {Simulator} from '../../source/simulator/simulator.js';
import {runProgram} from '../helpers/run-program.js';
import {startSimulated} from '../helpers/simulated.js';

let simulator: Simulator;
let mirrors: Readonly<Record<string, string>>;

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-secrets-'));

before(async () => {
	const simulated = await startSimulated(3);
	({simulator} = simulated);
	mirrors = Object.fromEntries(
		Object.entries(simulated.environment).map(([name, address]) => [
			name,
			address.replace('://', '://me:s3cret@'),
		]),
	);
});

after(async () => {
	await simulator.stop();
	rmSync(folder, {recursive: true});
});

const secret = /s3"?c?r|czNjcmV0/;

const configOf = (name: string, settings: object): string => {
	const path = join(folder, name);
	writeFileSync(path, JSON.stringify(settings));
	return path;
};

const nowhere = {
	STEEM_TUI_BINANCE_WS: 'ws://me:s3cret@127.0.0.1:1',
	STEEM_TUI_BINANCE_REST: 'http://s3cret@127.0.0.1:1',
	STEEM_TUI_HUOBI_WS: 'ws://me:s3cret@127.0.0.1:1/x@y',
	STEEM_TUI_HUOBI_REST: 'http://me:s3cret@127.0.0.1:1',
};

for (const [name, args, environment = {}] of [
	['config', ['config'], nowhere],
	['config as JSON', ['config', '--json'], nowhere],
	['doctor', ['doctor'], nowhere],
	['doctor as JSON', ['doctor', '--json'], nowhere],
	['books that cannot be reached', ['book', '--timeout', '2', '--json'], nowhere],
	['markets that cannot be reached', ['markets'], nowhere],
	['an endpoint of another kind', ['book'], {STEEM_TUI_HUOBI_WS: 'http://me:s3cret@x'}],
	['an endpoint with a key', ['book'], {STEEM_TUI_HUOBI_REST: 'http://x/?key=s3cret'}],
	['an endpoint with an odd password', ['book'], {STEEM_TUI_HUOBI_REST: 'http://me:s3/cr@x'}],
	['a file', ['config', '--config', configOf('proxy', {proxy: 'me:s3cret@x:8080'})]],
	['a file with a token', ['config', '--config', configOf('token', {proxy: 'http://s3cret@x'})]],
	[
		'a file that is refused',
		[
			'config',
			'--config',
			configOf('bad', {proxy: 'ftp://me:s3cret@x', theme: 'http://me:s3cret@x'}),
		],
	],
	[
		'a file with a key that is refused',
		['config', '--config', configOf('key', {endpoints: {huobi: {rest: 'http://x/?key=s3cret'}}})],
	],
	['a market', ['book', 'https://s3cret@x']],
	['a proxy without a scheme', ['config', '--proxy', 'me:s3cret@x:8080']],
	['a proxy with a token', ['config', '--json', '--proxy', 'http://s3cret@x:8080']],
	['a proxy that is refused', ['config', '--proxy=//me:s3cret@x:8080:9']],
] as const) {
	test(`tells no secret of ${name}`, async () => {
		const {stdout, stderr} = await runProgram(args, {...environment, DEBUG: '*'});
		const text = stdout.join('\n') + stderr;
		assert.doesNotMatch(text, secret);
		assert.ok(text.length > 0);
	});
}

test('a capture of a mirror with a login holds none, is for its owner, and plays', async () => {
	const path = join(folder, 'feed.jsonl');
	const log = join(folder, 'log');
	// Longer than the capture waits for the lists of markets: it has begun by then.
	const args = ['record', '-o', path, '--for', '6s'];
	const {code, stdout, stderr} = await runProgram(args, {...mirrors, DEBUG: '*'});
	assert.equal(code, 0, stderr);
	const watched = await runProgram(['watch', '--for', '3', '--log', log, '--json'], mirrors);
	assert.match(watched.stdout.join('\n'), /"status":"live"/);
	const capture = readFileSync(path, 'utf8');
	for (const text of [capture, readFileSync(log, 'utf8'), ...stdout, stderr, ...watched.stdout])
		assert.doesNotMatch(text, secret);
	assert.match(capture, /"kind":"open".*"url":"ws:\/\/127/);
	for (const file of [path, log]) assert.equal(statSync(file).mode & 0o777, 0o600);
	const {code: replayed, stdout: books} = await runProgram(['book', '--replay', path, '--json']);
	assert.deepEqual([replayed, books.length], [0, 2]);
	// As others record them, with a login that is hidden or is not.
	for (const login of ['me:***', 'me:s3cret']) {
		const other = join(folder, 'other.jsonl');
		writeFileSync(other, capture.replaceAll('://127', `://${login}@127`));
		const told = await runProgram(['book', '--replay', other, '--json']);
		assert.deepEqual([told.code, told.stdout.length], [0, 2], told.stderr);
		assert.doesNotMatch(told.stdout.join('') + told.stderr, secret);
	}
});

test('the doctor tells of a password that others can read', async () => {
	const path = configOf('open.json', {proxy: 'http://me:s3cret@127.0.0.1:1'});
	const doctor = ['doctor', '--json', '--exchange', 'binance', '--config', path];
	for (const [mode, result] of [
		[0o640, 'warn'],
		[0o644, 'warn'],
		[0o600, 'ok'],
	] as const) {
		chmodSync(path, mode);
		const {stdout} = await runProgram(doctor, nowhere);
		const told = stdout.map(line => JSON.parse(line) as {check: string; result: string});
		assert.equal(told.find(({check}) => check === 'config')?.result, result);
	}
});
