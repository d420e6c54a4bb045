import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {startCaptureParts, type Rotation} from '../../source/recording/capture-parts.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const startedAt = 1_700_000_000_000;

const start = (
	path: string,
	rotation: Rotation | null,
	{taken = [], firstNumber = 1}: {taken?: readonly string[]; firstNumber?: number} = {},
) => {
	const clock = createFakeClock(startedAt);
	const fake = createFakeTransport();
	const tap = createTransportTap(fake.transport);
	const files = new Map<string, ReturnType<typeof createFakeFile>>();
	let refreshes = 0;
	const socket = tap.transport.connect('wss://x/feed', () => undefined);
	fake.socket().emit({type: 'open'});
	socket.send('{"sub":"topic"}');
	const parts = startCaptureParts({
		path,
		rotation,
		firstNumber,
		header: {market: 'STEEM/BTC', exchanges: ['huobi'], app: '0.1.0'},
		clock,
		tap,
		refresh() {
			refreshes++;
		},
		open(name) {
			const file = createFakeFile();
			if (taken.includes(name)) file.faults.open = 'EEXIST';
			else files.set(name, file);
			return file.open(name);
		},
	});
	/** A second in small steps, each with a message, so that files get their lines. */
	const second = async (text = 'x') => {
		for (let step = 0; step < 10; step++) {
			fake.socket().emit({type: 'message', data: text});
			clock.advance(100);
			await settle();
		}
	};
	const linesOf = (name: string) => {
		const bytes = files.get(name)?.content() ?? Buffer.alloc(0);
		const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
		return text
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
	};
	return {clock, fake, parts, files, second, linesOf, refreshes: () => refreshes};
};

test('captures into one file', async () => {
	const {parts, second, linesOf, refreshes} = start('feed.jsonl', null);
	for (let count = 0; count < 3; count++) await second();
	parts.marker('here');
	const {elapsedMs, messages} = parts.state();
	assert.deepEqual([elapsedMs, messages], [3000, 30]);
	const files = await parts.stop();
	assert.deepEqual(
		files.map(({path}) => path),
		['feed.jsonl'],
	);
	assert.equal(refreshes(), 0);
	const lines = linesOf('feed.jsonl');
	assert.equal(lines.length, 3 + 30 + 1);
	assert.deepEqual(lines.at(-1), {t: 3000, kind: 'marker', label: 'here'});
});

test('goes on in the next file by time, each playable by itself, without a loss', async () => {
	const {parts, second, linesOf, refreshes} = start('feed.jsonl.gz', {type: 'time', ms: 2000});
	for (let count = 0; count < 5; count++) await second();
	const files = await parts.stop();
	assert.deepEqual(
		files.map(({path}) => path),
		['feed-0001.jsonl.gz', 'feed-0002.jsonl.gz', 'feed-0003.jsonl.gz'],
	);
	assert.equal(refreshes(), 2);
	assert.equal(parts.state().messages, 50);
	let messages = 0;
	for (const [index, {path, bytes}] of files.entries()) {
		const [header, open, sent, ...rest] = linesOf(path);
		assert.equal(header?.['startedAt'], startedAt + index * 2000);
		assert.deepEqual(open, {t: 0, kind: 'open', url: 'wss://x/feed', connection: 1});
		assert.deepEqual(sent, {t: 0, kind: 'sent', connection: 1, data: '{"sub":"topic"}'});
		assert.ok(bytes > 0);
		messages += rest.length;
	}
	assert.equal(messages, 50);
});

test('goes on in the next file by size', async () => {
	const {parts, second, files} = start('feed.jsonl', {type: 'size', bytes: 5000});
	for (let count = 0; count < 4; count++) await second('x'.repeat(400));
	await parts.stop();
	assert.deepEqual([...files.keys()].slice(0, 2), ['feed-0001.jsonl', 'feed-0002.jsonl']);
	assert.ok((files.get('feed-0001.jsonl')?.content().length ?? 0) >= 5000);
});

test('ends with a reason where a part cannot be written', async () => {
	const {parts, second, files} = start('feed.jsonl', {type: 'time', ms: 3000});
	await second();
	const first = files.get('feed-0001.jsonl');
	assert.ok(first);
	first.faults.room = first.content().length + 10;
	await second();
	assert.equal(await parts.failed, 'feed-0001.jsonl cannot be written: the disk is full');
	await second();
	await parts.stop();
	assert.equal(files.size, 1);
	assert.match(first.content().toString(), /\n$/);
});

test('parts follow each other although the wall clock is set back meanwhile', async () => {
	const {clock, parts, second, linesOf} = start('feed.jsonl', {type: 'time', ms: 2000});
	await second();
	clock.setWallAhead(-3_600_000);
	for (let count = 0; count < 3; count++) await second();
	await parts.stop();
	const [first, next] = [linesOf('feed-0001.jsonl'), linesOf('feed-0002.jsonl')];
	assert.equal(first[0]?.['startedAt'], startedAt);
	assert.equal(next[0]?.['startedAt'], startedAt + 2000);
	const times = first.slice(1).map(({t}) => Number(t));
	assert.ok(Math.max(...times) <= 2000, 'no hour in what took two seconds');
	assert.equal(parts.state().elapsedMs, 4000);
});

test('goes on with the next number where a part is there already', async () => {
	const {parts, second, linesOf} = start(
		'feed.jsonl',
		{type: 'time', ms: 2000},
		{taken: ['feed-0003.jsonl', 'feed-0005.jsonl', 'feed-0006.jsonl'], firstNumber: 3},
	);
	for (let count = 0; count < 5; count++) await second();
	assert.equal(parts.state().path, 'feed-0008.jsonl');
	const files = await parts.stop();
	assert.deepEqual(
		files.map(({path}) => path),
		['feed-0004.jsonl', 'feed-0007.jsonl', 'feed-0008.jsonl'],
	);
	for (const {path} of files) assert.equal(linesOf(path)[0]?.['format'], 'steem-tui-capture');
});

test('ends with a reason where one file is there already', async () => {
	const {parts} = start('feed.jsonl', null, {taken: ['feed.jsonl']});
	assert.equal(await parts.failed, 'feed.jsonl cannot be written: it already exists');
	await parts.stop();
});

test('ends with a reason where a later part cannot be made', async () => {
	const clock = createFakeClock(startedAt);
	const opened: string[] = [];
	const parts = startCaptureParts({
		path: 'feed.jsonl',
		rotation: {type: 'time', ms: 1000},
		header: {market: 'STEEM/BTC', exchanges: ['huobi'], app: '0.1.0'},
		clock,
		tap: createTransportTap(createFakeTransport().transport),
		refresh: () => undefined,
		open(name) {
			const file = createFakeFile();
			if (opened.push(name) > 1) file.faults.open = 'ENOENT';
			return file.open(name);
		},
	});
	for (let step = 0; step < 12; step++) {
		clock.advance(100);
		await settle();
	}
	assert.match(
		await parts.failed,
		/^feed-0002\.jsonl cannot be written: the folder does not exist/,
	);
	const files = await parts.stop();
	assert.deepEqual(
		files.map(({bytes}) => bytes > 0),
		[true, false],
	);
});
