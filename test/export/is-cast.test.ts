import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {closeSync, constants, mkdtempSync, openSync, rmSync, writeFileSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {kindOf} from '../../source/export/is-cast.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const fileOf = (name: string, text: string): string => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};

test('tells what a file is by its first line', async () => {
	const capture = '{"format":"steem-tui-capture","version":1}\n';
	assert.equal(await kindOf(fileOf('a', '{"version":2,"width":80,"height":24}\n')), 'cast');
	assert.equal(await kindOf(fileOf('b', capture)), 'capture');
	assert.equal(await kindOf(fileOf('c', 'text')), 'unknown');
	assert.equal(await kindOf(join(folder, 'none')), 'unknown');
});

test('leaves a pipe to who reads it', {skip: process.platform === 'win32'}, async () => {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	let told: string | null = null;
	const kind = kindOf(path).then(said => (told = said));
	// Whoever opens it waits for who writes.
	for (let turns = 0; turns < 100 && told === null; turns++) await stat(path);
	const isTold = told !== null;
	if (!isTold) closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
	assert.equal(await kind, 'unknown');
	assert.ok(isTold);
});
