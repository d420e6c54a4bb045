import assert from 'node:assert/strict';
import type {spawn} from 'node:child_process';
import {EventEmitter} from 'node:events';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {gunzipSync, gzipSync} from 'node:zlib';
import {encodeEvent, encodeHeader} from '../../source/capture/capture-format.js';
import {createRunCommand, createRunHook} from '../../source/commands/run-hook.js';
import {noteHole} from '../../source/recording/holes.js';
import {toHole} from '../../source/recording/lack.js';
import {endLabel, findLastPart} from '../../source/recording/last-part.js';
import {createPartCare, type PartCareOptions} from '../../source/recording/part-care.js';
import {
	createDatedNames,
	createNumberedNames,
	nameMarkets,
	partsAmong,
} from '../../source/recording/part-names.js';
import {partPath} from '../../source/files/recording-name.js';
import {tooOld} from '../../source/recording/retention.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settle} from '../helpers/fake-transport.js';

const folders: string[] = [];
after(() => folders.forEach(folder => rmSync(folder, {recursive: true})));

const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const names = ['STEEM-USDT-20260102T030405Z.jsonl.gz', 'STEEM-USDT-20260102T040405Z.jsonl.gz'];

const textOf = (at: number, label = 'here') =>
	encodeHeader({startedAt: at, market: 'STEEM/USDT', exchanges: ['huobi'], app: '0.1.0'}) +
	encodeEvent({t: 1500, kind: 'marker', label});

const makeFolder = (files: Readonly<Record<string, Buffer | string>>) => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	folders.push(folder);
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	return folder;
};

const find = (folder: string) =>
	findLastPart(createDatedNames(folder, ['STEEM/USDT']), startedAt + 7_200_000);

test('goes on after the newest part that can be read', async () => {
	const [first = '', second = ''] = names;
	const folder = makeFolder({
		[first]: gzipSync(textOf(startedAt)),
		[second]: gzipSync(textOf(startedAt + 3_600_000, endLabel)),
		'STEEM-BTC-20270102T030405Z.jsonl.gz': gzipSync(textOf(startedAt)),
		'STEEM-USDT-20260102T050405Z.jsonl.gz': 'no capture',
	});
	const sizeOf = (name: string) => statSync(join(folder, name)).size;
	assert.deepEqual(await find(folder), {
		...{path: join(folder, second), bytes: sizeOf(second)},
		...{endedAt: startedAt + 3_601_500, isFinished: true},
	});
	rmSync(join(folder, second));
	assert.deepEqual(await find(folder), {
		...{path: join(folder, first), bytes: sizeOf(first)},
		...{endedAt: startedAt + 1500, isFinished: false},
	});
	assert.equal(await find(join(folder, 'none')), null);
});

test('goes on after the newest part that is of no day to come', async () => {
	const [first = ''] = names;
	const dayMs = 86_400_000;
	const folder = makeFolder({
		[first]: gzipSync(textOf(startedAt)),
		'STEEM-USDT-20260103T040405Z.jsonl.gz': gzipSync(textOf(startedAt + dayMs + 3_600_000)),
		'STEEM-USDT-20260104T040405Z.jsonl.gz': gzipSync(textOf(startedAt + 2 * dayMs)),
	});
	const own = createDatedNames(folder, ['STEEM/USDT']);
	const ahead: string[] = [];
	const last = await findLastPart(own, startedAt + 60_000, path => ahead.push(basename(path)));
	assert.equal(last?.path, join(folder, first));
	assert.deepEqual(ahead, ['STEEM-USDT-20260104T040405Z.jsonl.gz'], 'the newest is told of');
	const later = await findLastPart(own, startedAt + 2 * dayMs, path => ahead.push(path));
	assert.equal(later?.path, join(folder, 'STEEM-USDT-20260104T040405Z.jsonl.gz'));
	assert.equal(ahead.length, 1);
});

test('takes away what a killed recorder left empty', async () => {
	const [first = '', second = ''] = names;
	const folder = makeFolder({[first]: gzipSync(textOf(startedAt)), [second]: ''});
	const own = createDatedNames(folder, ['STEEM/USDT']);
	assert.equal((await findLastPart(own, startedAt))?.path, join(folder, first));
	assert.ok(readdirSync(folder).includes(second), 'it may be being made');
	await findLastPart(own, Date.now() + 50_000);
	assert.ok(readdirSync(folder).includes(second), 'its disk may hang');
	await findLastPart(own, Date.now() + 70_000);
	assert.ok(!readdirSync(folder).includes(second));
});

