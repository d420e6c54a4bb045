import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {constants, gunzipSync, gzipSync} from 'node:zlib';
import {
	encodeEvent,
	encodeHeader,
	toData,
	toMessage,
	type CaptureEvent,
} from '../../source/capture/capture-format.js';
import type {CaptureItem} from '../../source/capture/capture-item.js';
import {CaptureLineError} from '../../source/capture/capture-line-error.js';
import {decodeLine} from '../../source/capture/decode-line.js';
import {readCapture, readCaptureBatches} from '../../source/capture/read-capture.js';
import {captureHeader, captureText, writeCapture} from '../helpers/capture-lines.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const read = async (paths: string | readonly string[]) => {
	const items: CaptureItem[] = [];
	for await (const item of readCapture(paths)) items.push(item);
	const events = items.flatMap(item => (item.type === 'event' ? [item.event] : []));
	const defects = items.flatMap(item => (item.type === 'defect' ? [item] : []));
	return {header: items[0]?.type === 'header' ? items[0].header : null, events, defects};
};

const events: readonly CaptureEvent[] = [
	{t: 0, kind: 'http', url: 'https://x/list', status: 200, data: 'ä\n"', headers: {a: 'b'}},
	{t: 0.5, kind: 'http', url: 'https://x/list', status: 0, data: 'gone', errorCode: 'ENOTFOUND'},
	{t: 1.001, kind: 'open', url: 'wss://x', connection: 1},
	{t: 2, kind: 'sent', connection: 1, data: '{"sub":1}'},
	{t: 3, kind: 'ws', connection: 1, data: 'text 😀'},
	{t: 3, kind: 'ws', connection: 1, encoding: 'gzip+base64', data: 'H4sI'},
	{t: 4, kind: 'ping', connection: 1},
	{t: 4, kind: 'ping', connection: 1, pong: true},
	{t: 5, kind: 'close', connection: 1, reason: 'gone', code: 1006},
	{t: 6, kind: 'close', connection: 2, reason: 'no', url: 'wss://y', status: 404, errorCode: 'E'},
	{t: 7, kind: 'marker', label: 'here'},
	{t: 8, kind: 'marker', label: 'market A/B', market: 'A/B'},
];

for (const name of ['all.jsonl', 'all.jsonl.gz', 'misnamed.txt']) {
	test(`reads back every kind of event from ${name}`, async () => {
		const given = await read(writeCapture(join(folder, name), captureText(events)));
		assert.deepEqual(given.header, captureHeader);
		assert.deepEqual(given.events, events);
		assert.deepEqual(given.defects, []);
	});
}

test('keeps messages byte for byte', () => {
	for (const message of ['text', Buffer.from([0x1f, 0x8b, 1, 2]), Buffer.from([1, 2, 255])])
		assert.deepEqual(toMessage(toData(message)), message);
});

test('writes times to the microsecond', () => {
	assert.equal(
		encodeEvent({t: 12.34567, kind: 'ping', connection: 1}),
		'{"t":12.346,"kind":"ping","connection":1}\n',
	);
});

for (const {line, words} of [
	{line: '{"t":', words: 'not JSON'},
	{line: '[]', words: 'not an object'},
	{line: '{"t":1,"kind":"what"}', words: 'unknown kind "what"'},
	{line: '{"t":-1,"kind":"ping","connection":1}', words: '"t" is not a number'},
	{line: '{"t":1e308,"kind":"ping","connection":1}', words: '"t" is too large: 1e+308'},
	{line: '{"t":1e999,"kind":"ping","connection":1}', words: '"t" is not a number'},
	{
		line: '{"format":"steem-tui-capture","version":1,"startedAt":8.64e15,"market":"A/B"}',
		words: '"startedAt" is too large: 8640000000000000',
	},
	{line: '{"t":1,"kind":"ping"}', words: '"connection" is not a number'},
	{line: '{"t":1,"kind":"ws","connection":1}', words: '"data" is not a text'},
	{
		line: '{"t":1,"kind":"ws","connection":1,"encoding":"zip","data":""}',
		words: '"encoding" is unknown: "zip"',
	},
	{
		line: '{"format":"steem-tui-capture","version":1,"startedAt":1,"market":"A/B","exchanges":[1]}',
		words: '"exchanges" is not a list of texts',
	},
	{line: `{"t":1,"data":${'['.repeat(1e6)}`, words: 'nested more than 8 deep'},
	{
		line: `{"t":1,"kind":"ws","connection":1,"data":"","more":${'['.repeat(9)}${']'.repeat(9)}}`,
		words: 'nested more than 8 deep',
	},
	{line: '{"t":-1,"kind":"ws","connection":1,"data":""}', words: '"t" is not a number'},
	{line: '{"t":1,"kind":"ws","connection":-1,"data":""}', words: '"connection" is not a number'},
	{line: `{"t":1,"kind":"ws",${'['.repeat(20)}`, words: 'nested more than 8 deep'},
	{line: `{"t":1,"data":[${'{},'.repeat(20_000)}]}`, words: 'more than 10000 values'},
	{
		line: `{"t":1,"kind":"${'x'.repeat(1e6)}"}`,
		words: `unknown kind "${'x'.repeat(39)}…`,
	},
]) {
	test(`says of ${line.slice(0, 60)}: ${words}`, () => {
		assert.throws(() => decodeLine(line, 7), {message: `line 7: ${words}`});
	});
}

