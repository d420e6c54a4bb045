import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {verify} from '../../source/commands/verify.js';
import {startPty} from '../helpers/pty.js';
import {runProgram, runUntil, startProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), 'steem-tui-home-'));
after(() => {
	rmSync(home, {recursive: true, force: true});
});

// No shell is between: what begins with ~ comes as it is.
const run = (...args: readonly string[]) => runProgram(args, {HOME: home});
/** Whether a capture that is being written holds both books. */
const isInSync = async (path: string) => {
	let told = '';
	const take = (text: string) => ((told += text), true);
	await verify([path], {write: take, onDrain: () => undefined, complain: take}, {isJson: true});
	return (told.match(/"isInSync":true/g) ?? []).length === 2;
};

const inHome = (name: string) => join(home, name);

test('a capture is recorded, logged, verified and replayed below ~', async () => {
	writeFileSync(inHome('settings.json'), '{"recordingFolder": "~/recordings"}');
	const recorder = startProgram(
		['record', '--demo', '-o', '~/feed.jsonl', '--config=~/settings.json'],
		{HOME: home},
	);
	while (recorder.child.exitCode === null && !(await isInSync(inHome('feed.jsonl'))))
		await sleep(50);
	recorder.child.kill('SIGINT');
	assert.equal(await recorder.exited, 130, recorder.stderr());
	const verified = await run('verify', '~/feed.jsonl');
	// How far the books came in the time depends on the machine.
	assert.match(verified.stdout.join('\n'), /STEEMUSDT/, verified.stderr);
	const replayed = await run('book', '--json', '--replay=~/feed.jsonl', '--levels', '1');
	assert.ok(replayed.code === 0 || replayed.code === 3, replayed.stderr);
	const isLive = (line: string) => line.includes(' live ');
	const watched = await runUntil(isLive, ['watch', '--demo', '--log=~/log.txt'], {HOME: home});
	assert.equal(watched.code, 130, watched.stderr);
	assert.match(readFileSync(inHome('log.txt'), 'utf8'), /STEEM\/USDT/);
});

test('a cast below ~ is exported to below ~', async () => {
	writeFileSync(inHome('a.cast'), '{"version":2,"width":20,"height":2}\n[0.1,"o","as it was"]\n');
	const {code, stderr} = await run('export', '~/a.cast', '--text', '-o', '~/a.txt');
	assert.equal(code, 0, stderr);
	assert.match(readFileSync(inHome('a.txt'), 'utf8'), /as it was/);
});

test('the config file has recordings put below ~', async () => {
	writeFileSync(inHome('config.json'), '{"recordingFolder": "~/recordings"}');
	const {stdout} = await run('config', '--json', '--config', '~/config.json');
	const rows = stdout.map(line => JSON.parse(line) as {setting: string; value: unknown});
	const folder = rows.find(({setting}) => setting === 'recordingFolder');
	assert.equal(folder?.value, inHome('recordings'));
});

test('the screen is recorded into a folder below ~', async t => {
	const terminal = startPty(process.execPath, [program, '--demo', '--record=~/screen'], {
		env: {HOME: home},
	});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor('REC');
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
	assert.equal(readdirSync(inHome('screen')).length, 1);
});

test('says how to name the home folder of another', async () => {
	const {code, stderr} = await run('verify', '~somebody/feed.jsonl');
	assert.equal(code, 2);
	assert.match(
		stderr,
		/"~somebody\/feed.jsonl": ~ stands for your own home folder alone: write the whole path/,
	);
});