const hole = {from: startedAt + 1500, to: startedAt + 9000, reason: 'the recorder was not running'};

test('notes a hole in a whole part as its last line', async () => {
	const [first = ''] = names;
	const folder = makeFolder({
		[first]: gzipSync(textOf(startedAt)),
		'feed-0001.jsonl': textOf(startedAt),
	});
	for (const [name, unpack] of [
		[first, gunzipSync],
		['feed-0001.jsonl', (bytes: Buffer) => bytes],
	] as const) {
		await noteHole(join(folder, name), hole);
		const lines = unpack(readFileSync(join(folder, name)))
			.toString()
			.trimEnd()
			.split('\n');
		assert.equal(lines.length, 3);
		assert.deepEqual(JSON.parse(lines[2] ?? ''), {
			...{t: 1500, kind: 'marker', label: 'hole of 7.5 s: the recorder was not running', hole},
		});
	}
	assert.deepEqual(readdirSync(folder).sort(), [first, 'feed-0001.jsonl'].sort());
});

test('notes a hole beside a part that somebody else still writes', async () => {
	const [first = ''] = names;
	const folder = makeFolder({[first]: gzipSync(textOf(startedAt))});
	const {bytes = 0} = (await find(folder)) ?? {};
	const grown = gzipSync(textOf(startedAt) + textOf(startedAt));
	writeFileSync(join(folder, first), grown);
	await noteHole(join(folder, first), hole, bytes);
	assert.deepEqual(readFileSync(join(folder, first)), grown);
	assert.deepEqual(readdirSync(folder).length, 2);
	await noteHole(join(folder, first), hole, grown.length);
	assert.ok(readFileSync(join(folder, first)).length > grown.length);
});

test('notes a hole beside a part that is damaged in its midst', async () => {
	const [first = ''] = names;
	const damaged = gzipSync(textOf(startedAt));
	damaged.fill(0xff, 40, 60);
	const folder = makeFolder({[first]: damaged});
	await noteHole(join(folder, first), hole);
	await noteHole(join(folder, 'gone.jsonl'), hole);
	assert.deepEqual(readFileSync(join(folder, first)), damaged);
	const beside = 'STEEM-USDT-20260102T030405Z.hole.json';
	assert.deepEqual(readdirSync(folder).sort(), [beside, first].sort());
	const note = readFileSync(join(folder, beside), 'utf8');
	assert.deepEqual((JSON.parse(note) as {hole: unknown}).hole, hole);
});

test('keeps parts by age and by size, and always the last', () => {
	const parts = [1, 2, 3].map(day => ({path: `${day}`, bytes: 10, writtenAt: day * 1000}));
	const old = (keep: Parameters<typeof tooOld>[1], now: number) =>
		tooOld(parts, keep, now).map(({path}) => path);
	assert.deepEqual(old({type: 'time', ms: 1500}, 3000), ['1']);
	assert.deepEqual(old({type: 'time', ms: 1}, 1e9), ['1', '2']);
	assert.deepEqual(old({type: 'size', bytes: 30}, 0), []);
	assert.deepEqual(old({type: 'size', bytes: 29}, 0), ['1']);
	assert.deepEqual(old({type: 'size', bytes: 1}, 0), ['1', '2']);
});

const startCare = (own: Partial<PartCareOptions> & {files?: readonly string[]}) => {
	const clock = createFakeClock(startedAt);
	const said: string[] = [];
	const files = new Set(own.files ?? names);
	const disk = {
		readdir: async () => [...files],
		stat: async () => ({size: 100, mtimeMs: startedAt}),
		unlink: async (path: string) => {
			if (!files.delete(basename(path))) throw new Error('none');
		},
	};
	const care = createPartCare({
		...{clock, isOpen: () => false, keep: null, runHook: null, before: null, disk},
		names: createDatedNames('dir', ['STEEM/USDT']),
		say: text => void said.push(text),
		noteHole: async () => undefined,
		...own,
	});
	return {clock, care, said, files};
};

test('removes old parts of its own name alone, once nobody needs them', async () => {
	const [first = '', second = ''] = names;
	const others = ['STEEM-BTC-20200102T030405Z.jsonl.gz', 'notes.txt', 'STEEM-USDT-x.jsonl.gz'];
	let isDone: (failure: null) => void = () => undefined;
	const {clock, care, files} = startCare({
		files: [first, second, ...others],
		keep: {type: 'size', bytes: 50},
		runHook: () => new Promise<null>(resolve => (isDone = resolve)),
	});
	care.port.begun(join('dir', first));
	clock.advance(60_000);
	await settle();
	assert.ok(files.has(first), 'its command is still to be run');
	care.port.closed({path: join('dir', first), bytes: 1}, null);
	await settle();
	assert.ok(files.has(first), 'its command has not ended');
	isDone(null);
	await settle();
	clock.advance(60_000);
	await settle();
	assert.deepEqual([...files], [second, ...others]);
	await care.stop();
});