test('ignores fields and blank lines it does not know', async () => {
	const path = join(folder, 'more.jsonl');
	const header = JSON.stringify({...captureHeader, more: true});
	writeFileSync(path, `${header}\n\n{"t":1,"kind":"ping","connection":1,"more":1}\n`);
	const {header: given, events: [event] = [], defects} = await read(path);
	assert.deepEqual(given, captureHeader);
	assert.deepEqual(event, {t: 1, kind: 'ping', connection: 1});
	assert.deepEqual(defects, []);
});

test('a marker whose market is no text is a marker still', () => {
	const decoded = decodeLine('{"t":1,"kind":"marker","label":"here","market":[1]}', 7);
	assert.deepEqual(decoded, {type: 'event', event: {t: 1, kind: 'marker', label: 'here'}});
});

const many: readonly CaptureEvent[] = Array.from({length: 2000}, (_, index) => ({
	t: index,
	kind: 'marker',
	label: `${index} ${Math.sin(index)}`,
}));

test('gives whole lines up to the break of a cut file', async () => {
	const whole = writeCapture(join(folder, 'whole.jsonl.gz'), captureText(many));
	const bytes = readFileSync(whole);
	for (const share of [0.2, 0.5, 0.9]) {
		const path = join(folder, 'cut.jsonl.gz');
		writeFileSync(path, bytes.subarray(0, bytes.length * share));
		const given = await read(path);
		assert.deepEqual(given.events, many.slice(0, given.events.length));
		assert.ok(given.events.length > 2000 * (share - 0.1));
		assert.deepEqual(
			given.defects.map(({code, detail}) => [code, detail]),
			[['truncated', `the file ends early after line ${given.events.length + 1}`]],
		);
	}
});

test('gives nearly all that comes before damage', async () => {
	const path = join(folder, 'damaged.jsonl.gz');
	const bytes = gzipSync(captureText(many));
	const middle = Math.floor(bytes.length / 2);
	bytes.fill(0xff, middle, middle + 100);
	writeFileSync(path, bytes);
	const given = await read(path);
	const {length} = given.events;
	assert.deepEqual(given.events, many.slice(0, length));
	assert.ok(length > 500 && length < 1100, String(length));
	assert.match(given.defects[0]?.detail ?? '', /^the file is damaged: .* after line \d+$/);
});

for (const {name, damage} of [
	{name: 'damage', damage: (bytes: Buffer) => bytes.fill(0xff, bytes.length - 4000)},
	{name: 'a wrong sum', damage: (bytes: Buffer) => bytes.fill(0, bytes.length - 8)},
])
	test(`gives every line before ${name}`, async () => {
		const path = join(folder, 'late-damage.jsonl.gz');
		const bytes = gzipSync(captureText(many));
		const wanted = gunzipSync(bytes.subarray(0, bytes.length - 4000), {
			finishFlush: constants.Z_SYNC_FLUSH,
		});
		writeFileSync(path, damage(bytes));
		const {events: given, defects} = await read(path);
		assert.ok(given.length >= String(wanted).split('\n').length - 2, String(given.length));
		assert.deepEqual(given, many.slice(0, given.length));
		assert.match(defects.map(({detail}) => detail).join(), /^the file is damaged: /);
	});

