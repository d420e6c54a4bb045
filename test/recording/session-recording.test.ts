import assert from 'node:assert/strict';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import type {CastVersion} from '../../source/recording/asciicast.js';
import {
	startRecording,
	type RecordingFiles,
	type RecordingOptions,
} from '../../source/recording/session-recording.js';
import {createStdoutTap} from '../../source/recording/stdout-tap.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';
import {createTerminal} from '../helpers/terminal.js';

const parent = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(parent, {recursive: true});
});

// The folder's name is by the clock on the wall, wherever that is.
const startedAt = new Date(2026, 0, 2, 3, 4, 5, 250).getTime();

const start = (changes: Partial<RecordingOptions> = {}) => {
	const clock = createFakeClock(startedAt - 60_000);
	const fake = createFakeTransport();
	const terminal = createTerminal(80, 24);
	const transport = createTransportTap(fake.transport);
	const screen = createStdoutTap(terminal.stdout);
	const failures: string[] = [];
	const socket = transport.transport.connect('wss://x/feed', () => undefined);
	fake.socket().emit({type: 'open'});
	socket.send('{"sub":"topic"}');
	screen.stdout.write('before');
	clock.advance(60_000);
	const record = (castVersion: CastVersion = 2) =>
		startRecording({
			parent,
			market: 'STEEM/USDT',
			exchanges: ['binance', 'huobi'],
			appVersion: '0.1.0',
			castVersion,
			clock,
			transport,
			screen,
			repaint: () => 'whole picture',
			refresh: () => socket.send('{"req":"topic"}'),
			onFailure: reason => failures.push(reason),
			...changes,
		});
	return {clock, fake, terminal, screen, failures, record};
};

const parse = (text: string) =>
	text
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line) as unknown);

test('records screen and wire on one clock, from mid-session on', async () => {
	const {clock, fake, terminal, screen, record} = start();
	const recording = record();
	clock.advance(100);
	fake.socket().emit({type: 'message', data: 'update'});
	screen.stdout.write('repainted');
	clock.advance(400);
	recording.marker('gap');
	terminal.resize(120, 40);
	const {folder, files, failure} = await recording.stop();
	screen.stdout.write('after');
	fake.socket().emit({type: 'ping'});

	assert.equal(basename(folder), 'steem-tui-STEEM-USDT-20260102-030405');
	assert.equal(failure, null);
	const [cast, feed] = files;
	assert.ok(cast && feed);
	assert.deepEqual(parse(readFileSync(cast.path, 'utf8')), [
		{
			version: 2,
			width: 80,
			height: 24,
			timestamp: Math.floor(startedAt / 1000),
			title: 'STEEM/USDT order books',
		},
		[0, 'o', 'whole picture'],
		[0.1, 'o', 'repainted'],
		[0.5, 'm', 'gap'],
		[0.5, 'r', '120x40'],
	]);
	assert.deepEqual(parse(gunzipSync(readFileSync(feed.path)).toString()), [
		{
			format: 'steem-tui-capture',
			version: 1,
			startedAt,
			market: 'STEEM/USDT',
			exchanges: ['binance', 'huobi'],
			app: '0.1.0',
		},
		{t: 0, kind: 'open', url: 'wss://x/feed', connection: 1},
		{t: 0, kind: 'sent', connection: 1, data: '{"sub":"topic"}'},
		{t: 0, kind: 'sent', connection: 1, data: '{"req":"topic"}'},
		{t: 100, kind: 'ws', connection: 1, data: 'update'},
		{t: 500, kind: 'marker', label: 'gap'},
	]);
	for (const {path, bytes} of files) assert.equal(statSync(path).size, bytes);
});

test('tells how long it runs, how much it wrote, and its result twice', async () => {
	const {clock, record} = start();
	const recording = record(3);
	clock.advance(1500);
	assert.equal(recording.state().elapsedMs, 1500);
	const result = await recording.stop();
	assert.ok(result.files.every(({bytes}) => bytes > 0));
	assert.equal(
		recording.state().bytes,
		result.files.reduce((sum, {bytes}) => sum + bytes, 0),
	);
	assert.equal(await recording.stop(), result);
});

test('takes another name where a recording of this second is there', async () => {
	const first = start().record();
	await first.stop();
	const second = start().record();
	assert.match(basename(await second.folder), /^steem-tui-STEEM-USDT-20260102-030405-\d$/);
	await second.stop();
});

test('of several that begin at once each has a folder of its own', async () => {
	const several = Array.from({length: 5}, () => start());
	const recordings = several.map(({record}) => record());
	const results = await Promise.all(recordings.map(recording => recording.stop()));
	assert.equal(new Set(results.map(({folder}) => folder)).size, 5);
	for (const {failure, files} of results) {
		assert.equal(failure, null);
		for (const {path, bytes} of files) assert.equal(statSync(path).size, bytes);
	}
});

test('says that the folder does not exist, and ends', async () => {
	const {failures, record} = start({parent: join(parent, 'nowhere')});
	const recording = record();
	const {failure} = await recording.stop();
	await settle();
	assert.match(
		failure ?? failures[0] ?? '',
		/nowhere.*session\.cast cannot be written: the folder/,
	);
});

test('ends both files where one cannot be written', async () => {
	const full = createFakeFile();
	const whole = createFakeFile();
	full.faults.room = 300;
	const files: RecordingFiles = {
		makeFolder: async () => undefined,
		removeFolder: async () => undefined,
		open: path => (path.endsWith('.cast') ? full : whole).open(path),
	};
	const {clock, screen, failures, record} = start({files});
	const recording = record();
	while (failures.length === 0) {
		screen.stdout.write('x'.repeat(100));
		clock.advance(100);
		await settle();
	}
	assert.equal(failures.length, 1);
	assert.match(failures[0] ?? '', /session\.cast cannot be written: the disk is full/);
	const {failure} = await recording.stop();
	assert.equal(failure, failures[0]);
	assert.equal(recording.state().failure, failures[0]);
	assert.match(full.content().toString(), /\n$/);
	assert.match(gunzipSync(whole.content()).toString(), /\n$/);
	assert.ok(whole.calls.includes('close') && full.calls.includes('close'));
});

for (const {name, isOther} of [
	{name: 'leaves no folder where nothing could be written', isOther: false},
	{name: 'leaves what somebody else has put into the folder', isOther: true},
])
	test(name, async () => {
		const files: RecordingFiles = {
			async makeFolder(path) {
				mkdirSync(path);
				if (isOther) writeFileSync(join(path, 'note'), 'mine');
			},
			async removeFolder(path) {
				rmdirSync(path);
			},
			async open() {
				throw Object.assign(new Error('no space left'), {code: 'ENOSPC'});
			},
		};
		const recording = start({files}).record();
		const {folder, failure} = await recording.stop();
		assert.match(failure ?? '', /the disk is full/);
		assert.equal(existsSync(folder), isOther);
	});

test('a recording begins by the wall clock and then runs evenly', async () => {
	const {clock, record} = start();
	clock.setWallAhead(7_200_000);
	const recording = record();
	clock.setWallAhead(-3_600_000);
	clock.advance(15_000);
	assert.equal(recording.state().elapsedMs, 15_000);
	await recording.stop();
	assert.match(basename(await recording.folder), /-20260102-050405$/);
	const feed = gunzipSync(readFileSync(join(await recording.folder, 'feed.jsonl.gz'))).toString();
	const [header] = parse(feed) as [{startedAt: number}];
	assert.equal(header.startedAt, startedAt + 7_200_000);
});
