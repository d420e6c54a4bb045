import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import type {CaptureHole} from '../../source/capture/capture-format.js';
import {decodeHole} from '../../source/capture/decode-hole.js';
import type {OpenFile} from '../../source/files/file-system.js';
import {startCaptureFile} from '../../source/recording/capture-file.js';
import {startCaptureParts, type CapturePartsOptions} from '../../source/recording/capture-parts.js';
import {createDatedNames, createNumberedNames} from '../../source/recording/part-names.js';
import type {Rotation} from '../../source/recording/rotation.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import {createNotedHoles} from '../../source/verify/noted-holes.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const startedAt = 1_700_000_000_000;

const start = (
	path: string,
	rotation: Rotation | null,
	{
		taken = [],
		firstNumber = 1,
		before = null,
		at = startedAt,
	}: {
		taken?: readonly string[];
		firstNumber?: number;
		before?: CapturePartsOptions['before'];
		at?: number;
	} = {},
) => {
	const clock = createFakeClock(at);
	const fake = createFakeTransport();
	const tap = createTransportTap(fake.transport);
	const files = new Map<string, ReturnType<typeof createFakeFile>>();
	let refreshes = 0;
	const socket = tap.transport.connect('wss://x/feed', () => undefined);
	fake.socket().emit({type: 'open'});
	socket.send('{"sub":"topic"}');
	const header = {market: 'STEEM/BTC', exchanges: ['huobi'], app: '0.1.0'};
	/** Of the disk that all files share, while it is full. */
	const disk = {room: Number.POSITIVE_INFINITY, open: null as string | null};
	const open: OpenFile = async name => {
		if (files.has(name) || taken.includes(name)) throw Object.assign(new Error(), {code: 'EEXIST'});
		const file = createFakeFile();
		file.faults.open = disk.open;
		file.faults.room = disk.room;
		const opened = await file.open(name);
		files.set(name, file);
		return opened;
	};
	const shared = {header, clock, tap, open};
	const told: string[] = [];
	const closed: string[] = [];
	const holes: [path: string, hole: CaptureHole][] = [];
	const names =
		path === 'dated/'
			? createDatedNames('dated', ['STEEM/BTC'])
			: createNumberedNames(path, firstNumber);
	const parts = rotation
		? startCaptureParts({
				...{...shared, names, rotation, before},
				refresh: () => void refreshes++,
				port: {
					begun: () => undefined,
					closed(part, hole) {
						closed.push(part.path);
						if (hole) holes.push([part.path, hole]);
					},
					interrupted: (part, hole) => void holes.push([part, hole]),
					say: text => void told.push(text),
				},
			})
		: startCaptureFile({...shared, path});
	/** A second in small steps, each with a message, so that files get their lines. */
	const second = async (text = 'x') => {
		for (let step = 0; step < 10; step++) {
			fake.socket().emit({type: 'message', data: text});
			clock.advance(100);
			await settle();
			await packed();
		}
	};
	/** What is packed is so in a thread of its own. */
	const packed = async () => {
		const isOpen = () => disk.open === null && disk.room > 0;
		for (let turn = 0; turn < 2000 && isOpen(); turn++) {
			const file = [...files.values()].at(-1);
			if (!file || file.content().length > 0) return;
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
	return {
		...{clock, fake, parts, files, disk, second, linesOf, told, closed, holes},
		refreshes: () => refreshes,
	};
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
		assert.equal(header['after'], index === 0 ? undefined : startedAt + (index - 1) * 2000);
		assert.deepEqual(open, {t: 0, kind: 'open', url: 'wss://x/feed', connection: 1});
		assert.deepEqual(sent, {t: 0, kind: 'sent', connection: 1, data: '{"sub":"topic"}'});
		assert.ok(bytes > 0);
		messages += rest.filter(({kind}) => kind === 'ws').length;
	}
	assert.equal(messages, 50);
	assert.deepEqual(linesOf(files.at(-1)?.path ?? '').at(-1), {
		...{t: 1000, kind: 'marker', label: 'the recording was ended'},
	});
});

