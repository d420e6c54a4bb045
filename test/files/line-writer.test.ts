import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createReadStream, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {systemClock} from '../../source/clock.js';
import {createLineWriter} from '../../source/files/line-writer.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {settle} from '../helpers/fake-transport.js';

/** Real time. */
const patienceMs = 60_000;

const start = (path: string, {maxWaiting, code}: {maxWaiting?: number; code?: string} = {}) => {
	const clock = createFakeClock();
	const file = createFakeFile();
	file.faults.open = code ?? null;
	const failures: string[] = [];
	const writer = createLineWriter({
		path,
		clock,
		open: file.open,
		onFailure: reason => failures.push(reason),
		...(maxWaiting === undefined ? {} : {maxWaiting}),
	});
	/** Lets promises and the threads that pack run until something holds, however long those are kept waiting. */
	const until = async (holds: () => boolean) => {
		const end = Date.now() + patienceMs;
		while (!holds()) {
			assert.ok(Date.now() < end, 'it never came to that');
			await settle();
		}
	};
	return {clock, file, failures, writer, until};
};

const textOf = (path: string, bytes: Buffer) =>
	(path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();

const numbered = (count: number, from = 0) =>
	Array.from(
		{length: count},
		(_, index) => `{"line":${from + index},"data":"${'x'.repeat(50)}"}\n`,
	);

for (const path of ['feed.jsonl', 'feed.jsonl.gz']) {
	test(`${path}: writes its lines once a second, whole each time`, async () => {
		const {clock, file, writer, until} = start(path);
		const lines = numbered(30);
		for (let second = 1; second <= 3; second++) {
			for (const line of lines.slice(second * 10 - 10, second * 10)) writer.write(line);
			clock.advance(1000);
			await until(() => writer.state().lines === second * 10);
			assert.equal(textOf(path, file.content()), lines.slice(0, second * 10).join(''));
			assert.equal(writer.state().bytes, file.content().length);
		}
		assert.deepEqual(writer.state().status, 'writing');
	});

	test(`${path}: writes before its time where much waits`, async () => {
		const {writer, until} = start(path);
		writer.write(`${'x'.repeat(70_000)}\n`);
		await until(() => writer.state().lines === 1);
	});

	test(`${path}: keeps its whole lines on a full disk`, async () => {
		const {clock, file, failures, writer, until} = start(path);
		const lines = numbered(40);
		for (const line of lines.slice(0, 20)) writer.write(line);
		clock.advance(1000);
		await until(() => writer.state().lines === 20);
		file.faults.room = writer.state().bytes + 5;
		for (const line of lines.slice(20)) writer.write(line);
		clock.advance(1000);
		await until(() => failures.length > 0);
		assert.deepEqual(failures, [`${path} cannot be written: the disk is full`]);
		assert.equal(textOf(path, file.content()), lines.slice(0, 20).join(''));
		writer.write('never\n');
		const {status, failure, lines: written} = await writer.close();
		assert.deepEqual(
			{status, failure, written},
			{status: 'failed', failure: failures[0], written: 20},
		);
		assert.equal(textOf(path, file.content()), lines.slice(0, 20).join(''));
	});

	test(`${path}: writes on where the disk takes a few bytes at a time`, async () => {
		const {file, writer} = start(path);
		file.faults.atOnce = 7;
		const lines = numbered(5);
		for (const line of lines) writer.write(line);
		await writer.close();
		assert.equal(textOf(path, file.content()), lines.join(''));
	});

	test(`${path}: is behind while the disk hangs, and catches up`, async () => {
		const {clock, file, writer, until} = start(path, {maxWaiting: 10_000});
		file.hang();
		const lines = numbered(40);
		for (const line of lines) writer.write(line);
		clock.advance(1000);
		assert.equal(writer.state().status, 'behind');
		file.recover();
		await until(() => writer.state().lines === 40);
		assert.equal(writer.state().status, 'writing');
		assert.equal(textOf(path, file.content()), lines.join(''));
	});

	test(`${path}: ends with a reason where too much waits`, async () => {
		const {file, clock, failures, writer} = start(path, {maxWaiting: 10_000});
		await settle();
		file.hang();
		const lines = numbered(400);
		for (const line of lines) {
			writer.write(line);
			clock.advance(10);
		}
		assert.deepEqual(failures, [
			`${path} cannot be written as fast as data comes: the disk, or who reads it, is too slow`,
		]);
		file.recover();
		const {lines: written} = await writer.close();
		assert.ok(written > 0 && written < 400);
		assert.equal(textOf(path, file.content()), lines.slice(0, written).join(''));
	});
}

test('begins a member of gzip now and then, and is whole each time', async () => {
	const {clock, file, writer, until} = start('feed.jsonl.gz');
	const lines = numbered(5000);
	for (let second = 1; second <= 10; second++) {
		for (const line of lines.slice(second * 500 - 500, second * 500)) writer.write(line);
		clock.advance(1000);
		await until(() => writer.state().lines === second * 500);
		assert.equal(textOf('.gz', file.content()), lines.slice(0, second * 500).join(''));
	}
	const head = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
	const starts = [file.content().indexOf(head)];
	for (let at = 0; at >= 0; starts.push(at)) at = file.content().indexOf(head, at + 1);
	// 350 kB of text.
	assert.deepEqual([starts[0], starts.length], [0, 3]);
});

test('keeps its whole lines where the disk is full as a member begins', async () => {
	const lines = numbered(10_000);
	for (const room of [3, 9, 10, 15, 40]) {
		const {clock, file, failures, writer, until} = start('feed.jsonl.gz');
		for (const line of lines.slice(0, 9000)) writer.write(line);
		clock.advance(1000);
		await until(() => writer.state().lines === 9000);
		file.faults.room = writer.state().bytes + room - 10;
		for (const line of lines.slice(9000)) writer.write(line);
		clock.advance(1000);
		await until(() => failures.length > 0);
		assert.equal(textOf('.gz', file.content()), lines.slice(0, 9000).join(''), `${room} bytes`);
	}
});

test('syncs and closes the file once', async () => {
	const {file, writer} = start('feed.jsonl');
	writer.write('{}\n');
	const [first, second] = await Promise.all([writer.close(), writer.close()]);
	assert.deepEqual(first, {
		status: 'closed',
		failure: null,
		path: 'feed.jsonl',
		lines: 1,
		bytes: 3,
		writtenAt: null,
	});
	assert.equal(second, first);
	assert.deepEqual(file.calls, ['open', 'write', 'sync', 'close']);
});

for (const {code, words} of [
	{code: 'EACCES', words: 'permission denied'},
	{code: 'ENOENT', words: 'the folder does not exist'},
	{code: 'EISDIR', words: 'it is a folder'},
	{code: 'EROFS', words: 'the file system is read-only'},
	{code: 'EWHAT', words: 'fake EWHAT'},
]) {
	test(`says that ${words} (${code})`, async () => {
		const {file, failures, writer} = start('a/feed.jsonl', {code});
		const {status, failure} = await writer.close();
		assert.equal(status, 'failed');
		assert.equal(failure, `a/feed.jsonl cannot be written: ${words}`);
		assert.deepEqual(failures, [failure]);
		assert.deepEqual(file.calls, ['open']);
	});
}

test('says where the disk failed at the very end', async () => {
	const {file, writer} = start('feed.jsonl');
	file.faults.sync = 'EIO';
	assert.match((await writer.close()).failure ?? '', /the disk failed/);
});

test('does not wait for ever for a disk that hangs', async () => {
	const {clock, file, writer} = start('feed.jsonl');
	file.hang();
	writer.write('{}\n');
	await settle();
	const closed = writer.close();
	clock.advance(10_000);
	assert.match((await closed).failure ?? '', /did not answer for 10 s/);
});

test('does not wait for ever for a file that does not open', async () => {
	const clock = createFakeClock();
	const open = () => new Promise<never>(() => undefined);
	const writer = createLineWriter({path: 'pipe', clock, open});
	writer.write('{}\n');
	const closed = writer.close();
	clock.advance(2000);
	assert.match(
		(await closed).failure ?? '',
		/^pipe could not be opened: a pipe has to have a reader/,
	);
});

test('waits for the reader of a pipe, and for room in it', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	const writer = createLineWriter({path, clock: systemClock});
	const text = numbered(5000).join('');
	writer.write(text);
	const closed = writer.close();
	let read = '';
	for await (const chunk of createReadStream(path, 'utf8')) read += String(chunk);
	assert.equal((await closed).failure, null);
	assert.equal(read, text);
	rmSync(folder, {recursive: true});
});
