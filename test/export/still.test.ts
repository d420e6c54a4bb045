import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {after, mock, test} from 'node:test';
import {setTimeout} from 'node:timers/promises';
import {toText} from '../../source/export/cells.js';
import {playCast} from '../../source/export/play-cast.js';
import {FileError} from '../../source/files/file-error.js';
import {saveStill, type StillOptions} from '../../source/export/still.js';
import {writeText} from '../../source/files/write-text.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const options: StillOptions = {
	picture: '\u001B[?1049h\u001B[2J\u001B[1H\u001B[32mbids\u001B[0m <1>\u001B[2H╭─╮',
	columns: 12,
	rows: 3,
	market: 'STEEM/USDT',
	folder,
	// The names are by the clock on the wall, wherever that is.
	time: new Date(2026, 0, 2, 3, 4, 5).getTime(),
};

test('saves the screen as a picture and as text, over no other file', async () => {
	const {paths} = await saveStill(options);
	assert.deepEqual(
		paths.map(path => basename(path)),
		['steem-tui-STEEM-USDT-20260102-030405.svg', 'steem-tui-STEEM-USDT-20260102-030405.txt'],
	);
	assert.equal(readFileSync(paths[1], 'utf8'), 'bids <1>\n╭─╮\n\n');
	const svg = readFileSync(paths[0], 'utf8');
	assert.match(
		svg,
		/^<svg .*>[^]*<title>steem-tui STEEM\/USDT<\/title>[^]*>&lt;1&gt;<[^]*<\/svg>\n$/,
	);
	const again = await saveStill(options);
	assert.deepEqual(
		again.paths.map(path => basename(path)),
		['steem-tui-STEEM-USDT-20260102-030405-2.svg', 'steem-tui-STEEM-USDT-20260102-030405-2.txt'],
	);
	assert.equal(readFileSync(paths[0], 'utf8'), svg);
});

test('stills that are saved at once have names of their own', async () => {
	const saved = await Promise.all([1, 2, 3].map(() => saveStill({...options, market: 'AT/ONCE'})));
	const names = saved.flatMap(({paths}) => paths.map(path => basename(path)));
	assert.equal(new Set(names).size, 6);
	const there = readdirSync(folder).filter(name => name.includes('AT-ONCE'));
	assert.deepEqual(there, names.toSorted());
});

test('a text that is there takes the name from the picture, too', async () => {
	const stem = join(folder, 'steem-tui-TEXT-ONLY-20260102-030405');
	writeFileSync(`${stem}.txt`, 'mine');
	const {paths} = await saveStill({...options, market: 'TEXT/ONLY'});
	assert.deepEqual(paths, [`${stem}-2.svg`, `${stem}-2.txt`]);
	assert.ok(!readdirSync(folder).includes(`${basename(stem)}.svg`));
});

test('says in a sentence why it could not', async () => {
	const place = join(folder, 'nowhere');
	await assert.rejects(saveStill({...options, folder: place}), (error: Error) => {
		assert.ok(error instanceof FileError);
		assert.match(error.message, /nowhere.*\.svg cannot be written: the folder does not exist/);
		return true;
	});
	const file = join(folder, 'file');
	writeFileSync(file, '');
	await assert.rejects(saveStill({...options, folder: file}), /the folder is a file/);
});

test('says that the disk is full', async () => {
	// Where the system has it, a device that always is.
	const full = () => writeText('/dev/full', 'text', {over: 'any'});
	if (readdirSync('/dev').includes('full'))
		await assert.rejects(full(), /\/dev\/full cannot be written: the disk is full/);
});

test('writes over nothing unless it is told to', async () => {
	const path = join(folder, 'kept.txt');
	await writeText(path, 'first');
	await assert.rejects(writeText(path, 'second'), /kept\.txt cannot be written: it already exists/);
	assert.equal(readFileSync(path, 'utf8'), 'first');
	await writeText(path, 'third', {over: 'any'});
	assert.equal(readFileSync(path, 'utf8'), 'third');
});

test('a screen in a light theme is saved on a light background', async () => {
	const {paths} = await saveStill({...options, market: 'A/B', isLight: true});
	const svg = readFileSync(paths[0], 'utf8');
	assert.match(svg, /rx="8" fill="#ffffff"/);
	assert.match(svg, /fill="#1f2328"/);
});

test('a terminal that is slow says nothing', async () => {
	const warnings: unknown[] = [];
	mock.method(globalThis.console, 'warn', (...words: unknown[]) => warnings.push(words));
	let now = 0;
	// Whatever it does takes it longer than it has.
	mock.method(performance, 'now', () => (now += 100));
	const frame = await playCast({
		...{columns: 200, rows: 24},
		moments: [
			{ms: 0, event: {code: 'o', data: 'before'}},
			{ms: 1, event: {code: 'r', columns: 20, rows: 24}},
			{ms: 2, event: {code: 'o', data: ' after'}},
		],
	});
	// Its cleaning up comes by a timer of its own.
	await setTimeout(20);
	mock.restoreAll();
	assert.match(toText(frame), /before after/);
	assert.deepEqual(warnings, []);
});
