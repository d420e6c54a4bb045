import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test, type TestContext} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {startPty, type PtyOptions} from '../helpers/pty.js';
import {runProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const root = mkdtempSync(join(tmpdir(), 'steem-tui-stuck-'));
after(() => {
	rmSync(root, {recursive: true, force: true});
});

/** Within a second on a machine with nothing else to do; a program that is stuck never ends. */
const promptMs = 5000;

/** As large as screens are: what the system keeps for a terminal is less than a frame. */
const size = {columns: 240, rows: 67};

const open = (t: TestContext, args: readonly string[], options: PtyOptions = {}) => {
	const terminal = startPty(process.execPath, [program, ...args], {...size, ...options});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	return terminal;
};

type Terminal = ReturnType<typeof open>;

const untilLive = (terminal: Terminal) =>
	terminal.waitFor(() => terminal.text().split('● live').length === 3);

/** The app, recording, on a terminal that has stopped reading. */
const startStuck = async (t: TestContext, options: PtyOptions = {}) => {
	const parent = mkdtempSync(join(root, 'recordings-'));
	const terminal = open(t, ['--demo', '--record', parent], options);
	await untilLive(terminal);
	terminal.pause();
	const fileOf = (name: string) => join(parent, readdirSync(parent)[0] ?? '', name);
	const sizeOf = (name: string) => (existsSync(fileOf(name)) ? statSync(fileOf(name)).size : 0);
	/** The program goes on as long as it takes to be stuck, then longer: the screen has stopped, the feed has not. */
	const untilStuck = async () => {
		let screen = -1;
		for (let rounds = 0; rounds < 3;) {
			const feed = sizeOf('feed.jsonl.gz');
			await terminal.waitFor(() => sizeOf('feed.jsonl.gz') > feed);
			rounds = sizeOf('session.cast') === screen ? rounds + 1 : 0;
			screen = sizeOf('session.cast');
		}
	};
	await untilStuck();
	return {terminal, fileOf};
};

const ended = async (terminal: Terminal) => {
	const from = Date.now();
	const {exitCode} = await terminal.exited;
	assert.ok(Date.now() - from < promptMs, `it took ${Date.now() - from} ms`);
	return exitCode;
};

for (const [name, end, code] of [
	['SIGTERM', (terminal: Terminal) => terminal.kill('SIGTERM'), 143],
	['SIGINT', (terminal: Terminal) => terminal.kill('SIGINT'), 130],
	['the key', (terminal: Terminal) => terminal.press('q'), 0],
] as const)
	test(`a stuck terminal stops neither the capture nor ${name}`, async t => {
		const {terminal, fileOf} = await startStuck(t);
		end(terminal);
		assert.equal(await ended(terminal), code);
		// Closed, not cut off: a member without its end could not be unpacked.
		assert.match(gunzipSync(readFileSync(fileOf('feed.jsonl.gz'))).toString(), /\}\n$/);
		assert.match(readFileSync(fileOf('session.cast'), 'utf8'), /\]\n$/);
		const {stdout} = await runProgram(['verify', '--json', fileOf('feed.jsonl.gz')]);
		const {defects} = JSON.parse(stdout.join('')) as {defects: readonly object[]};
		assert.deepEqual(defects, []);
	});

test('a terminal that is read again shows a whole screen of now', async t => {
	const {terminal} = await startStuck(t);
	const from = Date.now();
	terminal.resume();
	const elapsed = () => /● REC (\d+):(\d\d)/.exec(terminal.line(0))?.slice(1).map(Number) ?? [0, 0];
	const secondsOf = ([minutes = 0, seconds = 0]: readonly number[]) => minutes * 60 + seconds;
	const before = secondsOf(elapsed());
	await terminal.waitFor(() => secondsOf(elapsed()) > before + 2);
	assert.ok(Date.now() - from < promptMs, `it took ${Date.now() - from} ms`);
	// Recording ends, the screen freezes: whatever is on it now stays.
	terminal.press('r');
	await terminal.waitFor(() => !terminal.line(0).includes('REC'));
	terminal.press('space');
	await terminal.waitFor(/frozen/i);
	const cells = () => terminal.text().split('\n').slice(1, -1).join('\n');
	const shown = cells();
	terminal.press('ctrl+l');
	const drawn = terminal.raw().length;
	await terminal.waitFor(() => terminal.raw().slice(drawn).includes('\u001B[2J'));
	await terminal.waitFor(() => terminal.text().includes('? help'));
	assert.equal(cells(), shown);
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
	await terminal.flush();
	assert.equal(terminal.isAlternate(), false);
});

test('a crash on a stuck terminal ends the program', async t => {
	const script = 'process.on("SIGUSR2",()=>{throw new Error("boom")})';
	const env = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}`};
	const {terminal} = await startStuck(t, {env});
	terminal.kill('SIGUSR2');
	assert.equal(await ended(terminal), 1);
});

test('ends by itself after --for while the terminal is stuck', async t => {
	const terminal = open(t, ['--demo', '--for', '20s']);
	await untilLive(terminal);
	terminal.pause();
	const {exitCode} = await terminal.exited;
	assert.equal(exitCode, 0);
});

test('the shell keeps a terminal that blocks', async t => {
	const terminal = startPty('bash', ['--norc', '--noprofile', '-i'], {
		columns: 80,
		rows: 24,
		env: {PS1: 'shell> '},
	});
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await terminal.waitFor('shell>');
	const flags = 'grep flags /proc/$$/fdinfo/1';
	terminal.press(flags, 'enter');
	await terminal.waitFor(/^flags:\s+\d+/m);
	const [before] = /^flags:\s+\d+/m.exec(terminal.text()) ?? [];
	terminal.press(`clear; '${process.execPath}' '${program}' --demo`, 'enter');
	await terminal.waitFor(() => terminal.isAlternate() && terminal.text().includes('● live'));
	terminal.press('ctrl+z');
	await terminal.waitFor(/Stopped/);
	terminal.press(flags, 'enter');
	await terminal.waitFor(/^flags:\s+\d+/m);
	assert.equal(/^flags:\s+\d+/m.exec(terminal.text())?.[0], before);
	terminal.press('kill -KILL %1', 'enter');
});

test('a closed window ends the program without a word of Node, its recording whole', async t => {
	const parent = mkdtempSync(join(root, 'closed-'));
	const [said, code] = [join(parent, 'said'), join(parent, 'code')];
	const recordings = join(parent, 'recordings');
	// The shell stays to tell the code, which is whatever comes first: the hang-up or the end of the keys.
	const command = `trap true HUP; '${process.execPath}' '${program}' --demo --record '${recordings}' 2>'${said}'; echo $? >'${code}.part'; mv '${code}.part' '${code}'`;
	const terminal = startPty('bash', ['-c', command], size);
	t.after(() => {
		terminal.kill('SIGKILL');
	});
	await untilLive(terminal);
	terminal.close();
	await terminal.waitFor(() => existsSync(code));
	assert.match(readFileSync(code, 'utf8'), /^(0|129)\n$/);
	assert.match(readFileSync(said, 'utf8'), /^steem-tui: recorded session\.cast [^\n]+\n$/);
	const [folder = ''] = readdirSync(recordings);
	const feed = gunzipSync(readFileSync(join(recordings, folder, 'feed.jsonl.gz'))).toString();
	assert.match(feed, /\}\n$/);
});
