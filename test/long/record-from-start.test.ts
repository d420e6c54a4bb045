import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {startPty} from '../helpers/pty.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), 'steem-tui-from-start-'));
after(() => {
	rmSync(home, {recursive: true});
});

const start = (folder: string) =>
	startPty(process.execPath, [program, '--demo', '--record', folder], {columns: 80, rows: 24});

test('a folder that is missing is made', async t => {
	const folder = join(home, 'not', 'yet');
	const app = start(folder);
	t.after(() => {
		app.kill('SIGKILL');
	});
	await app.waitFor(/● REC/);
	app.press('q');
	assert.equal((await app.exited).exitCode, 0);
	const [recording = ''] = readdirSync(folder);
	const rights = (...names: readonly string[]) => statSync(join(folder, ...names)).mode & 0o777;
	assert.equal(rights(recording), 0o700, 'of nobody else');
	for (const file of readdirSync(join(folder, recording)))
		assert.equal(rights(recording, file), 0o600);
});

for (const [words, below] of [
	['the folder is a file', ''],
	['the folder is a file', 'deeper'],
] as const)
	test(`ends before the screen is taken where ${words}${below && ', further up'}`, async () => {
		const file = join(home, 'file');
		writeFileSync(file, '');
		const app = start(join(file, below));
		assert.equal((await app.exited).exitCode, 1);
		await app.flush();
		const text = app.text().replaceAll('\n', '');
		assert.match(text, new RegExp(`^steem-tui: ${home}.* cannot be written: ${words}`));
	});

test('of several screens started together each keeps its recording', async t => {
	const folder = join(home, 'together');
	const apps = [1, 2, 3, 4].map(() => start(folder));
	t.after(() => {
		for (const app of apps) app.kill('SIGKILL');
	});
	await Promise.all(
		apps.map(async app => {
			await app.waitFor(/● REC/);
			app.press('q');
			assert.equal((await app.exited).exitCode, 0);
		}),
	);
	const recordings = readdirSync(folder);
	assert.equal(recordings.length, 4);
	for (const recording of recordings)
		for (const file of ['session.cast', 'feed.jsonl.gz'])
			assert.ok(statSync(join(folder, recording, file)).size > 0, `${recording} ${file}`);
});

test('a recording that is lost is told when the screen is left, and ends with 1', async t => {
	const folder = join(home, 'lost');
	const app = start(folder);
	t.after(() => {
		app.kill('SIGKILL');
	});
	await app.waitFor(/● REC/);
	const isBegun = () => {
		const [recording] = readdirSync(folder);
		return recording !== undefined && readdirSync(join(folder, recording)).length === 2;
	};
	while (!isBegun()) await new Promise(resolve => setImmediate(resolve));
	rmSync(folder, {recursive: true});
	await app.waitFor(/the recording ended: /);
	app.press('q');
	assert.equal((await app.exited).exitCode, 1);
	await app.flush();
	const text = app.text().replaceAll('\n', '');
	assert.match(
		text,
		/steem-tui: the recording ended: .* cannot be written: it was removed meanwhile/,
	);
});
