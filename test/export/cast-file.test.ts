import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {readCast, type Cast} from '../../source/export/cast-file.js';
import type {CastMoment} from '../../source/export/moment-store.js';
import {withoutLeaving} from '../../source/export/without-leaving.js';
import {FileError} from '../../source/files/file-error.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

let count = 0;
const listed = (cast: Cast): Cast & {readonly moments: readonly CastMoment[]} => ({
	...cast,
	moments: [...cast.moments],
});
const write = (content: string | Buffer): string => {
	const path = join(folder, `${++count}.cast`);
	writeFileSync(path, content);
	return path;
};
const read = async (content: string | Buffer) => listed(await readCast(write(content)));

const linesOf = (...lines: readonly unknown[]) =>
	lines.map(line => `${JSON.stringify(line)}\n`).join('');

const header2 = {version: 2, width: 80, height: 24, title: 'a title'};
const header3 = {version: 3, term: {cols: 80, rows: 24, theme: {fg: '#111111', bg: '#222222'}}};

test('reads version 2 with times since the start', async () => {
	const cast = await read(
		linesOf(header2, [0, 'o', 'a'], [1.5, 'i', 'key'], [1.25, 'm', 'gap'], [2.5, 'r', '100x30']),
	);
	assert.deepEqual(cast, {
		columns: 80,
		rows: 24,
		title: 'a title',
		palette: null,
		cut: null,
		notes: [],
		moments: [
			{ms: 0, event: {code: 'o', data: 'a'}},
			{ms: 1500, event: {code: 'm', label: 'gap'}},
			{ms: 2500, event: {code: 'r', columns: 100, rows: 30}},
		],
	});
});

test('reads version 3 with times since the event before, whatever that was', async () => {
	const {title, moments} = await read(
		`${linesOf(header3)}# a comment\n${linesOf([0.5, 'o', 'a'], [0.5, 'i', 'key'], [0.001, 'o', 'b'], [1, 'x', '0'])}`,
	);
	assert.equal(title, null);
	assert.deepEqual(
		moments.map(({ms}) => ms),
		[500, 1001],
	);
});

test('takes the colours of a whole theme', async () => {
	const theme = {fg: '#111111', bg: '#222222', palette: Array(8).fill('#abcdef').join(':')};
	const {palette} = await read(linesOf({...header2, theme}, [0, 'o', 'a']));
	assert.equal(palette?.colors.length, 16);
	assert.deepEqual([palette.foreground, palette.background], ['#111111', '#222222']);
	const half = await read(linesOf({...header2, theme: {...theme, fg: 'red;}'}}, [0, 'o', 'a']));
	assert.equal(half.palette, null);
});

test('reads a packed cast, and one that was cut off', async () => {
	const whole = linesOf(header2, [0, 'o', 'a'], [1, 'o', 'b']);
	assert.equal((await read(gzipSync(whole))).cut, null);
	const {moments, cut} = await read(`${whole}[2, "o", "c`);
	assert.equal(moments.length, 2);
	assert.equal(cut, 'the last line was cut off after line 3');
});

test('a last line without a line feed is a line', async () => {
	const {moments, cut} = await read(linesOf(header2, [0, 'o', 'a'], [1, 'o', 'b']).trimEnd());
	assert.deepEqual([moments.length, cut], [2, null]);
});

test('shortens pauses as the header wants', async () => {
	const events = [
		[0.5, 'o', 'a'],
		[600, 'm', 'b'],
		[601, 'o', 'c'],
	] as const;
	for (const [header, lines] of [
		[header2, events],
		[header3, events.map(([t, ...rest], index) => [t - (events[index - 1]?.[0] ?? 0), ...rest])],
	] as const) {
		const {moments} = await read(linesOf({...header, idle_time_limit: 1.5}, ...lines));
		assert.deepEqual(
			moments.map(({ms}) => ms),
			[500, 2000, 3000],
		);
	}
});

