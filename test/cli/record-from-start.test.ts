import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
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
	assert.equal(readdirSync(folder).length, 1);
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