test('bytes behind a whole file cost no line', async () => {
	const path = join(folder, 'stray.jsonl.gz');
	writeFileSync(path, Buffer.concat([gzipSync(captureText(many)), Buffer.from('GARBAGE')]));
	const {events: given, defects} = await read(path);
	assert.deepEqual(given, many);
	assert.deepEqual(
		defects.map(({code, detail}) => [code, detail]),
		[['stray', 'the file is whole, but other bytes follow it']],
	);
});

for (const {name, write} of [
	{name: 'without a last line feed', write: (text: string) => text.trimEnd()},
	{name: 'packed without one', write: (text: string) => gzipSync(text.trimEnd())},
	{name: 'with a mark of its encoding', write: (text: string) => `\uFEFF${text}`},
	{name: 'with blank lines', write: (text: string) => `\n \r\n${text.replaceAll('\n', '\r\n\n')}`},
])
	test(`reads a file ${name}`, async () => {
		const path = join(folder, 'odd.jsonl');
		writeFileSync(path, write(captureText(events)));
		assert.deepEqual(await read(path), {header: captureHeader, events, defects: []});
	});

test('reads gzip of several members', async () => {
	const path = join(folder, 'members.jsonl.gz');
	const text = captureText(events);
	const middle = Math.floor(text.length / 2);
	writeFileSync(
		path,
		Buffer.concat([gzipSync(text.slice(0, middle)), gzipSync(text.slice(middle))]),
	);
	assert.deepEqual((await read(path)).events, events);
});

test('says what a file is packed with that nobody here unpacks', async () => {
	const path = join(folder, 'feed.jsonl.zst');
	writeFileSync(path, Buffer.from('28b52ffd0458', 'hex'));
	await assert.rejects(read(path), {
		name: 'CaptureError',
		message: `${path} is not a capture: line 1: packed with zstd, not with gzip: unpack it first`,
	});
});

test('lets no time fall', async () => {
	const given = await read(
		writeCapture(
			join(folder, 'falling.jsonl'),
			captureText([
				{t: 5, kind: 'marker', label: 'a'},
				{t: 3, kind: 'marker', label: 'b'},
			]),
		),
	);
	assert.deepEqual(
		given.events.map(({t}) => t),
		[5, 5],
	);
	assert.equal(given.defects[0]?.detail, 'line 3: the time runs backwards by 2.000 ms');
});

test('tells of hours without an event', async () => {
	const marker = (t: number) => ({t, kind: 'marker', label: `${t}`}) as const;
	const given = await read(
		writeCapture(
			join(folder, 'pause.jsonl'),
			captureText([marker(3_599_999), marker(7_000_000), marker(3e9)]),
		),
	);
	assert.equal(given.events.length, 3);
	assert.deepEqual(
		given.defects.map(({code, detail}) => [code, detail]),
		[['jump', 'line 4: nothing for 831.4 hours before it']],
	);
});

test('makes one capture of files of different times', async () => {
	const part = (name: string, startedAt: number, times: readonly number[]) =>
		writeCapture(
			join(folder, name),
			captureText(
				[
					{t: 0, kind: 'open', connection: 1, url: name},
					...times.map(t => ({t, kind: 'ping', connection: 1}) as const),
				],
				{...captureHeader, startedAt, market: name},
			),
		);
	const {header, events: given} = await read([
		part('late', 2000, [10, 30]),
		part('early', 1000, [1005, 1020]),
	]);
	assert.equal(header?.startedAt, 1000);
	assert.deepEqual(header.markets, ['late', 'early']);
	assert.deepEqual(
		given.map(event => [event.t, 'connection' in event && event.connection]),
		[
			[0, 1],
			[1000, 2],
			[1005, 1],
			[1010, 2],
			[1020, 1],
			[1030, 2],
		],
	);
});

const partOf = (
	name: string,
	startedAt: number,
	given: readonly CaptureEvent[],
	facts: {readonly after?: number} = {},
) => writeCapture(join(folder, name), captureText(given, {...captureHeader, startedAt, ...facts}));

const opening = (connection: number, url: string) =>
	({t: 0, kind: 'open', connection, url}) as const;

