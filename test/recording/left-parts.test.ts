import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {encodeEvent, encodeHeader} from '../../source/capture/capture-format.js';
import {readEnds, readLast, readStart} from '../../source/files/file-ends.js';
import {createGzipPacker} from '../../source/files/gzip-packer.js';
import {noteHole, toHoleMarker} from '../../source/recording/holes.js';
import {findLastPart} from '../../source/recording/last-part.js';
import {createPartCare} from '../../source/recording/part-care.js';
import {createDatedNames} from '../../source/recording/part-names.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const folders: string[] = [];
after(() => folders.forEach(folder => rmSync(folder, {recursive: true})));

const startedAt = Date.UTC(2026, 0, 2, 3, 4, 5);
const hole = {from: startedAt + 9, to: startedAt + 9000, reason: 'the recorder was not running'};

const makeFolder = (files: Readonly<Record<string, Uint8Array | string>>) => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	folders.push(folder);
	for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
	return folder;
};

const header = (at: number) =>
	encodeHeader({startedAt: at, market: 'STEEM/USDT', exchanges: ['huobi'], app: '0.1.0'});

/**
 * What a file holds while a recorder writes these texts into it, at each byte that it may be killed at; `memberBytes`:
 * after which another member begins.
 */
const statesOf = async (texts: readonly string[], memberBytes?: number) => {
	const packer = createGzipPacker(memberBytes);
	const states: {readonly bytes: Buffer; readonly written: number}[] = [];
	let [before, end] = [Buffer.alloc(0), 0];
	for (const [written, text] of texts.entries()) {
		const {bytes, trailer} = await packer.pack(Buffer.from(text));
		const added = Buffer.concat([bytes, trailer]);
		for (let length = written === 0 ? added.length : 0; length <= added.length; length++) {
			const begun = [before.subarray(0, end), added.subarray(0, length)];
			const state = Buffer.concat([...begun, before.subarray(end + length)]);
			states.push({bytes: state, written: length === added.length ? written + 1 : written});
		}
		before = Buffer.concat([before.subarray(0, end), added]);
		end += bytes.length;
	}
	packer.close();
	return states;
};

const linesOf = (text: string) => text.trimEnd().split('\n');

for (const {members, memberBytes} of [
	{members: 'one member', memberBytes: undefined},
	{members: 'a member for each second', memberBytes: 1},
])
	test(`notes a hole in a part of ${members} that was torn at any byte, and loses no line`, async () => {
		const line = (t: number) => encodeEvent({t, kind: 'ws', connection: 1, data: `{"n":${t}}`});
		const texts = [header(startedAt) + line(1), line(2) + line(3), line(4)];
		const name = 'STEEM-USDT-20260102T030405Z.jsonl.gz';
		const folder = makeFolder({});
		const path = join(folder, name);
		const own = createDatedNames(folder, ['STEEM/USDT']);
		for (const {bytes, written} of await statesOf(texts, memberBytes)) {
			writeFileSync(path, bytes);
			const {first, last} = await readEnds(path);
			assert.ok(linesOf(texts.join('')).includes(last), `${bytes.length} bytes`);
			assert.deepEqual(await readStart(path, 1), [first], `${bytes.length} bytes`);
			assert.equal((await findLastPart(own, startedAt))?.path, path, `${bytes.length} bytes`);
			for (const tail of [1, 40, 120, 1000]) assert.equal(await readLast(path, tail), last);
			await noteHole(path, hole, bytes.length);
			const found = linesOf(gunzipSync(readFileSync(path)).toString());
			const whole = linesOf(texts.slice(0, written).join(''));
			assert.deepEqual(found.slice(0, whole.length), whole, `${bytes.length} bytes`);
			const {label, hole: told} = JSON.parse(found.at(-1) ?? '') as {label: string; hole: unknown};
			assert.deepEqual([label, told], ['hole of 9.0 s: the recorder was not running', hole]);
			assert.ok(linesOf(texts.join('')).includes(found.at(-2) ?? ''));
		}
		assert.deepEqual(readdirSync(folder), [name]);
	});

test('reads the last line of a long part without what comes before', async () => {
	const folder = makeFolder({});
	const path = join(folder, 'part.jsonl.gz');
	const texts = [
		header(startedAt),
		...[1, 2, 3].map(t => encodeEvent({t, kind: 'marker', label: `${t}`})),
	];
	const bytes = (await statesOf(texts, 1)).at(-1)?.bytes ?? Buffer.alloc(0);
	// Whoever reads all of it comes no further than this.
	bytes.fill(0, 30, 60);
	writeFileSync(path, bytes);
	const lastOf = async (file: string) => (JSON.parse(await readLast(file, 300)) as {t: number}).t;
	assert.equal(await lastOf(path), 3);
	assert.notEqual((await readEnds(path)).last, await readLast(path, 300));
	writeFileSync(join(folder, 'plain.jsonl'), texts.join(''));
	assert.equal(await lastOf(join(folder, 'plain.jsonl')), 3);
});

test('reads the first lines although one is of many pieces', async () => {
	const long = encodeEvent({t: 1, kind: 'marker', label: 'é'.repeat(300_000)});
	const text = header(startedAt) + long + encodeEvent({t: 2, kind: 'marker', label: 'here'});
	const folder = makeFolder({'part.jsonl': text, 'part.jsonl.gz': await pack(text)});
	for (const name of ['part.jsonl', 'part.jsonl.gz'])
		for (const count of [1, 2, 3, 4])
			assert.deepEqual(
				await readStart(join(folder, name), count),
				linesOf(text).slice(0, count),
				`${count} of ${name}`,
			);
});

