import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {openAppend} from '../../source/files/open-append.js';
import {openInput} from '../../source/files/open-input.js';
import {readSmall} from '../../source/files/read-small.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

let count = 0;

const makePipe = (): string => {
	const path = join(folder, `pipe-${count++}`);
	execFileSync('mkfifo', [path]);
	return path;
};

test('reads a small file, and no byte more than it may have', () => {
	const path = join(folder, 'small');
	writeFileSync(path, 'äöü');
	assert.equal(readSmall(path, 6), 'äöü');
	assert.throws(() => readSmall(path, 5), /longer than 5 bytes/);
});

test('takes no pipe, device or folder for a small file', () => {
	assert.throws(() => readSmall(makePipe(), 10), /it is no regular file/);
	assert.throws(() => readSmall('/dev/zero', 10), /it is no regular file/);
	assert.throws(() => readSmall(folder, 10), {code: 'EISDIR'});
	assert.throws(() => readSmall('/proc/self/maps', 10), /longer than 10 bytes/);
});

test('waits for who writes to a pipe, and can be told to stop', async () => {
	const path = makePipe();
	const {bytes, isPipe} = await openInput(path);
	assert.equal(isPipe, true);
	const reading = bytes[Symbol.asyncIterator]();
	const first = reading.next();
	const writer = openAppend(path);
	writer.write('hello');
	assert.equal(String((await first).value), 'hello');
	writer.destroy();
	assert.equal((await reading.next()).done, true);
	const {bytes: others} = await openInput(makePipe());
	(others as unknown as {destroy(): void}).destroy();
});

test('adds to a file that is readable to its owner alone', async () => {
	const path = join(folder, 'log');
	for (const line of ['a\n', 'b\n']) {
		const stream = openAppend(path);
		stream.end(line);
		await once(stream, 'close');
	}
	assert.equal(readFileSync(path, 'utf8'), 'a\nb\n');
	assert.equal(statSync(path).mode & 0o777, 0o600);
});

test('refuses a pipe that nobody reads, and waits for none that is full', async () => {
	const path = makePipe();
	assert.throws(() => openAppend(path), {code: 'ENXIO'});
	const {bytes} = await openInput(path);
	const writer = openAppend(path);
	assert.equal(writer.write('x'.repeat(1e6)), false);
	let length = 0;
	for await (const piece of bytes) {
		length += piece.length;
		if (length >= 1e6) break;
	}
	assert.equal(length, 1e6);
	writer.destroy();
});