test('of several files it is told when the last book of all begins', async () => {
	const startedAt = 1_700_000_000_000;
	const paths = await Promise.all(
		[
			{startedAt, begunBy: 900_000},
			{startedAt: startedAt + 600_000, begunBy: 600_000},
			{startedAt: startedAt + 60_000},
		].map(async (facts, part) => {
			const path = join(folder, `begun-${part}.jsonl`);
			const header = {market: 'STEEM/USDT', exchanges: ['binance'], app: '1', ...facts};
			await writeFile(path, encodeHeader(header));
			return path;
		}),
	);
	assert.equal((await read(paths)).header?.begunBy, 1_200_000);
	assert.equal((await read(paths.slice(0, 1))).header?.begunBy, 900_000);
	assert.equal((await read(paths.slice(2))).header?.begunBy, undefined);
});

test('a connection goes on from one part into the next', async () => {
	const paths = [
		partOf('go-on-2', 1000, [
			{...opening(2, 'wss://b'), t: 0.457},
			{t: 0.457, kind: 'sent', connection: 2, data: 'sub'},
			{t: 500, kind: 'open', connection: 3, url: 'wss://a'},
			{t: 5000, kind: 'ping', connection: 2},
		]),
		partOf('go-on-1', 100, [
			opening(1, 'wss://a'),
			opening(2, 'wss://b'),
			{t: 10, kind: 'close', connection: 1, reason: 'gone'},
			{t: 900.457, kind: 'ping', connection: 2},
		]),
	];
	const {events: given, defects} = await read(paths);
	assert.deepEqual(defects, []);
	assert.deepEqual(
		given.map(event => [event.t, event.kind, 'connection' in event && event.connection]),
		[
			[0, 'open', 1],
			[0, 'open', 2],
			[10, 'close', 1],
			[900.457, 'ping', 2],
			[900.457, 'sent', 2],
			[1400, 'open', 3],
			[5900, 'ping', 2],
		],
	);
});

const list = (t: number, data: string) =>
	({t, kind: 'http', url: 'https://a/list', status: 200, data}) as const;

for (const {name, second, goesOn} of [
	{
		name: 'begins with what was open',
		second: [{...opening(1, 'wss://a'), t: 0.4}, opening(2, 'wss://b')],
		goesOn: true,
	},
	{
		name: 'begins with the answer kept and what was open',
		second: [list(0.2, 'x'), opening(1, 'wss://a'), opening(2, 'wss://b')],
		goesOn: true,
	},
	{name: 'has less open', second: [opening(2, 'wss://b')], goesOn: false},
	{name: 'has another one open', second: [opening(1, 'wss://c')], goesOn: false},
	{
		name: 'was told something new',
		second: [list(0.2, 'y'), opening(1, 'wss://a'), opening(2, 'wss://b')],
		goesOn: false,
	},
	{
		name: 'opens what it has later',
		second: [{...opening(1, 'wss://a'), t: 150}, opening(2, 'wss://b')],
		goesOn: false,
	},
	{name: 'opens nothing', second: [], goesOn: false},
] satisfies readonly {name: string; second: readonly CaptureEvent[]; goesOn: boolean}[])
	test(`a part ${goesOn ? 'goes on' : 'is a recording of its own'} where it ${name}`, async () => {
		let t = 0;
		const rising = second.map(event => ({...event, t: (t = Math.max(t, event.t))}));
		const marker = {t: 400, kind: 'marker', label: 'end'} as const;
		const paths = [
			partOf('doubt-1', 1000, [list(0, 'x'), opening(1, 'wss://a'), opening(2, 'wss://b')]),
			partOf('doubt-2', 6000, [...rising, marker]),
		];
		const {events: given} = await read(paths);
		const ends = given.filter(({kind}) => kind === 'close');
		const connections = given.filter(({kind}) => kind === 'open').length;
		assert.deepEqual(given.at(-1), {...marker, t: 5400});
		if (goesOn) assert.deepEqual([ends, connections], [[], 2]);
		else {
			const opened = rising.filter(({kind}) => kind === 'open').length;
			assert.equal(connections, 2 + opened);
			const reason = 'the recording was interrupted';
			assert.deepEqual(
				ends,
				[1, 2].map(connection => ({t: 0, kind: 'close', connection, reason})),
			);
		}
		const breaks: number[] = [];
		for await (const item of readCapture(paths))
			if (item.type === 'event' && item.isAfterBreak) breaks.push(item.line);
		assert.deepEqual(breaks, goesOn ? [] : [2]);
	});

