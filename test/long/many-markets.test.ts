import assert from 'node:assert/strict';
import {tmpdir} from 'node:os';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {record} from '../../source/commands/record.js';
import {createRandom} from '../../source/random.js';
import type {BookView} from '../../source/store/market-view.js';
import {createFakeFile} from '../helpers/fake-file.js';
import {createManyMarkets, startManyMarkets} from '../helpers/many-markets.js';

test('has 200 markets live in less than three minutes', async () => {
	const {clock, statuses, counts, asked, wrong, sessions} = startManyMarkets(200);
	await clock.run(150_000);
	assert.deepEqual(statuses(), {live: 200});
	assert.deepEqual(wrong(), []);
	assert.equal(counts.connects, 1);
	assert.deepEqual([counts.refusals, counts.kicks], [0, 0]);
	assert.ok(counts.maxWeight <= 3000, `${counts.maxWeight} of a minute's weight`);
	const lists = asked.filter(path => path.endsWith('/exchangeInfo'));
	const times = asked.filter(path => path.endsWith('/time'));
	assert.deepEqual([lists.length, times.length], [1, 3]);
	sessions.stop();
});

test('keeps to the allowed connections while sockets are lost again and again', async () => {
	const run = startManyMarkets(20);
	await run.clock.run(20_000);
	const before = run.counts.connects;
	for (let second = 0; second < 300; second++) {
		await run.clock.run(1000);
		run.closeAll();
	}
	assert.ok(run.counts.connects - before <= 160, `${run.counts.connects} connections`);
	assert.deepEqual([run.counts.kicks, run.counts.refusals], [0, 0]);
	await run.clock.run(120_000);
	assert.deepEqual([run.statuses(), run.wrong()], [{live: 20}, []]);
	run.sessions.stop();
});

test('records 200 markets, all live in less than three minutes, without a refusal', async () => {
	const many = createManyMarkets(200);
	const {clock, transport, venues, markets, counts} = many;
	const files = new Map<string, ReturnType<typeof createFakeFile>>();
	let books: () => readonly BookView[] = () => [];
	let stop: (code: number) => void = () => undefined;
	const told: string[] = [];
	const plan = {rotation: {type: 'day'}, isFolder: true, firstNumber: 1} as const;
	const recorded = record(
		{markets, path: tmpdir(), plan: {...plan, keep: null, runHook: null}, appVersion: '0.1.0'},
		{
			source: {venues, transport},
			...{clock, random: createRandom('many')},
			// This clock does not wait for the thread in which files are packed.
			complain: text =>
				assert.match(text, /the disk does not answer|is written again|waits for the disk/),
			output: {isTTY: false, write: text => told.push(text) > 0},
			stopped: new Promise<number>(resolve => (stop = resolve)),
			findLast: async () => null,
			open(path) {
				const file = createFakeFile();
				files.set(path, file);
				return file.open(path);
			},
			service: {
				observe: () => ({message: () => undefined, latency: () => undefined}),
				follow: views => void (books = views),
			},
		},
	);
	await clock.run(150_000);
	assert.equal(books().filter(({status}) => status === 'live').length, 200);
	assert.deepEqual(many.wrongOf(books()), []);
	assert.ok(
		told.some(text => /[1-9]\d* of 200 books in sync/.test(text)),
		'with progress said',
	);
	assert.deepEqual([counts.connects, counts.refusals, counts.kicks], [1, 0, 0]);
	stop(0);
	await clock.run(10_000);
	assert.equal(await recorded, 0);
	const [[path, file] = ['', null]] = files;
	assert.match(path, /M0-USDT\+199-[0-9a-f]{8}-\d{8}T\d{6}Z\.jsonl\.gz$/);
	const lines = gunzipSync(file?.content() ?? '')
		.toString()
		.split('\n');
	assert.equal(lines.filter(line => line.includes('/depth?symbol=')).length, counts.snapshots);
});