test('goes on in the next file by size', async () => {
	const {parts, second, files} = start('feed.jsonl', {type: 'size', bytes: 5000});
	for (let count = 0; count < 4; count++) await second('x'.repeat(400));
	await parts.stop();
	assert.deepEqual([...files.keys()].slice(0, 2), ['feed-0001.jsonl', 'feed-0002.jsonl']);
	assert.ok((files.get('feed-0001.jsonl')?.content().length ?? 0) >= 5000);
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

test('waits for a full disk, and notes the hole on both sides of it', async () => {
	const {parts, second, files, disk, linesOf, told, holes, closed, refreshes} = start(
		'feed.jsonl',
		{type: 'time', ms: 60_000},
	);
	await second();
	const first = files.get('feed-0001.jsonl');
	assert.ok(first);
	first.faults.room = first.content().length + 10;
	disk.room = 0;
	for (let count = 0; count < 5; count++) await second();
	assert.match(
		parts.state().trouble ?? '',
		/^feed-000\d\.jsonl cannot be written: the disk is full$/,
	);
	assert.match(first.content().toString(), /\n$/);
	const before = linesOf('feed-0001.jsonl').at(-1);
	disk.room = Number.POSITIVE_INFINITY;
	for (let count = 0; count < 10; count++) await second();
	assert.equal(parts.state().trouble, null);
	const written = [...files].filter(([, file]) => file.content().length > 0).map(([name]) => name);
	const lost = 160 - written.flatMap(linesOf).filter(({kind}) => kind === 'ws').length;
	await parts.stop();
	assert.equal(parts.state().lost, lost);
	const [[path, hole] = ['', null]] = holes;
	const [header, marker] = linesOf(written[1] ?? '');
	assert.deepEqual(marker?.['hole'], hole);
	assert.equal(header?.['after'], undefined);
	assert.deepEqual(hole, {
		...{from: startedAt + Number(before?.['t']), to: header?.['startedAt']},
		reason: `feed-0001.jsonl cannot be written: the disk is full; ${lost} events were lost`,
	});
	assert.deepEqual([path, closed[0], holes.length], ['feed-0001.jsonl', 'feed-0001.jsonl', 1]);
	assert.deepEqual(
		told.map(text => text.split(/[;,]/)[0]),
		['feed-0001.jsonl cannot be written: the disk is full', `recording again`],
	);
	assert.equal(refreshes(), 1 + (files.size - 2));
});

test('tells one hole where the end of a part is lost and the next one cannot be made', async () => {
	for (const seconds of [2, 5]) {
		const {clock, fake, parts, second, files, disk, linesOf, holes} = start('feed.jsonl', {
			...{type: 'time', ms: 60_000},
		});
		await second();
		const first = files.get('feed-0001.jsonl');
		assert.ok(first);
		first.faults.room = first.content().length + 10;
		disk.room = 0;
		fake.socket().emit({type: 'message', data: 'the end of the first'});
		clock.advance(10);
		// Before it is noticed that the disk is full.
		parts.rotate();
		for (let count = 0; count < seconds; count++) await second();
		const before = linesOf('feed-0001.jsonl').at(-1);
		disk.room = Number.POSITIVE_INFINITY;
		for (let count = 0; count < 12; count++) await second();
		await parts.stop();
		const written = [...files].filter(([, file]) => file.content().length > 0);
		const kinds = written.flatMap(([name]) => linesOf(name)).map(({kind}) => kind);
		const lost = 10 * (13 + seconds) + 1 - kinds.filter(kind => kind === 'ws').length;
		assert.equal(parts.state().lost, lost);
		const [header, marker] = linesOf(written[1]?.[0] ?? '');
		assert.deepEqual(holes, [['feed-0001.jsonl', marker?.['hole']]]);
		assert.deepEqual(marker?.['hole'], {
			...{from: startedAt + Number(before?.['t']), to: header?.['startedAt']},
			reason: `feed-0001.jsonl cannot be written: the disk is full; ${lost} events were lost`,
		});
		assert.equal(kinds.filter(kind => kind === 'marker').length, 2, 'the hole, and the end');
	}
});

test('tells of the lost end of a part in the midst of the next one', async () => {
	const {clock, fake, parts, second, files, linesOf, holes} = start('feed.jsonl', {
		...{type: 'time', ms: 60_000},
	});
	await second();
	const first = files.get('feed-0001.jsonl');
	assert.ok(first);
	first.faults.room = first.content().length + 10;
	fake.socket().emit({type: 'message', data: 'the end of the first'});
	clock.advance(10);
	parts.rotate();
	for (let count = 0; count < 3; count++) await second();
	const last = Number(linesOf('feed-0001.jsonl').at(-1)?.['t']);
	const hole = {
		...{from: startedAt + last, to: startedAt + 1010},
		reason: 'feed-0001.jsonl cannot be written: the disk is full; 1 event was lost',
	};
	assert.deepEqual(holes, [['feed-0001.jsonl', hole]]);
	assert.equal(parts.state().lost, 1);
	await parts.stop();
	const notes = linesOf('feed-0002.jsonl').filter(({kind}) => kind === 'marker');
	assert.deepEqual(notes[0]?.['hole'], hole);
});

test('tells one hole behind a part that is closed once others were lost and written', async () => {
	const {clock, fake, parts, second, files, disk, linesOf, holes} = start('feed.jsonl', {
		...{type: 'time', ms: 60_000},
	});
	await second();
	const first = files.get('feed-0001.jsonl');
	assert.ok(first);
	first.faults.room = first.content().length + 10;
	first.hang();
	fake.socket().emit({type: 'message', data: 'the end of the first'});
	clock.advance(10);
	disk.room = 0;
	parts.rotate();
	for (let count = 0; count < 2; count++) await second();
	disk.room = Number.POSITIVE_INFINITY;
	for (let count = 0; count < 4; count++) await second();
	assert.deepEqual(holes, [], 'it is not closed yet');
	first.recover();
	for (let count = 0; count < 4; count++) await second();
	await parts.stop();
	const told = linesOf('feed-0004.jsonl').flatMap(({hole}) => (hole ? [hole as CaptureHole] : []));
	const [next, end] = told;
	assert.deepEqual(told.length, 2, 'at the beginning, and once it is known');
	assert.equal(
		next?.reason,
		'feed-0002.jsonl cannot be written: the disk is full; 31 events were lost',
	);
	assert.equal(
		end?.reason,
		'feed-0001.jsonl cannot be written: the disk is full; 1 event was lost',
	);
	assert.equal(end.to, next.from);
	assert.deepEqual(holes, [['feed-0001.jsonl', {...next, from: end.from}]]);
	assert.equal(parts.state().lost, 32);
});

test('closes a part once the disk has what was under way to it, however late', async () => {
	for (const isEnded of [false, true]) {
		const {parts, fake, files, second, linesOf, told, closed, holes} = start('feed.jsonl', {
			...{type: 'time', ms: 1e9},
		});
		await second();
		const first = files.get('feed-0001.jsonl');
		first?.hang();
		for (let count = 0; count < 2; count++) await second();
		fake.socket().emit({type: 'message', data: 'the end of the first'});
		parts.rotate();
		for (let count = 0; count < 15; count++) await second();
		assert.deepEqual([closed, holes], [[], []], 'something may still come into it');
		if (isEnded) {
			await parts.stop();
			assert.deepEqual(closed, ['feed-0002.jsonl'], 'the first is for whoever comes next');
			first?.recover();
			continue;
		}
		first?.recover();
		for (let count = 0; count < 2; count++) await second();
		const kept = linesOf('feed-0001.jsonl').filter(({kind}) => kind === 'ws').length;
		assert.deepEqual([closed, told], [['feed-0001.jsonl'], []]);
		await parts.stop();
		const next = linesOf('feed-0002.jsonl').filter(({kind}) => kind === 'ws').length;
		assert.equal(parts.state().lost, 10 * 20 + 1 - kept - next);
		assert.equal(holes.length, parts.state().lost > 0 ? 1 : 0);
	}
});

test('knows at its end what is in no file, where nothing can be written', async () => {
	for (const seconds of [1, 2, 5, 12]) {
		const {parts, second, files, disk, linesOf} = start('feed.jsonl', {type: 'time', ms: 60_000});
		await second();
		const first = files.get('feed-0001.jsonl');
		assert.ok(first);
		first.faults.room = first.content().length + 10;
		disk.room = 0;
		for (let count = 0; count < seconds; count++) await second();
		const written = linesOf('feed-0001.jsonl').filter(({kind}) => kind === 'ws').length;
		const lost = 10 * (1 + seconds) - written;
		assert.equal(parts.state().lost, lost, `after ${seconds} s`);
		await parts.stop();
		assert.equal(parts.state().lost, lost, `at the end, after ${seconds} s`);
	}
});

test('keeps no more of a disk that does not answer than one part may wait for', async () => {
	const {parts, fake, clock, files, second, told} = start('feed.jsonl', {type: 'time', ms: 1e9});
	await second();
	files.get('feed-0001.jsonl')?.hang();
	const text = 'x'.repeat(1024 * 1024);
	for (let count = 0; count < 80; count++) {
		fake.socket().emit({type: 'message', data: text});
		clock.advance(1000);
		await settle();
	}
	assert.equal(files.size, 1, 'no other part waits beside it');
	assert.match(told.at(-1) ?? '', /cannot be written as fast as data comes/);
	files.get('feed-0001.jsonl')?.recover();
	for (let count = 0; count < 12; count++) await second();
	assert.equal(parts.state().trouble, null);
	const again = told.filter(text => /again/.test(text));
	assert.deepEqual(
		again.map(text => text.replace(/,.*/, '')),
		['recording again'],
		'of one trouble the end is told once',
	);
	await parts.stop();
});

test('a disk that answers at the end was no trouble of the end', async () => {
	const {parts, files, second, told} = start('feed.jsonl', {type: 'time', ms: 1e9});
	await second();
	files.get('feed-0001.jsonl')?.hang();
	for (let count = 0; count < 20; count++) await second();
	assert.equal(told.length, 1);
	const stopped = parts.stop();
	files.get('feed-0001.jsonl')?.recover();
	await stopped;
	assert.deepEqual([parts.state().trouble, parts.state().lost], [null, 0]);
});

test('says that a disk does not answer, although there is room for all that waits', async () => {
	const {parts, clock, files, second, told, holes} = start('feed.jsonl', {type: 'time', ms: 1e9});
	for (let count = 0; count < 20; count++) await second();
	// Nothing comes: the disk has nothing to answer.
	for (let count = 0; count < 60; count++) {
		clock.advance(1000);
		await settle();
	}
	assert.deepEqual([told, parts.state().trouble], [[], null]);
	files.get('feed-0001.jsonl')?.hang();
	for (let count = 0; count < 8; count++) await second();
	assert.deepEqual([told, parts.state().trouble], [[], null]);
	for (let count = 0; count < 60; count++) await second();
	const trouble = 'feed-0001.jsonl cannot be written: the disk does not answer';
	assert.deepEqual(
		[told, parts.state().trouble],
		[[`${trouble}; what comes waits in memory`], trouble],
	);
	// One more part is not written either.
	parts.rotate();
	files.get('feed-0001.jsonl')?.recover();
	for (let count = 0; count < 3; count++) await second();
	assert.deepEqual(told.slice(1), ['feed-0002.jsonl is written again']);
	assert.deepEqual([parts.state().trouble, parts.state().lost, holes], [null, 0, []]);
	await parts.stop();
});

test('a computer that slept has not waited for its disk', async () => {
	const {parts, clock, fake, files, second, told} = start('feed.jsonl', {type: 'time', ms: 1e9});
	await second();
	clock.advance(1000);
	await settle();
	files.get('feed-0001.jsonl')?.hang();
	fake.socket().emit({type: 'message', data: 'x'});
	clock.sleep(3_600_000);
	await second();
	files.get('feed-0001.jsonl')?.recover();
	for (let count = 0; count < 20; count++) await second();
	assert.deepEqual(told, []);
	await parts.stop();
});

test('begins again where its file was taken away', async () => {
	const {parts, second, files, linesOf, holes} = start('feed.jsonl', {type: 'time', ms: 1e9});
	await second();
	const gone = files.get('feed-0001.jsonl');
	assert.ok(gone);
	gone.faults.keep = 'ESTALE';
	for (let count = 0; count < 3; count++) await second();
	await parts.stop();
	assert.deepEqual(holes, []);
	const hole = linesOf('feed-0002.jsonl')[1]?.['hole'] as CaptureHole;
	assert.equal(hole.from, startedAt);
	assert.match(hole.reason, /removed meanwhile.*lost$/);
});

test('ends where the first part cannot be made for a mistake in the call', async () => {
	const run = start('none/feed.jsonl', {type: 'time', ms: 1000});
	run.disk.open = 'ENOENT';
	const {parts, second} = run;
	await second();
	assert.match(await parts.failed, /none\/feed-0001\.jsonl cannot be written: the folder does not/);
	await parts.stop();
});

test('waits for a disk that is full from the start, and for a folder that vanishes later', async () => {
	const run = start('feed.jsonl', {type: 'time', ms: 20_000});
	run.disk.room = 0;
	await run.second();
	run.disk.room = Infinity;
	for (let count = 0; count < 4; count++) await run.second();
	assert.equal(run.parts.state().trouble, null);
	run.disk.open = 'ENOENT';
	for (let count = 0; count < 25; count++) await run.second();
	assert.match(run.parts.state().trouble ?? '', /the folder does not exist/);
	run.disk.open = null;
	for (let count = 0; count < 12; count++) await run.second();
	assert.equal(run.parts.state().trouble, null);
	assert.equal(run.holes.length, 1, 'the part that was closed has the hole as well');
	await run.parts.stop();
});

test('tells in few words of a disk that stays full after nothing ran', async () => {
	const before = {path: 'feed-0001.jsonl', endedAt: startedAt - 60_000};
	const run = start('feed.jsonl', {type: 'time', ms: 1e9}, {firstNumber: 2, before});
	run.disk.room = 0;
	for (let count = 0; count < 300; count++) await run.second();
	run.disk.room = Number.POSITIVE_INFINITY;
	for (let count = 0; count < 12; count++) await run.second();
	const [[path, hole] = [], ...others] = run.holes;
	assert.deepEqual([path, others], [before.path, []]);
	assert.match(
		hole?.reason ?? '',
		/^the recorder was not running, and then feed-\d+\.jsonl cannot be written: the disk is full; 3,\d+ events were lost$/,
	);
	assert.deepEqual(decodeHole(hole), {hole}, 'whoever reads it takes it for one');
	await run.parts.stop();
});

test('names parts by their time, and takes the next second where one is taken', async () => {
	const {parts, second, files} = start(
		'dated/',
		{type: 'time', ms: 1e9},
		{taken: ['dated/STEEM-BTC-20231114T221321Z.jsonl.gz']},
	);
	await second();
	parts.rotate();
	await second();
	parts.rotate();
	await second();
	await parts.stop();
	assert.deepEqual(
		[...files.keys()],
		['20', '22', '23'].map(time => `dated/STEEM-BTC-20231114T2213${time}Z.jsonl.gz`),
	);
});

test('begins the part that was asked for before there was anything of this one', async () => {
	const {parts, second, files} = start('feed.jsonl', {type: 'time', ms: 1e9});
	parts.rotate();
	for (let count = 0; count < 2; count++) await second();
	await parts.stop();
	assert.deepEqual([...files.keys()], ['feed-0001.jsonl', 'feed-0002.jsonl']);
});

test('begins a part with each day of UTC', async () => {
	const at = Date.UTC(2026, 0, 31, 23, 59, 57, 250);
	const {parts, second, files, linesOf, refreshes} = start('dated/', {type: 'day'}, {at});
	for (let count = 0; count < 5; count++) await second();
	await parts.stop();
	assert.deepEqual(
		[...files.keys()],
		['STEEM-BTC-20260131T235957Z', 'STEEM-BTC-20260201T000000Z'].map(
			name => `dated/${name}.jsonl.gz`,
		),
	);
	const [, next = ''] = files.keys();
	assert.equal(linesOf(next)[0]?.['startedAt'], Date.UTC(2026, 1, 1));
	assert.equal(refreshes(), 1);
});

test('goes on after a part from before, with the hole noted', async () => {
	const before = {path: 'dated/old.jsonl.gz', endedAt: startedAt - 2500};
	const {parts, second, files, linesOf, holes} = start('dated/', {type: 'day'}, {before});
	for (let count = 0; count < 2; count++) await second();
	await parts.stop();
	const hole = {from: startedAt - 2500, to: startedAt, reason: 'the recorder was not running'};
	assert.deepEqual(holes, [['dated/old.jsonl.gz', hole]]);
	const [path = ''] = files.keys();
	assert.deepEqual(linesOf(path)[1], {
		...{t: 0, kind: 'marker', label: 'hole of 2.5 s: the recorder was not running', hole},
	});
});

test('names parts behind the one from before, although that is named later than it ended', async () => {
	const at = startedAt + 3_600_000;
	const path = 'dated/STEEM-BTC-20231114T231327Z.jsonl.gz';
	const {parts, second, files, linesOf} = start(
		'dated/',
		{type: 'day'},
		{before: {path, endedAt: at}},
	);
	await second();
	parts.rotate();
	await second();
	await parts.stop();
	assert.deepEqual(
		[...files.keys()],
		['28', '29'].map(time => `dated/STEEM-BTC-20231114T2313${time}Z.jsonl.gz`),
	);
	assert.equal(linesOf([...files.keys()][0] ?? '')[0]?.['startedAt'], at);
});

test('numbers parts behind the one from before', async () => {
	const before = {path: 'feed-0007.jsonl', endedAt: startedAt - 2500};
	const {parts, second, files} = start('feed.jsonl', {type: 'day'}, {before});
	await second();
	await parts.stop();
	assert.deepEqual([...files.keys()], ['feed-0008.jsonl']);
});

test('overlaps with no part from before although the clock was set back', async () => {
	const before = {path: 'old', endedAt: startedAt + 3_600_000};
	const {parts, second, files, linesOf} = start('dated/', {type: 'day'}, {before});
	for (let count = 0; count < 2; count++) await second();
	await parts.stop();
	const [path = ''] = files.keys();
	assert.match(path, /20231114T231320Z/);
	const lines = linesOf(path);
	assert.equal(lines[0]?.['startedAt'], startedAt + 3_600_000);
	assert.ok(
		lines.some(({label}) => label === 'the clock was set back: these times are 3600 s ahead of it'),
	);
});

test('says of a hole that the clock was set back in that nobody knows how long it is', async () => {
	const before = {path: 'old', endedAt: startedAt + 3_600_000};
	const {parts, second, files, linesOf} = start('dated/', {type: 'day'}, {before});
	await second();
	await parts.stop();
	const [, marker] = linesOf([...files.keys()][0] ?? '');
	const reason =
		'the recorder was not running, nobody knows for how long: the clock was set back meanwhile, by 3600 s or more';
	const hole = {from: before.endedAt, to: before.endedAt, reason};
	assert.deepEqual(marker?.['hole'], hole);
	assert.equal(marker?.['label'], `hole of unknown length: ${reason}`);
	const noted = createNotedHoles();
	noted.take(hole);
	const time = new Date(before.endedAt).toISOString();
	assert.deepEqual(noted.notices(), [
		`nothing was recorded for an unknown time after ${time}: ${reason}`,
	]);
});

test('follows a clock that is set on with its next part', async () => {
	const {clock, parts, second, files, linesOf} = start('feed.jsonl', {type: 'time', ms: 2000});
	await second();
	clock.setWallAhead(3_600_000);
	for (let count = 0; count < 3; count++) await second();
	await parts.stop();
	const [first = '', next = ''] = files.keys();
	assert.ok(linesOf(first).every(({t = 0}) => Number(t) <= 2000));
	assert.equal(linesOf(next)[0]?.['startedAt'], startedAt + 3_602_000);
	assert.ok(linesOf(next).some(({label}) => label === 'the clock was set on by 3600 s'));
});