test('a recording that begins while another one runs interrupts nothing else', async () => {
	const ping = (t: number, connection: number) => ({t, kind: 'ping', connection}) as const;
	const other = {...captureHeader, exchanges: ['huobi']};
	const beside = writeCapture(
		join(folder, 'beside.jsonl'),
		captureText([opening(1, 'wss://c'), ping(9000, 1)], {...other, startedAt: 1000}),
	);
	const first = partOf('beside-1', 1000, [opening(1, 'wss://a')]);
	const second = partOf('beside-2', 6000, [list(0, 'y'), opening(1, 'wss://a')]);
	const ends: CaptureEvent[] = [];
	for await (const item of readCapture([beside, first, second])) {
		if (item.type !== 'event') continue;
		assert.equal(item.isAfterBreak, undefined);
		if (item.event.kind === 'close') ends.push(item.event);
	}
	assert.deepEqual(
		ends.map(event => 'connection' in event && event.connection),
		[2],
	);
});

test('a part that begins long after the one before has connections of its own', async () => {
	const first = partOf('long-1', 1000, [
		opening(1, 'wss://a'),
		{t: 9, kind: 'ping', connection: 1},
	]);
	const second = partOf('long-2', 601_000, [opening(1, 'wss://a')]);
	const {events: given} = await read([first, second]);
	assert.deepEqual(given.slice(2), [
		{t: 9, kind: 'close', connection: 1, reason: 'the recording was interrupted'},
		{t: 600_000, kind: 'open', connection: 2, url: 'wss://a'},
	]);
});

const raw = (kind: string | undefined, t: number, url: string, data: string) =>
	`${JSON.stringify({t, kind, url, data})}\n`;

test('opens a connection of a file without a header no longer ago than it takes to bring something', async () => {
	const path = join(folder, 'late.jsonl');
	for (const [t, openedAt] of [
		[9999, 0],
		[60_000, 60_000],
	] as const) {
		writeFileSync(path, raw('ws', t, 'wss://x', 'a'));
		const {events: given} = await read([path]);
		assert.deepEqual(given[0], {t: openedAt, kind: 'open', connection: 1, url: 'wss://x'});
	}
});

for (const {name, pauseMs, after, goesOn} of [
	{name: 'begins some seconds after the one before', pauseMs: 9000, goesOn: true},
	{name: 'begins ten seconds after the one before', pauseMs: 10_000, goesOn: false},
	{name: 'names the one before', pauseMs: 600_000, after: 1000, goesOn: true},
	{name: 'names one that is not there', pauseMs: 100, after: 900, goesOn: false},
])
	test(`a part ${goesOn ? 'goes on' : 'is a recording of its own'} where it ${name}`, async () => {
		const paths = [
			partOf('named-1', 1000, [opening(1, 'wss://a'), {t: 9, kind: 'ping', connection: 1}]),
			partOf(
				'named-2',
				1009 + pauseMs,
				[opening(1, 'wss://a'), {t: 9, kind: 'ping', connection: 1}],
				after === undefined ? {} : {after},
			),
		];
		const {events: given} = await read(paths);
		assert.deepEqual(
			given.slice(2).map(({t, kind}) => [t, kind]),
			[
				...(goesOn
					? []
					: [
							[9, 'close'],
							[9 + pauseMs, 'open'],
						]),
				[18 + pauseMs, 'ping'],
			],
		);
	});

const joined = (name: string, starts: readonly number[]) =>
	writeCapture(
		join(folder, name),
		starts
			.map(startedAt =>
				captureText([opening(1, 'wss://a'), {t: 900.4, kind: 'ping', connection: 1}], {
					...captureHeader,
					startedAt,
				}),
			)
			.join(''),
	);

test('captures that were joined into one file follow each other', async () => {
	const {events: given, defects} = await read(joined('joined.jsonl', [1000, 1900, 6000]));
	assert.deepEqual(
		given.map(({t, kind}) => [t, kind]),
		[
			[0, 'open'],
			[900.4, 'ping'],
			[900.4, 'close'],
			[900.4, 'open'],
			[1800.4, 'ping'],
			[1800.4, 'close'],
			[5000, 'open'],
			[5900.4, 'ping'],
		],
	);
	assert.deepEqual(
		defects.map(({code, detail}) => [code, detail]),
		[['stray', 'from line 4 on it holds another capture']],
	);
});