for (const {name, content, words} of [
	{
		name: 'version 1 on one line',
		content: '{"version":1,"stdout":[]}',
		words: /line 1: version 1; this/,
	},
	{name: 'nothing', content: '', words: /is not a cast: it has no whole line/},
	{name: 'a text', content: 'hello\n', words: /is not a cast: line 1: not JSON/},
	{name: 'another JSON', content: linesOf({a: 1}), words: /line 1: no header of a cast/},
	{name: 'version 1', content: linesOf({version: 1, stdout: []}), words: /line 1: version 1; this/},
	{
		name: 'a capture',
		content: linesOf({format: 'steem-tui-capture', version: 1}),
		words: /line 1: the header of a "steem-tui-capture"/,
	},
	{name: 'no output', content: linesOf(header2, [0, 'm', 'x']), words: /is empty: nothing was/},
]) {
	test(`says of a file with ${name} what is wrong`, async () => {
		await assert.rejects(read(content), error => {
			assert.ok(error instanceof FileError);
			assert.match(error.message, words);
			return true;
		});
	});
}

for (const {name, header, size, words} of [
	{
		name: 'that a terminal without a size is written as',
		header: {...header2, width: 0, height: 0},
		size: [80, 24],
		words: 'line 1: no size of a terminal: 0×0; taken for 80×24',
	},
	{
		name: 'that is missing',
		header: {version: 3},
		size: [80, 24],
		words: 'line 1: no size of a terminal: null×null; taken for 80×24',
	},
	{
		name: 'that no terminal has',
		header: {...header2, width: 9999, height: 9999},
		size: [80, 24],
		words: 'line 1: no size of a terminal: 9999×9999; taken for 80×24',
	},
])
	test(`takes a size ${name} for the usual one, and says so`, async () => {
		const {columns, rows, notes, moments} = await read(linesOf(header, [0.1, 'o', 'hello']));
		assert.deepEqual([columns, rows], size);
		assert.deepEqual(notes, [words]);
		assert.equal(moments.length, 1);
	});

test('leaves events alone that only others know, whatever is in them', async () => {
	const {moments, notes} = await read(
		linesOf(header3, [0.1, 'o', 'a'], [0.1, 'z', {of: 'another'}], [0.1, 'o', 'b'], [1, 'zz']),
	);
	assert.deepEqual(
		moments.map(({ms}) => ms),
		[100, 300],
	);
	assert.deepEqual(notes, []);
});

test('skips lines that are no events, and names each kind once', async () => {
	const {moments, notes} = await read(
		`${linesOf(header2, [0, 'o', 'a'])}nonsense\n${linesOf(
			[0.5, 'o', 5],
			{},
			['0', 'o', 'a'],
			[-1, 'o', 'a'],
			[1e300, 'o', 'a'],
			[0.7, 'r', '0x0'],
			[1, 'o', 'b'],
			'text',
		)}more nonsense\n`,
	);
	assert.deepEqual(
		moments.map(({ms}) => ms),
		[0, 1000],
	);
	assert.deepEqual(notes, [
		'line 3: not JSON; it is skipped, as is another of its kind',
		'line 4: an event without text; it is skipped',
		'line 5: no event; it is skipped, as are 4 others of its kind',
		'line 9: no size of a terminal: "0x0"; it is skipped',
	]);
});

test('the time of an event that is skipped counts for those after it', async () => {
	const {moments} = await read(
		linesOf(header3, [0.5, 'o', 'a'], [0.5, 'o', null], [0.5, 'r', 'x'], [0.5, 'o', 'b']),
	);
	assert.deepEqual(
		moments.map(({ms}) => ms),
		[500, 2000],
	);
});

test('a mark of the byte order before the header is no header', async () => {
	assert.equal((await read(`\uFEFF${linesOf(header2, [0, 'o', 'a'])}`)).moments.length, 1);
});

