import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {after, test, type TestContext} from 'node:test';
import {writeBusy} from '../helpers/replay-run.js';
import {cleanEnvironment, runProgram} from '../helpers/run-program.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-reader-'));
const busy = writeBusy({seconds: 20});
const replay = ['watch', '--replay', busy, '--speed', 'max', '--json', '--levels', '50'];
after(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** Within a second on a machine with nothing else to do; a program that is stuck never ends. */
const promptMs = 5000;
/** Only what never comes is waited for so long. */
const patienceMs = 60_000;
/** The system keeps sixteen pages for a pipe, and puts no line into two of them. */
const fullBytes = 30_000;

let pipes = 0;

/** The program with a pipe for its output that nobody reads but who calls `read`. */
const start = (t: TestContext, args: readonly string[]) => {
	const path = join(folder, `pipe-${++pipes}`);
	spawnSync('mkfifo', [path]);
	// Two descriptions: a child's streams are made to block.
	const pipe = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	const output = openSync(path, constants.O_WRONLY);
	const child = spawn(process.execPath, [program, ...args], {
		env: cleanEnvironment(),
		stdio: ['ignore', output, 'pipe'],
	});
	closeSync(output);
	let stderr = '';
	child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
	let code: number | null | undefined;
	const exited = new Promise<number | null>(resolve => {
		child.once('close', value => {
			code = value;
			resolve(value);
		});
	});
	t.after(() => {
		child.kill('SIGKILL');
		closeSync(pipe);
	});
	const buffer = Buffer.alloc(1 << 17);
	return {
		child,
		exited,
		stderr: () => stderr,
		hasEnded: () => code !== undefined,
		/** All that is in the pipe now. */
		read() {
			let text = '';
			for (;;) {
				try {
					const count = readSync(pipe, buffer);
					if (count === 0) return text;
					text += buffer.toString('utf8', 0, count);
				} catch {
					return text;
				}
			}
		},
		async untilFull() {
			const end = Date.now() + patienceMs;
			const written = () =>
				Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${child.pid}/io`, 'utf8'))?.[1]);
			while (written() < fullBytes) {
				assert.ok(Date.now() < end, 'it has not written enough');
				await setTimeout(10);
			}
		},
	};
};

const skip = process.platform === 'linux' ? false : 'only Linux tells what a process has written';

/** Lines but the last, which may be cut off. */
const assertWhole = (text: string) => {
	const lines = text.split('\n').slice(0, -1);
	for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), line);
	return lines.length;
};

test('a signal ends watch whose reader is stuck', {skip}, async t => {
	const {child, exited, read, stderr, untilFull} = start(t, replay);
	await untilFull();
	const from = Date.now();
	child.kill('SIGTERM');
	assert.equal(await exited, 143, stderr());
	assert.ok(Date.now() - from < promptMs, `it took ${Date.now() - from} ms`);
	const text = read();
	assert.ok(text.length >= fullBytes, `${text.length} bytes`);
	assert.ok(assertWhole(text) > 10);
});

test('watch ends by itself though its reader is stuck', {skip}, async t => {
	const args = ['watch', '--demo', '--json', '--levels', '500', '--for', '5s'];
	const {exited, read, stderr, untilFull} = start(t, args);
	await untilFull();
	assert.equal(await exited, 0, stderr());
	const text = read();
	assert.ok(text.length >= fullBytes, `${text.length} bytes`);
	assert.ok(assertWhole(text) > 1);
});

test('a reader that comes back gets every line of a replay', {skip}, async t => {
	const {exited, read, hasEnded, untilFull} = start(t, replay);
	await untilFull();
	let text = '';
	while (!hasEnded()) {
		text += read();
		await setTimeout(1);
	}
	text += read();
	assert.equal(await exited, 0);
	const whole = await runProgram(replay);
	assert.equal(text, `${whole.stdout.join('\n')}\n`);
});