test('of captures that were joined in another order none is told at a wrong time', async () => {
	const {events: given, defects} = await read(joined('disordered.jsonl', [5000, 1000, 9000]));
	assert.deepEqual(
		given.map(({t, kind}) => [t, kind]),
		[
			[0, 'open'],
			[900.4, 'ping'],
			[900.4, 'close'],
			[4000, 'open'],
			[4900.4, 'ping'],
		],
	);
	assert.deepEqual(
		defects.map(({code, detail}) => [code, detail]),
		[
			[
				'unreadable',
				'line 4: a second header: what follows is of a capture that began before this, and is left out',
			],
			['stray', 'from line 7 on it holds another capture'],
		],
	);
});

test('reads files without a header, with what was sent beside them', async () => {
	const received = join(folder, 'raw.jsonl');
	const sent = join(folder, 'raw.sent.jsonl');
	writeFileSync(
		received,
		raw('ws', 10, 'wss://x', 'a') +
			raw('http', 20, 'https://x', 'b') +
			raw('ws', 30, 'wss://y', 'c'),
	);
	writeFileSync(sent, raw(undefined, 5, 'wss://x', 'sub'));
	const index = [{file: 'raw.jsonl', symbols: ['STEEMBTC'], t0_epoch_s: 1600000000.5}];
	writeFileSync(join(folder, 'index.json'), JSON.stringify(index));
	const {header, events: given} = await read([received, sent]);
	assert.deepEqual([header?.startedAt, header?.market], [1_600_000_000_500, 'STEEMBTC']);
	assert.deepEqual(given, [
		{t: 0, kind: 'open', connection: 1, url: 'wss://x'},
		{t: 5, kind: 'sent', connection: 1, data: 'sub'},
		{t: 10, kind: 'ws', connection: 1, data: 'a'},
		{t: 20, kind: 'http', url: 'https://x', status: 200, data: 'b'},
		{t: 30, kind: 'open', connection: 2, url: 'wss://y'},
		{t: 30, kind: 'ws', connection: 2, data: 'c'},
	]);
});

const whole = captureText([{t: 1, kind: 'marker', label: 'whole'}]);
const later = captureText([{t: 1, kind: 'marker', label: 'later'}]).replace(
	'1700000000000',
	'1700000060000',
);

for (const {name, bytes, code, words} of [
	{name: 'is empty', bytes: '', code: 'truncated', words: 'it has no whole line'},
	{name: 'is zeros', bytes: Buffer.alloc(4096), code: 'truncated', words: 'it has no whole line'},
	{
		name: 'was cut in the header of gzip',
		bytes: gzipSync(whole).subarray(0, 6),
		code: 'truncated',
		words: 'it has no whole line',
	},
	{name: 'is one byte of gzip', bytes: Buffer.from([0x1f]), code: 'truncated', words: 'no whole'},
	{
		name: 'was cut in its first line',
		bytes: whole.slice(0, 40),
		code: 'truncated',
		words: 'it has no whole line',
	},
	{name: 'is another text', bytes: 'hello\n', code: 'unreadable', words: 'line 1: not JSON'},
	{
		name: 'has lost its header',
		bytes: `${whole.split('\n')[1]}\n`,
		code: 'unreadable',
		words: 'it has no header',
	},
])
	for (const place of [0, 1, 2])
		test(`part ${place + 1} of 3 that ${name} costs no other`, async () => {
			const parts = [whole, later];
			const paths = parts.map((text, index) =>
				writeCapture(join(folder, `part-${index}.jsonl`), text),
			);
			const broken = join(folder, 'broken.jsonl');
			writeFileSync(broken, bytes);
			const {events: given, defects} = await read(paths.toSpliced(place, 0, broken));
			assert.deepEqual(
				given.map(event => event.kind === 'marker' && event.label),
				['whole', 'later'],
			);
			assert.deepEqual(
				defects.map(defect => [defect.code, defect.file]),
				[[code, broken]],
			);
			assert.match(defects[0]?.detail ?? '', new RegExp(`${words}.*; it is left out`));
		});

test('is no capture where no part is', async () => {
	const paths = ['none-1.jsonl', 'none-2.jsonl'].map(name => join(folder, name));
	for (const path of paths) writeFileSync(path, '');
	await assert.rejects(read(paths), /none-1\.jsonl is not a capture: it has no whole line/);
	await assert.rejects(read([...paths, join(folder, 'not-there.jsonl')]), /does not exist/);
});

