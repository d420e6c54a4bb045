import assert from 'node:assert/strict';
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, beforeEach, test} from 'node:test';
import {openCodeCache} from '../../source/cli/code-cache.js';

const home = mkdtempSync(join(tmpdir(), 'steem-tui-code-'));
after(() => {
	rmSync(home, {recursive: true});
});

const folder = join(home, 'cache', 'code');
const of = {name: 'main-0123abcd.cjs', size: 1000, time: 5};
const code = {data: Buffer.from('compiled'), loaded: 2000};
const kept = join(folder, 'main-x64-1.code');
const open = () => openCodeCache(folder, 'x64-1');
let cache = open();

beforeEach(() => {
	rmSync(join(home, 'cache'), {recursive: true, force: true});
	cache = open();
});

test('compiled code is read as it was kept', () => {
	assert.equal(cache.read(of), null);
	cache.write(of, code);
	assert.deepEqual(cache.read(of), code);
	assert.deepEqual(readdirSync(folder), ['main-x64-1.code']);
	cache.write(of, {...code, loaded: 3000});
	assert.equal(cache.read(of)?.loaded, 3000);
});

test('code of another text is not read', () => {
	cache.write(of, code);
	for (const other of [
		{...of, name: 'main-ffffffff.cjs'},
		{...of, size: 1001},
		{...of, time: 6},
	])
		assert.equal(cache.read(other), null, JSON.stringify(other));
	assert.equal(openCodeCache(folder, 'x64-2').read(of), null);
});

test('code with any damage is not read', () => {
	cache.write(of, code);
	const whole = readFileSync(kept);
	for (const at of whole.keys()) {
		const damaged = Buffer.from(whole);
		damaged[at] = (damaged[at] ?? 0) ^ 1;
		writeFileSync(kept, damaged);
		assert.equal(cache.read(of), null, `byte ${at}`);
		writeFileSync(kept, whole.subarray(0, at));
		assert.equal(cache.read(of), null, `cut at ${at}`);
	}
	writeFileSync(kept, whole);
	assert.deepEqual(cache.read(of), code);
});

test('what others may write is neither read nor written', () => {
	cache.write(of, code);
	assert.deepEqual([statSync(folder).mode & 0o777, statSync(kept).mode & 0o777], [0o700, 0o600]);
	chmodSync(kept, 0o620);
	assert.equal(cache.read(of), null);
	chmodSync(kept, 0o600);
	assert.deepEqual(cache.read(of), code);
	chmodSync(folder, 0o777);
	assert.equal(open().read(of), null);
	rmSync(kept);
	cache.write(of, code);
	assert.deepEqual(readdirSync(folder), []);
});

test('a link in place of the folder is not followed', () => {
	const elsewhere = join(home, 'cache', 'elsewhere');
	mkdirSync(elsewhere, {recursive: true, mode: 0o700});
	symlinkSync(elsewhere, folder);
	cache.write(of, code);
	assert.deepEqual(readdirSync(elsewhere), []);
	assert.equal(cache.read(of), null);
});

test('where nothing can be kept, nothing happens', () => {
	mkdirSync(join(home, 'cache'));
	writeFileSync(folder, 'a file');
	cache.write(of, code);
	assert.equal(cache.read(of), null);
	assert.equal(readFileSync(folder, 'utf8'), 'a file');
});

test('code that cannot take its place leaves nothing', () => {
	mkdirSync(join(kept, 'in the way'), {recursive: true});
	chmodSync(folder, 0o700);
	cache.write(of, code);
	assert.deepEqual(readdirSync(folder), ['main-x64-1.code']);
	assert.equal(cache.read(of), null);
});

test('what was not written for months goes', () => {
	cache.write(of, code);
	const old = join(folder, 'main-x64-0.code');
	writeFileSync(old, 'of another version');
	const foreign = join(folder, 'app-folder');
	mkdirSync(foreign);
	for (const path of [old, foreign]) utimesSync(path, new Date(0), new Date(0));
	open().write({...of, name: 'app-0123abcd.cjs'}, code);
	const left = ['app-folder', 'app-x64-1.code', 'main-x64-1.code'];
	assert.deepEqual(readdirSync(folder).toSorted(), left);
});

test('root leaves nothing in the home of another', {skip: process.geteuid?.() !== 0}, () => {
	mkdirSync(join(home, 'cache'));
	chownSync(join(home, 'cache'), 12_345, 12_345);
	cache.write(of, code);
	assert.deepEqual(readdirSync(join(home, 'cache')), []);
});
