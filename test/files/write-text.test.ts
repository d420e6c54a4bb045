import assert from 'node:assert/strict';
import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	lstatSync,
	readFileSync,
	readdirSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {FileError} from '../../source/files/file-error.js';
import {describeWriteError} from '../../source/files/file-system.js';
import {writeText} from '../../source/files/write-text.js';
import {createFailingDisk} from '../helpers/failing-disk.js';

const home = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(home, {recursive: true});
});

let count = 0;
const emptyFolder = () => {
	const folder = join(home, String(++count));
	mkdirSync(folder);
	return folder;
};

/** A folder with one file in it. */
const withOld = () => {
	const folder = emptyFolder();
	const path = join(folder, 'page.html');
	writeFileSync(path, 'the old page');
	return {folder, path};
};

const isError = (words: RegExp) => (error: unknown) =>
	error instanceof FileError && words.test(error.message);

for (const [name, fault, words] of [
	['is full', {room: 5}, /page\.html cannot be written: the disk is full/],
	['fails to sync', {sync: 'EIO'}, /page\.html cannot be written: the disk failed/],
	['refuses to rename', {rename: 'EACCES'}, /page\.html cannot be written: permission denied/],
] as const) {
	test(`keeps the file that is there where the disk ${name}`, async () => {
		const {folder, path} = withOld();
		const {disk, faults} = createFailingDisk();
		Object.assign(faults, fault);
		await assert.rejects(writeText(path, 'the new page', {over: 'any', disk}), isError(words));
		assert.equal(readFileSync(path, 'utf8'), 'the old page');
		assert.deepEqual(readdirSync(folder), ['page.html']);
	});
}

test('leaves nothing of a new file that does not fit', async () => {
	const folder = emptyFolder();
	const {disk, faults} = createFailingDisk();
	faults.room = 5;
	const written = writeText(join(folder, 'page.html'), 'the new page', {disk});
	await assert.rejects(written, isError(/the disk is full/));
	assert.deepEqual(readdirSync(folder), []);
});

test('has the new file on the disk before it takes the name', async () => {
	const {folder, path} = withOld();
	const {disk, calls} = createFailingDisk();
	await writeText(path, 'the new page', {over: 'any', disk});
	assert.deepEqual(calls, ['write', 'sync', 'rename']);
	assert.equal(readFileSync(path, 'utf8'), 'the new page');
	assert.deepEqual(readdirSync(folder), ['page.html']);
});

test('keeps the rights of the file it replaces', async () => {
	const {path} = withOld();
	for (const mode of [0o600, 0o666]) {
		chmodSync(path, mode);
		await writeText(path, `rights ${mode}`, {over: 'any'});
		assert.equal(statSync(path).mode & 0o777, mode);
	}
});

test('a new file is for everybody, as far as the umask lets it', async () => {
	const path = join(emptyFolder(), 'page.html');
	await writeText(path, 'the page');
	assert.equal(statSync(path).mode & 0o777, 0o666 & ~process.umask());
});

test('replaces what a link leads to, and leaves the link', async () => {
	const {folder, path} = withOld();
	const other = emptyFolder();
	const link = join(other, 'link.html');
	symlinkSync(join('..', folder.slice(home.length + 1), 'page.html'), link);
	await writeText(link, 'through the link', {over: 'any'});
	assert.ok(lstatSync(link).isSymbolicLink());
	assert.equal(readFileSync(path, 'utf8'), 'through the link');
	assert.deepEqual([readdirSync(folder), readdirSync(other)], [['page.html'], ['link.html']]);
});

test('makes what a link leads to where that is missing', async () => {
	const folder = emptyFolder();
	symlinkSync('target', join(folder, 'link'));
	await writeText(join(folder, 'link'), 'made');
	assert.equal(readFileSync(join(folder, 'target'), 'utf8'), 'made');
	await assert.rejects(writeText(join(folder, 'link'), 'again'), isError(/it already exists/));
});

test('says that links lead in a circle', async () => {
	const folder = emptyFolder();
	symlinkSync('a', join(folder, 'b'));
	symlinkSync('b', join(folder, 'a'));
	const written = writeText(join(folder, 'a'), 'x', {over: 'any'});
	await assert.rejects(written, isError(/its links lead in a circle/));
	assert.deepEqual(readdirSync(folder), ['a', 'b']);
});

test('writes beside a leftover of another', async () => {
	const {folder, path} = withOld();
	const leftover = `.steem-tui-${process.pid}-1.part`;
	writeFileSync(join(folder, leftover), 'half a page');
	await writeText(path, 'the new page', {over: 'any'});
	assert.equal(readFileSync(path, 'utf8'), 'the new page');
	assert.equal(readFileSync(join(folder, leftover), 'utf8'), 'half a page');
});

test('one of several that write at once makes the file', async () => {
	const folder = emptyFolder();
	const path = join(folder, 'page.html');
	const texts = ['one', 'two', 'three', 'four'];
	const written = await Promise.allSettled(texts.map(text => writeText(path, text)));
	const made = texts.filter((_, index) => written[index]?.status === 'fulfilled');
	assert.deepEqual([readFileSync(path, 'utf8')], made);
});

test('several that replace a file at once leave a whole one', async () => {
	const {folder, path} = withOld();
	const texts = ['1', '2', '3', '4'].map(digit => digit.repeat(100_000));
	await Promise.all(texts.map(text => writeText(path, text, {over: 'any'})));
	assert.ok(texts.includes(readFileSync(path, 'utf8')));
	assert.deepEqual(readdirSync(folder), ['page.html']);
});

test('calls the current folder by that name where it cannot be written', () => {
	assert.equal(
		describeWriteError('.', {code: 'ENOSPC'}),
		'the current folder cannot be written: the disk is full',
	);
});