test('reads a capture from a pipe', async () => {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	const reading = read(path);
	await writeFile(path, gzipSync(whole));
	assert.equal((await reading).events.length, 1);
});

test('refuses a device that has no end', async () => {
	await assert.rejects(read('/dev/zero'), /\/dev\/zero cannot be read: it is a device/);
});

test('hands over a thousand lines at once, however small', async () => {
	const lines = `${captureText([])}${'{}\n'.repeat(30_000)}`;
	const path = writeCapture(join(folder, 'small-lines.jsonl.gz'), lines);
	const sizes: number[] = [];
	for await (const items of readCaptureBatches(path)) sizes.push(items.length);
	assert.equal(
		sizes.reduce((sum, size) => sum + size, 0),
		30_001,
	);
	assert.ok(Math.max(...sizes) <= 1000, `${Math.max(...sizes)} at once`);
});

test('a line that cannot be read costs no look at the stack', () => {
	const {stack, message} = new CaptureLineError(7, 'not JSON');
	assert.equal(message, 'line 7: not JSON');
	assert.doesNotMatch(stack ?? '', /\n\s+at /);
	assert.match(new Error('after it').stack ?? '', /\n\s+at /);
});

test('stops reading when nobody wants more', async () => {
	const data = 'x'.repeat(1000);
	const long = Array.from(
		{length: 1000},
		(_, t) => ({t, kind: 'sent', connection: 1, data}) as const,
	);
	const text = captureText(long);
	const path = writeCapture(join(folder, 'long.jsonl'), text);
	let bytes = 0;
	const items = readCapture(path, {onRead: read => (bytes = read)});
	for await (const item of items) if (item.type === 'event') break;
	assert.ok(bytes > 0 && bytes < text.length / 4, `${bytes} of ${text.length}`);
});

test('an address or a text longer than any is a line that cannot be read', async () => {
	const long = 'x'.repeat(50_000);
	const names = Array.from({length: 1024}, (_, at) => `steem${1000 + at}usdt@depth@100ms`);
	const url = `wss://stream.binance.com:9443/stream?streams=${names.join('/')}`;
	const fine: readonly CaptureEvent[] = [
		{t: 0, kind: 'open', url, connection: 1},
		{t: 0, kind: 'ws', connection: 1, data: long},
	];
	const bad: readonly CaptureEvent[] = [
		{t: 1, kind: 'http', url: long, status: 200, data: ''},
		{t: 1, kind: 'open', url: long, connection: 2},
		{t: 1, kind: 'marker', label: long},
		{t: 1, kind: 'close', connection: 3, reason: long},
		{t: 1, kind: 'http', url: 'https://x', status: 200, data: '', headers: {a: long}},
	];
	const path = writeCapture(join(folder, 'addresses.jsonl'), captureText([...fine, ...bad]));
	const {events: found, defects} = await read(path);
	assert.deepEqual(found, fine);
	assert.deepEqual(
		defects.map(({code}) => code),
		bad.map(() => 'unreadable'),
	);
	assert.match(defects[0]?.detail ?? '', /^line 4: "url" is longer than 40000 characters/);
});

test('closes what is left, also at the header', async () => {
	const header = encodeHeader(captureHeader);
	const lines = [header, ...events.map(encodeEvent)].map(line => line.trimEnd());
	let open = 0;
	const readLines = async function* () {
		open++;
		try {
			for (const line of lines) yield {lines: [line]};
		} finally {
			open--;
		}
	};
	for (let most = 1; most < 4; most++) {
		let count = 0;
		for await (const _ of readCaptureBatches('feed.jsonl', {read: readLines}))
			if (++count === most) break;
		assert.deepEqual([count, open], [most, 0]);
	}
});

test('closes the pipes before one that cannot be opened', async () => {
	const pipe = join(folder, 'first-of-two');
	execFileSync('mkfifo', [pipe]);
	let open = 0;
	const readLines = async function* (path: string) {
		if (path !== pipe) throw new Error('it is gone');
		open++;
		try {
			for (;;) yield {lines: [encodeHeader(captureHeader).trimEnd()]};
		} finally {
			open--;
		}
	};
	const items = readCaptureBatches([pipe, 'feed.jsonl'], {read: readLines});
	await assert.rejects(items.next(), /feed\.jsonl cannot be read: it is gone/);
	assert.equal(open, 0);
});