test('removes old parts when it begins, and none once it has ended', async () => {
	const {clock, care, files} = startCare({keep: {type: 'size', bytes: 50}});
	await settle();
	assert.deepEqual([...files], [names[1]]);
	await care.stop();
	files.add(names[0] ?? '');
	clock.advance(120_000);
	await settle();
	assert.equal(files.size, 2);
});

test('keeps the part that it goes on after until its command has ended', async () => {
	const [first = '', second = ''] = names;
	const path = join('dir', first);
	const {clock, care, files} = startCare({
		keep: {type: 'size', bytes: 50},
		before: {path, bytes: 1, endedAt: startedAt, isFinished: false},
		runHook: async () => (files.has(first) ? null : 'it is gone'),
	});
	// The part behind it has a file, but nobody knows yet what is in it.
	await settle();
	clock.advance(60_000);
	await settle();
	care.port.interrupted(path, hole);
	await care.stop();
	assert.equal(care.hookFailures(), 0);
	assert.deepEqual([...files], [second]);
});

test('removes old parts behind one that it cannot remove, and says so once', async () => {
	const files = [3, 4, 5, 6].map(hour => `STEEM-USDT-20260102T0${hour}0405Z.jsonl.gz`);
	const [fixed = '', gone = '', , last = ''] = files;
	const left = new Set(files);
	const {clock, care, said} = startCare({
		keep: {type: 'size', bytes: 50},
		disk: {
			readdir: async () => files.filter(name => left.has(name)),
			stat: async () => ({size: 100, mtimeMs: startedAt}),
			async unlink(path) {
				if (path.endsWith('.hole.json')) throw Object.assign(new Error('none'), {code: 'ENOENT'});
				if (path.endsWith(fixed)) throw Object.assign(new Error('fixed'), {code: 'EPERM'});
				left.delete(basename(path));
				// Somebody else was quicker.
				if (path.endsWith(gone)) throw Object.assign(new Error('gone'), {code: 'ENOENT'});
			},
		},
	});
	await settle();
	clock.advance(60_000);
	await settle();
	assert.deepEqual([...left], [fixed, last]);
	assert.deepEqual(said, ['old parts cannot be removed: fixed']);
	await care.stop();
});

test('never removes the part that is written, whatever its name', async () => {
	const [open = '', ofLater = ''] = names;
	const {care, files} = startCare({
		keep: {type: 'size', bytes: 50},
		isOpen: path => basename(path) === open,
	});
	await settle();
	assert.deepEqual([...files], [open, ofLater]);
	await care.stop();
});

test('runs the command for one part after the other, and counts failures', async () => {
	const order: string[] = [];
	const {care, said} = startCare({
		before: {path: 'old', bytes: 1, endedAt: startedAt, isFinished: false},
		async runHook(path) {
			order.push(path);
			await settle();
			if (path === 'b') throw new Error('spawn ENOMEM');
			return path === 'a' ? 'it ended with 3: no room' : null;
		},
	});
	care.port.interrupted('old', hole);
	await settle();
	care.port.closed({path: 'a', bytes: 1}, hole);
	care.port.closed({path: 'b', bytes: 1}, null);
	await care.stop();
	assert.deepEqual(order.sort(), ['a', 'b', 'old']);
	assert.deepEqual(said.sort(), [
		'--on-rotate failed for a: it ended with 3: no room',
		'--on-rotate failed for b: spawn ENOMEM',
	]);
	assert.deepEqual([care.hookFailures(), care.lastPart()], [2, 'b']);
});

test('does not wait for ever for a command at the end', async () => {
	const {clock, care, said} = startCare({runHook: () => new Promise(() => undefined)});
	care.port.begun('a');
	care.port.closed({path: 'a', bytes: 1}, null);
	await care.saved();
	let isStopped = false;
	void care.stop().then(() => (isStopped = true));
	while (!isStopped) {
		await settle();
		clock.advance(60_000);
	}
	assert.deepEqual(said, ['--on-rotate is still running: it is not waited for any longer']);
});

