import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {makeFolder, makeOwnFolder} from '../../source/files/make-folder.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

test('makes a folder with those that it needs, also where another does', async () => {
	const path = join(folder, 'a', 'b', 'c');
	await Promise.all([makeFolder(path), makeFolder(path), makeFolder(join(folder, 'a', 'd'))]);
	assert.ok(statSync(path).isDirectory());
	await makeFolder(path);
	await makeFolder('/');
});

test('makes folders of our own, for nobody else', () => {
	const path = join(folder, 'own', 'cache');
	makeOwnFolder(path);
	makeOwnFolder(path);
	for (const made of [path, join(folder, 'own')])
		assert.equal(statSync(made).mode & 0o777, process.platform === 'win32' ? 0o666 : 0o700);
});

test('goes round no file that is in the way', async () => {
	const file = join(folder, 'file');
	writeFileSync(file, '');
	await assert.rejects(makeFolder(file), {code: 'EEXIST'});
	await assert.rejects(makeFolder(join(file, 'b')), {code: 'ENOTDIR'});
});

test('ends where nothing can be made', {skip: !existsSync('/proc/self')}, async () => {
	await assert.rejects(makeFolder('/proc/steem-tui/folder'), {code: 'ENOENT'});
	assert.throws(
		() => {
			makeOwnFolder('/proc/steem-tui/folder');
		},
		{code: 'ENOENT'},
	);
});
