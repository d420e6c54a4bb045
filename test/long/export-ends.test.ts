/** An export that ends before its time: on a disk that is full, and with Ctrl-C. */
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {
	closeSync,
	createWriteStream,
	existsSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {gzipSync} from 'node:zlib';
import {busyCapture} from '../helpers/busy-capture.js';
import {filesBelow} from '../helpers/read-exports.js';
import {cleanEnvironment, runProgram, startProgram} from '../helpers/run-program.js';
import {mountSmall} from '../helpers/small-disk.js';

/** Bytes from which on rows are made on a thread of their own, where there are two processors. */
const threadBytes = 1_000_000;

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
const capture = join(folder, 'busy.jsonl.gz');
const patienceMs = 60_000;

before(() => {
	const text = [...busyCapture({seconds: 400})].join('');
	const packed = gzipSync(text, {level: 1});
	assert.ok(packed.length > threadBytes, String(packed.length));
	writeFileSync(capture, packed);
});

after(() => {
	rmSync(folder, {recursive: true});
});

const isFile = (path: string) => statSync(path, {throwIfNoEntry: false})?.isFile() === true;

const below = (root: string) => (existsSync(root) ? filesBelow(root, '').filter(isFile) : []);

const exportTo = (out: string, format: string) => ['export', capture, '--as', format, '-o', out];

for (const format of ['tardis', 'hftbacktest', 'parquet'])
	test(`leaves nothing of ${format} on a full disk`, async t => {
		const disk = join(folder, `disk-${format}`);
		const unmount = mountSmall(disk, '128k');
		if (!unmount) {
			t.skip('no disk can be mounted here');
			return;
		}
		try {
			const {code, stdout, stderr} = await runProgram(exportTo(join(disk, 'out'), format));
			assert.match(stderr, /^steem-tui: .+\/out\/.+ cannot be written: the disk is full$/m);
			assert.equal(code, 1);
			assert.deepEqual([stdout, below(disk)], [[], []]);
		} finally {
			unmount();
		}
	});

test('leaves nothing that is not whole on Ctrl-C, and says so', async () => {
	const out = join(folder, 'out');
	const {child, exited, stderr} = startProgram(exportTo(out, 'tardis'));
	const end = Date.now() + patienceMs;
	while (below(out).every(path => statSync(path, {throwIfNoEntry: false})?.size === 0)) {
		assert.ok(Date.now() < end && child.exitCode === null, stderr());
		await sleep(10);
	}
	child.kill('SIGINT');
	assert.equal(await exited, 130, stderr());
	assert.match(stderr(), /stopped before its end: of what was not whole nothing is left$/m);
	assert.deepEqual(below(out), []);
	const {code, stdout} = await runProgram(exportTo(out, 'tardis'));
	assert.equal(code, 0);
	assert.ok(stdout.length > 0);
	assert.ok(below(out).length >= stdout.length);
});

test('ends on the first signal although nothing comes through its pipe', async () => {
	const [pipe, out] = [join(folder, 'pipe.jsonl.gz'), join(folder, 'out-of-pipe')];
	spawnSync('mkfifo', [pipe]);
	// Half of it comes, and then nothing.
	const writer = createWriteStream(pipe).on('error', () => undefined);
	writer.write(readFileSync(capture).subarray(0, threadBytes));
	const {child, exited, stderr} = startProgram(['export', pipe, '--as', 'tardis', '-o', out]);
	const end = Date.now() + patienceMs;
	while (below(out).every(path => statSync(path, {throwIfNoEntry: false})?.size === 0)) {
		assert.ok(Date.now() < end && child.exitCode === null, stderr());
		await sleep(10);
	}
	child.kill('SIGTERM');
	assert.equal(await exited, 143, stderr());
	assert.match(stderr(), /stopped before its end: of what was not whole nothing is left$/m);
	assert.deepEqual(below(out), []);
	writer.destroy();
});

test('fails where it cannot be told what was written', {skip: !existsSync('/dev/full')}, () => {
	const full = openSync('/dev/full', 'w');
	const args = [program, ...exportTo(join(folder, 'untold'), 'tardis')];
	const stdio = ['ignore', full, 'pipe'] as const;
	const {status, stderr} = spawnSync(process.execPath, args, {
		...{env: cleanEnvironment(), stdio: [...stdio], encoding: 'utf8'},
	});
	closeSync(full);
	assert.match(stderr, /^steem-tui: the output cannot be written: ENOSPC/m);
	assert.equal(status, 1);
});

test('leaves nothing that is not whole where nobody reads what it tells', async () => {
	for (const format of ['tardis', 'parquet']) {
		const out = join(folder, `unread-${format}`);
		const {child, exited, stderr} = startProgram(exportTo(out, format));
		child.stdout.destroy();
		assert.equal(await exited, 0, stderr());
		assert.doesNotMatch(stderr(), /steem-tui/);
		assert.deepEqual(
			below(out).filter(path => path.endsWith('.part')),
			[],
		);
	}
});