test('waits at the end for a removal that hangs, but not for ever', async () => {
	const {clock, care, said} = startCare({
		keep: {type: 'size', bytes: 50},
		disk: {
			readdir: async () => names,
			stat: async () => ({size: 100, mtimeMs: startedAt}),
			unlink: () => new Promise(() => undefined),
		},
	});
	let isStopped = false;
	void care.stop().then(() => (isStopped = true));
	await settle();
	assert.equal(isStopped, false);
	clock.advance(60_000);
	await settle();
	assert.equal(isStopped, true);
	assert.deepEqual(said, ['old parts are still being removed: it is not waited for any longer']);
});

test('waits at the end for notes of holes that hang, but not for ever', async () => {
	const ran: string[] = [];
	const {clock, care, said} = startCare({
		noteHole: () => new Promise(() => undefined),
		runHook: path => {
			ran.push(path);
			return Promise.resolve(null);
		},
	});
	care.port.begun('a');
	await care.saved();
	care.port.closed({path: 'a', bytes: 1}, {from: 0, to: 1, reason: 'x'});
	let isStopped = false;
	void care.stop().then(() => (isStopped = true));
	await settle();
	assert.equal(isStopped, false);
	clock.advance(10_000);
	await settle();
	assert.equal(isStopped, true);
	assert.deepEqual(said, ['holes are still being noted: it is not waited for any longer']);
	assert.deepEqual(ran, [], 'its command is for whoever is started next');
});

test('tells a command its part, and how it failed', async () => {
	const run = (command: string) => createRunHook(command, process.env)('/data/part.jsonl.gz');
	assert.equal(await run('test "$STEEM_TUI_PART" = /data/part.jsonl.gz'), null);
	assert.equal(await run('echo out; echo no room >&2; exit 3'), 'it ended with 3: no room');
	assert.equal(await run('kill -9 $$'), 'it was ended by SIGKILL');
	assert.equal(await run('(read _; echo late >&2) & exit 3'), 'it ended with 3: late');
	assert.equal(await run('sleep 3 & exit 3'), 'it ended with 3', 'what it left is not waited for');
});

test('says that a command cannot be started where too many files are open', async () => {
	// What Node returns then: a child without streams, that fails once somebody may hear of it.
	const start = () => {
		const child = new EventEmitter();
		process.nextTick(() => child.emit('error', new Error('spawn /bin/sh EMFILE')));
		return child;
	};
	const run = createRunCommand('true', process.env, start as unknown as typeof spawn);
	assert.equal(await run({}), 'spawn /bin/sh EMFILE');
});

test('calls numbered parts by the names by which they are found', () => {
	for (const file of [
		'feed.jsonl.gz',
		'./feed.jsonl.gz',
		'data//feed.jsonl.gz',
		'/data/./feed.jsonl.gz',
	]) {
		const own = createNumberedNames(file, 1);
		assert.deepEqual(partsAmong(own, ['feed-0001.jsonl.gz']), [own.take(0)], file);
	}
	const found = [10_000, 9999, 2, 1000].map(number => partPath('feed.jsonl', number));
	assert.deepEqual(
		partsAmong(createNumberedNames('feed.jsonl', 1), found),
		[2, 1000, 9999, 10_000].map(number => partPath('feed.jsonl', number)),
		'the oldest first, whatever the folder says',
	);
});

test('names many markets in short, and others otherwise', () => {
	assert.equal(nameMarkets(['STEEM/USDT']), 'STEEM-USDT');
	assert.equal(nameMarkets(['STEEM/USDT', 'STEEM/BTC']), 'STEEM-USDT+STEEM-BTC');
	const many = Array.from({length: 200}, (_, index) => `M${index}/USDT`);
	assert.match(nameMarkets(many), /^M0-USDT\+199-[0-9a-f]{8}$/);
	assert.notEqual(nameMarkets(many), nameMarkets([...many.slice(1), 'X/Y', 'M0/USDT']));
	assert.notEqual(nameMarkets(many), nameMarkets([...many.slice(0, -1), 'X/Y']));
	assert.match(nameMarkets(['STEEM/*']), /^STEEM-ANY-[0-9a-f]{8}$/);
	assert.match(nameMarkets(['*/?TC', 'STEEM/BTC']), /^ANY-ANY-TC\+STEEM-BTC-[0-9a-f]{8}$/);
	assert.notEqual(nameMarkets(['A?/B']), nameMarkets(['A*/B']));
});

test('tells a hole in whole microseconds', () => {
	const from = 1_795_937_806_072 + 0.500_2;
	const {from: told} = toHole({from, reason: 'why', lost: 0}, 1_795_937_808_268);
	assert.notEqual(from, told);
	assert.equal(told, 1_795_937_806_072.5);
});
