import assert from 'node:assert/strict';
import {join} from 'node:path';
import {test} from 'node:test';
import {captureFolder, skipWithoutCaptures} from '../helpers/captures.js';
import {startPty} from '../helpers/pty.js';
import {writeBusy, type JsonLine} from '../helpers/replay-run.js';
import {runProgram, startProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const busy = writeBusy({seconds: 20, gaps: [10], markers: [15]});

const parse = (lines: readonly string[]) => lines.map(line => JSON.parse(line) as JsonLine);

test('watch prints a whole capture, the same each time', async () => {
	const args = ['watch', '--replay', busy, '--speed', 'max', '--json'];
	const [first, second] = [await runProgram(args), await runProgram(args)];
	assert.deepEqual([first.code, first.stderr], [0, '']);
	assert.ok(first.stdout.length > 300);
	assert.deepEqual(second.stdout, first.stdout);
});

test('watch waits for a slow reader', async () => {
	const {child, exited} = startProgram(['watch', '--replay', busy, '--speed', 'max', '--json']);
	let size = 0;
	for await (const chunk of child.stdout) size += (chunk as Buffer).length;
	const whole = await runProgram(['watch', '--replay', busy, '--speed', 'max', '--json']);
	assert.equal(
		size,
		whole.stdout.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0),
	);
	assert.equal(await exited, 0);
});

test('book prints a moment of it', async () => {
	const early = await runProgram(['book', '--replay', busy, '--from', '00:05', '--json']);
	const late = await runProgram(['book', '--replay', busy, '--json']);
	assert.deepEqual([early.code, late.code], [0, 0]);
	const [[first], [last]] = [parse(early.stdout), parse(late.stdout)];
	assert.ok(Number(first?.sequence) < Number(last?.sequence));
});

test('two raw files make one screen', {skip: skipWithoutCaptures}, async () => {
	const names = ['binance-veteth-20210417.jsonl', 'huobi-depth-fil3susdt-20210417.jsonl'];
	const files = names.flatMap(name => ['--replay', join(captureFolder, name)]);
	const {code, stdout} = await runProgram(['book', ...files, '--json', '--levels', '1']);
	assert.equal(code, 0);
	assert.deepEqual(
		parse(stdout).map(({exchange, market, status}) => [exchange, market, status]),
		[
			['binance', 'VET/ETH', 'live'],
			['huobi', 'FIL3S/USDT', 'live'],
		],
	);
});

for (const {args, code, words} of [
	{args: ['watch', '--replay', `${busy}.gone`], code: 1, words: '.gone does not exist'},
	{args: ['book', 'BTC/USDT', '--replay', busy], code: 1, words: 'does not hold BTC/USDT'},
	{args: ['watch', '--speed', '2'], code: 2, words: '--speed needs --replay'},
	{args: ['book', '--from', '1:00'], code: 2, words: '--from needs --replay'},
	{args: ['watch', '--demo', '--replay', busy], code: 2, words: 'cannot be used together'},
	{args: ['watch', '--log', 'x', '--replay', busy], code: 2, words: '--replay and --log cannot'},
	{args: ['--record', '--replay', busy], code: 2, words: 'it is a recording already'},
	{
		args: ['markets', '--replay', busy],
		code: 2,
		words: '"steem-tui markets" does not use --replay',
	},
	{args: ['watch', '--replay', busy, '--speed', '65'], code: 2, words: 'is not a speed'},
	{args: ['watch', '--replay', busy, '--from', 'then'], code: 2, words: 'is not a place'},
]) {
	test(`ends with ${code}: ${args.slice(0, 2).join(' ')} … ${words}`, async () => {
		const given = await runProgram(args);
		assert.equal(given.code, code);
		assert.deepEqual(given.stdout, []);
		assert.ok(given.stderr.includes(words), given.stderr);
	});
}

test('the app replays in a terminal', async t => {
	// So slow that the marker is still to come when the key does.
	const args = ['--replay', busy, '--from', '0:12', '--speed', '0.25'];
	const app = startPty(process.execPath, [program, ...args]);
	t.after(() => {
		app.kill('SIGKILL');
	});
	await app.waitFor(/live[^]* 00:1[2-4] /);
	assert.match(app.line(0), /replay/);
	app.press('n');
	await app.waitFor('look here');
	app.press('q');
	assert.equal((await app.exited).exitCode, 0);
});
