import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {markersOf, readCast} from '../../source/export/cast-file.js';
import {createMomentStore, type CastMoment} from '../../source/export/moment-store.js';

const output = (ms: number, data: string): CastMoment => ({ms, event: {code: 'o', data}});

test('makes one moment of output of the same millisecond', () => {
	const store = createMomentStore();
	const marker: CastMoment = {ms: 1, event: {code: 'm', label: 'x'}};
	for (const moment of [output(1, 'a'), output(1, 'b'), marker, output(1, 'c'), output(2, 'd')])
		store.add(moment);
	const kept = [output(1, 'ab'), marker, output(1, 'c'), output(2, 'd')];
	assert.deepEqual([...store.moments()], kept);
	assert.deepEqual([...store.moments()], kept, 'a second time');
});

test('gives back long casts as they came, through its packed blocks', () => {
	const store = createMomentStore();
	const frame = `${'─┐\u001B[1m😀\uD800'.repeat(10_000)}\u001B[m`;
	for (let ms = 0; ms < 100; ms++) store.add(output(ms, `${frame}${ms}`));
	let ms = 0;
	for (const moment of store.moments()) assert.deepEqual(moment, output(ms, `${frame}${ms++}`));
	assert.equal(ms, 100);
});

test('cuts a long output into pieces, in no character and no sequence', () => {
	const store = createMomentStore();
	const long = 'x'.repeat(128 * 1024 - 1);
	const text = `${long}😀${'y'.repeat(128 * 1024 - 7)}\u001B[?1049l${long}`;
	store.add(output(5, text));
	const pieces = [...store.moments()].map(({event}) => (event.code === 'o' ? event.data : ''));
	assert.equal(pieces.join(''), text);
	assert.deepEqual(
		pieces.map(piece => piece.slice(0, 3)),
		['xxx', '😀y', '\u001B[?', 'xxx'],
	);
});

test('is full at its bound of text, and at its bound of bytes packed', () => {
	const texts = createMomentStore({text: 2e6, packed: 1e9});
	texts.add(output(1, 'x'.repeat(1_999_999)));
	assert.equal(texts.full(), null);
	texts.add({ms: 2, event: {code: 'm', label: 'xx'}});
	assert.equal(texts.full(), 'it writes more than 2 million characters');
	const bytes = createMomentStore({text: 1e9, packed: 1e6});
	let state = 1;
	const noise = () => String.fromCharCode(32 + ((state = (state * 48_271) % 0x7fff_ffff) % 90));
	const piece = Array.from({length: 1_100_000}, noise).join('');
	bytes.add(output(1, piece));
	assert.equal(bytes.full(), null);
	bytes.add(output(2, piece));
	assert.equal(bytes.full(), 'it holds more than 1 MB, packed');
});

const read = async (content: string) => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
	try {
		writeFileSync(join(folder, 'a.cast'), content);
		return await readCast(join(folder, 'a.cast'));
	} finally {
		rmSync(folder, {recursive: true});
	}
};
const header = '{"version": 2, "width": 80, "height": 24}\n';

test('keeps 10,000 markers, with labels of 1,000 characters', async () => {
	const marker = JSON.stringify([1, 'm', 'y'.repeat(2000)]);
	const cast = await read(`${header}[1,"o","x"]\n${`${marker}\n`.repeat(10_010)}[2,"o","z"]\n`);
	const markers = markersOf(cast);
	assert.equal(markers.length, 10_000);
	assert.equal(markers[0]?.label.length, 1000);
	assert.deepEqual(cast.notes, [
		'line 10003: a marker beyond 10,000; it is skipped, as are 9 others of its kind',
	]);
	assert.deepEqual([...cast.moments].at(-1), output(2000, 'z'));
});

test('stops where counts in sum draw more than any screen shows', async () => {
	const line = JSON.stringify([1, 'o', 'A\u001B[9999999b'.repeat(1000)]);
	const wide = '{"version": 2, "width": 500, "height": 300}\n';
	const {cut} = await read(`${wide}${`${line}\n`.repeat(10)}`);
	assert.equal(cut, 'it draws more than any screen shows: nothing is read after line 5');
});