test('cuts half a line off before it notes a hole', async () => {
	const whole = header(startedAt) + encodeEvent({t: 7, kind: 'marker', label: 'here'});
	const folder = makeFolder({'feed-0001.jsonl': `${whole}{"t":1`});
	const path = join(folder, 'feed-0001.jsonl');
	await noteHole(path, hole, 5);
	assert.equal(readFileSync(path, 'utf8'), `${whole}{"t":1`, 'somebody writes it');
	rmSync(join(folder, 'feed-0001.hole.json'));
	await noteHole(path, hole);
	assert.equal(readFileSync(path, 'utf8'), whole + encodeEvent({t: 7, ...toHoleMarker(hole)}));
	assert.deepEqual(readdirSync(folder), ['feed-0001.jsonl']);
});

const names = [3, 4, 5, 6].map(hour => `STEEM-USDT-20260102T0${hour}0405Z.jsonl.gz`);
const [first = '', second = '', third = '', fourth = ''] = names;
const hourMs = 3_600_000;
const holeBefore = (part: number) => ({...hole, to: startedAt + part * hourMs});

const pack = async (text: string): Promise<Buffer> => {
	const [state] = await statesOf([text]);
	return state?.bytes ?? Buffer.alloc(0);
};

/** A part whose recorder was killed; `part`: how many hours behind the first. */
const partOf = (part: number, ends = false) =>
	pack(
		header(startedAt + part * hourMs) +
			(part === 0 ? '' : encodeEvent({t: 0, ...toHoleMarker(holeBefore(part))})) +
			encodeEvent({t: 9, kind: 'marker', label: 'here'}) +
			(ends ? encodeEvent({t: 9, ...toHoleMarker(holeBefore(part + 1))}) : ''),
	);

const startCare = async (folder: string, ran: string[] = [], run = () => Promise.resolve()) => {
	const own = createDatedNames(folder, ['STEEM/USDT']);
	const clock = createFakeClock(startedAt + 9 * hourMs);
	return createPartCare({
		...{clock, names: own, keep: null, isOpen: () => false, say: () => undefined},
		before: await findLastPart(own, clock.wall()),
		async runHook(path) {
			ran.push(basename(path));
			await run();
			return null;
		},
	});
};

const holesIn = (folder: string, name: string) =>
	linesOf(gunzipSync(readFileSync(join(folder, name))).toString())
		.map(line => JSON.parse(line) as {hole?: {to: number}})
		.flatMap(({hole: told}) => (told ? [told.to] : []));

test('notes holes that recorders were killed before they noted', async () => {
	const folder = makeFolder({
		[first]: await partOf(0, true),
		[second]: await partOf(1),
		[third]: (await partOf(2)).subarray(0, -4),
		[fourth]: await partOf(3),
	});
	const care = await startCare(folder);
	await care.stop();
	const endOf = (part: number) => holeBefore(part).to;
	assert.deepEqual(
		names.map(name => holesIn(folder, name)),
		[[endOf(1)], [endOf(1), endOf(2)], [endOf(2), endOf(3)], [endOf(3)]],
	);
	const bytes = names.map(name => readFileSync(join(folder, name)));
	await (await startCare(folder)).stop();
	assert.deepEqual(
		bytes,
		names.map(name => readFileSync(join(folder, name))),
		'only once',
	);
});

test('runs the command for all parts that a killed recorder did not come to', async () => {
	const list = '.STEEM-USDT.on-rotate.json';
	const folder = makeFolder({
		[`${list}.new`]: Buffer.from('{"parts":["of one that was killed as it wrote'),
	});
	const stuck = await startCare(folder, [], () => new Promise(() => undefined));
	for (const [part, name] of names.slice(0, 3).entries()) {
		writeFileSync(join(folder, name), await partOf(part));
		stuck.port.begun(join(folder, name));
	}
	stuck.port.closed({path: join(folder, first), bytes: 1}, null);
	stuck.port.closed({path: join(folder, second), bytes: 1}, null);
	await stuck.saved();
	assert.deepEqual(readdirSync(folder).sort(), [list, ...names.slice(0, 3)]);
	// It is killed while the first command runs and the third part is open.
	const ran: string[] = [];
	const care = await startCare(folder, ran);
	care.port.interrupted(join(folder, third), hole);
	await care.stop();
	assert.deepEqual(ran, [first, second, third]);
	await (await startCare(folder, ran)).stop();
	assert.deepEqual(ran, [first, second, third], 'each once');
	assert.deepEqual(readdirSync(folder).sort(), names.slice(0, 3));
});

test('runs the command for a part although its recorder and the next are killed at once', async () => {
	const folder = makeFolder({[first]: await partOf(0)});
	const killed = await startCare(folder, [], () => new Promise(() => undefined));
	await killed.saved();
	// It is killed as soon as there is something in its part.
	writeFileSync(join(folder, second), await partOf(1));
	const ran: string[] = [];
	const care = await startCare(folder, ran);
	care.port.interrupted(join(folder, second), hole);
	await care.stop();
	assert.deepEqual(ran, [first, second]);
});
