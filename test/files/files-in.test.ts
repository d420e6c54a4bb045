import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {verify} from '../../source/commands/verify.js';
import {filesIn} from '../../source/files/files-in.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => rmSync(folder, {recursive: true}));

const inFolder = (name: string) => join(folder, name);
mkdirSync(inFolder('days.jsonl'));
writeFileSync(inFolder('days.jsonl/b.jsonl'), '');
writeFileSync(inFolder('a.jsonl.gz'), '');
writeFileSync(inFolder('notes.txt'), '');
symlinkSync('a.jsonl.gz', inFolder('link.jsonl'));
symlinkSync('/dev/zero', inFolder('device.jsonl'));
execFileSync('mkfifo', [inFolder('pipe.jsonl')]);

test('takes the files of a folder and of those in it, and no pipe, device or folder', async () => {
	assert.deepEqual(
		await filesIn([folder]),
		['a.jsonl.gz', 'days.jsonl/b.jsonl', 'link.jsonl'].map(inFolder),
	);
});

test('takes a pipe that is named', async () => {
	assert.deepEqual(await filesIn([inFolder('pipe.jsonl')]), [inFolder('pipe.jsonl')]);
});

test('tells of a link that leads in a circle, by the name of its file', async () => {
	const lost = join(mkdtempSync(join(folder, 'lost-')), 'c.jsonl');
	symlinkSync('c.jsonl', lost);
	const complaints: string[] = [];
	const console = {
		write: () => true,
		onDrain: () => undefined,
		complain: (text: string) => void complaints.push(text),
	};
	const progress = {clock: createFakeClock(), output: {write: () => true}};
	assert.equal(await verify([join(lost, '..')], console, {isJson: true, progress}), 1);
	assert.equal(complaints.length, 1);
	assert.match(complaints[0] ?? '', /c\.jsonl cannot be read: /);
});