test('a file of which nothing can be shown is told of with what is wrong in it', async () => {
	await assert.rejects(
		read(`${linesOf(header2)}nonsense\n`),
		/is empty: nothing was written to the screen; line 2: not JSON; it is skipped$/,
	);
});

test('absurd counts are cut, wherever the sequence is', async () => {
	const whole = 'a\u001B[2147483647b\u001B[5;99999H\u001B[?2004h\u001B[38;2;255;1;2m\u009B70000L';
	const cut = 'a\u001B[1920b\u001B[5;1000H\u001B[?2004h\u001B[38;2;255;1;2m\u009B24L';
	for (let at = 0; at <= whole.length; at++) {
		const parts = [whole.slice(0, at), whole.slice(at)].map(text => [0.1, 'o', text] as const);
		const {moments} = await read(linesOf(header2, ...parts));
		const shown = moments.map(({event}) => (event.code === 'o' ? event.data : '')).join('');
		assert.equal(shown, cut, `cut at ${at}`);
	}
	const digits = Array.from({length: 300}, () => [0, 'o', '9'] as const);
	const {moments} = await read(linesOf(header2, [0, 'o', 'a\u001B['], ...digits, [0, 'o', 'b']));
	assert.deepEqual(
		moments.map(({event}) => event.code === 'o' && event.data),
		['a\u001B[1920b'],
	);
});

test('reads no more than 200,000 lines in a row that are no events', async () => {
	const lines = linesOf(header2, [0, 'o', 'a']) + '{}\n'.repeat(300_000);
	const {cut, moments} = await read(lines + linesOf([1, 'o', 'b']));
	assert.equal(moments.length, 1);
	assert.match(cut ?? '', /nothing is read after line 200002/);
});

test('says that a file is not there, or is a folder', async () => {
	await assert.rejects(readCast(join(folder, 'nowhere.cast')), /nowhere\.cast does not exist/);
	await assert.rejects(readCast(folder), /is a folder, not a cast/);
});

test('takes off the giving back of the terminal, but nothing that was printed behind it', async () => {
	const leave = '\u001B[0m\u001B[?25h\u001B[?1049l';
	const frames = linesOf(header2, [0, 'o', '\u001B[?1049hframe']);
	const left = listed(
		withoutLeaving(await read(frames + linesOf([1, 'o', leave], [2, 'o', '\u001B[?25h\r\n']))),
	);
	assert.deepEqual(left.moments.at(-1), {
		ms: 1000,
		event: {code: 'o', data: '\u001B[0m\u001B[?25h'},
	});
	for (const after of ['$ ls', '\u001B[1mbye'])
		assert.equal(
			listed(withoutLeaving(await read(frames + linesOf([1, 'o', leave], [2, 'o', after])))).moments
				.length,
			3,
		);
	assert.equal(listed(withoutLeaving(await read(frames))).moments.length, 1);
});

for (const [name, costly] of [
	['repeats', '\u001B[9999999b'],
	['resets', '\u001Bc'],
	['line feeds', '\n'.repeat(35)],
] as const)
	test(`one line of ${name} costs no more than a cast may`, async () => {
		const size = {version: 2, width: 500, height: 300};
		const cast = await read(linesOf(size, [0, 'o', `a${costly.repeat(100_000)}`], [1, 'o', 'z']));
		assert.match(cast.cut ?? '', /draws more than any screen shows/);
		let length = 0;
		for (const {event} of cast.moments) if (event.code === 'o') length += event.data.length;
		assert.ok(length > 0 && length < (costly.length * 100_000) / 1.5, String(length));
	});

test('a line of more than 8 MB is skipped, as the last one too', async () => {
	const long = linesOf([1, 'o', 'x'.repeat(8e6)]);
	const {moments, notes} = await read(linesOf(header2, [0, 'o', 'a']) + long + long.trim());
	assert.equal(moments.length, 1);
	assert.deepEqual(notes, ['line 3: longer than 8 MB; it is skipped, as is another of its kind']);
});
