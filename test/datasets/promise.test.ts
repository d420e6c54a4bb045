import assert from 'node:assert/strict';
import {existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {crc32} from 'node:zlib';
import type {CaptureEvent, UntimedEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText, writeCapture} from '../helpers/capture-lines.js';
import {exportFiles} from '../helpers/export-capture.js';
import {filesBelow, readCsv, readTardis, rebuild} from '../helpers/read-exports.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const {open, update, snapshot} = binanceEvents;
const header = {...captureHeader, exchanges: ['binance']};
const startUs = header.startedAt * 1000;

type Step = readonly [ms: number, event: UntimedEvent];

const timed = (steps: readonly Step[]): readonly CaptureEvent[] =>
	steps.map(([t, event]) => ({t, ...event}));

let captures = 0;

/** Exports captures of one market; its rows, its gaps, and what else there is. Times are milliseconds. */
const exported = async (
	parts: readonly (readonly Step[])[],
	starts: readonly number[] = parts.map(() => header.startedAt),
) => {
	const root = join(folder, String(++captures));
	mkdirSync(root);
	const paths = parts.map((steps, index) =>
		writeCapture(
			join(root, `${index}.jsonl`),
			captureText(timed(steps), {...header, startedAt: starts[index] ?? 0}),
		),
	);
	const out = join(root, 'out');
	const result = await exportFiles(paths, out);
	const rows = filesBelow(out, '.csv.gz')
		.filter(path => path.includes('incremental'))
		.flatMap(readTardis);
	const gaps = filesBelow(out, '.gaps.csv')
		.filter(path => path.includes('incremental'))
		.flatMap(readCsv)
		.map(({from, to, reason = ''}) => ({
			from: (Number(from) - startUs) / 1000,
			to: (Number(to) - startUs) / 1000,
			reason,
		}));
	const told = rows.map(
		({local, isSnapshot, side, price, size}) =>
			`${(Number(local) - startUs) / 1000} ${isSnapshot ? 'whole ' : ''}${side} ${price} ${size}`,
	);
	return {...result, paths, out, rows, told, gaps};
};

const whole = snapshot(10, [['1', '10']], [['2', '1']]);
const begin: readonly Step[] = [
	[0, open()],
	[100, whole],
	[200, update(11, 11, {bids: [['1', '11']]})],
];

test('begins with the whole book once it is proven', async () => {
	const {told, gaps} = await exported([[...begin, [300, update(12, 12, {bids: [['1', '12']]})]]]);
	assert.deepEqual(told, ['200 whole bid 1 11', '200 whole ask 2 1', '300 bid 1 12']);
	assert.deepEqual(gaps, [{from: 0, to: 200, reason: 'no snapshot yet that its updates link to'}]);
});

test('writes nothing from a gap to the next proven book', async () => {
	const {told, gaps, written} = await exported([
		[
			...begin,
			[300, update(15, 15, {bids: [['1', '15']]})],
			[400, update(16, 16, {bids: [['1', '16']]})],
			[500, snapshot(16, [['1', '16']], [['2', '1']])],
			[600, update(17, 17, {bids: [['1', '17']]})],
		],
	]);
	assert.ok(!told.some(row => / (15|16)$/.test(row)) || told.includes('500 whole bid 1 16'));
	assert.ok(told.every(row => !row.startsWith('300') && !row.startsWith('400')));
	assert.match(gaps[1]?.reason ?? '', /updates were missed/);
	assert.equal(gaps[1]?.from, 300);
	assert.equal(written[0]?.gaps, 2);
});

test('throws a book away whose snapshot is followed by another', async () => {
	const {rows, told} = await exported([
		[
			...begin,
			[300, update(15, 15)],
			[400, snapshot(20, [['0.5', '20']], [['3', '1']])],
			[500, update(21, 21, {bids: [['0.5', '21']]})],
		],
	]);
	// A row that is of no snapshot tells the two apart.
	assert.deepEqual(told.slice(2, 5), [
		'400 bid 0.5 0',
		'400 whole bid 0.5 20',
		'400 whole ask 3 1',
	]);
	assert.deepEqual(rebuild(rows), {bids: [['0.5', '21']], asks: [['3', '1']]});
});

test('tells two books of one moment apart', async () => {
	const {rows} = await exported([
		[
			...begin,
			[300, update(12, 12, {bids: [['1', '12']]})],
			[300, update(15, 15)],
			[300, snapshot(20, [['0.5', '20']], [['3', '1']])],
			[300, update(21, 21, {bids: [['0.5', '21']]})],
		],
	]);
	assert.deepEqual(rebuild(rows), {bids: [['0.5', '21']], asks: [['3', '1']]});
});

test('writes no book that is crossed', async () => {
	const {told, gaps} = await exported([
		[...begin, [300, update(12, 12, {bids: [['3', '12']]})], [400, update(13, 13)]],
	]);
	assert.ok(told.every(row => !row.includes('bid 3')));
	assert.match(gaps[1]?.reason ?? '', /crossed/);
});

const emptied = update(12, 12, {bids: [['1', '0']], asks: [['2', '0']]});
const filled = update(13, 13, {bids: [['0.8', '13']]});

test('a book that becomes empty is as proven as verify and replay have it', async () => {
	const {paths, told, gaps} = await exported([[...begin, [300, emptied], [1400, filled]]]);
	assert.deepEqual(told.slice(2), ['300 bid 1 0', '300 ask 2 0', '1400 bid 0.8 13']);
	assert.equal(gaps.length, 1);
	const others = join(folder, 'emptied');
	for (const format of ['hftbacktest', 'parquet'] as const)
		assert.equal((await exportFiles(paths, others, {format, types: ['book']})).code, 0);
	await exportFiles(paths, others, {types: ['quotes', 'snapshots'], levels: 1});
	for (const path of filesBelow(others, '.csv.gz')) {
		const prices = readCsv(path).map(row => row['bid_price'] ?? row['bids[0].price']);
		assert.deepEqual(prices, ['1', '', '0.8'], path);
	}
	assert.deepEqual(await provenStretches(paths), [{from: 200, to: 1400}]);
	assert.deepEqual(await liveStretches(paths), [{from: 200, to: 1400}]);
});

test('a whole book without a level is told only where none was before', async () => {
	const blank = snapshot(20, [], []);
	const again = update(22, 22, {bids: [['0.8', '22']]});
	const first = await exported([
		[
			[0, open()],
			[100, blank],
			[200, update(21, 21)],
			[900, again],
		],
	]);
	assert.deepEqual(first.told, ['900 whole bid 0.8 22']);
	assert.deepEqual(await provenStretches(first.paths), [{from: 200, to: 900}]);
	assert.deepEqual(
		first.gaps.map(({to}) => to),
		[200],
	);
	const second = await exported([
		[...begin, [300, update(15, 15)], [400, blank], [500, update(21, 21)], [900, again]],
	]);
	assert.deepEqual(second.told.slice(-1), ['900 whole bid 0.8 22']);
	assert.ok(second.told.slice(2).every(row => row.startsWith('900')));
	assert.deepEqual(
		second.gaps.slice(1).map(({from, to}) => [from, to]),
		[[300, 900]],
	);
});

test('a day that begins with an empty book begins with the first whole one', async () => {
	const midnight = Math.ceil(header.startedAt / 86_400_000) * 86_400_000;
	const {told, gaps} = await exported(
		[[...begin, [300, emptied], [2000, filled]]],
		[midnight - 1000],
	);
	const before = midnight - 1000 - header.startedAt;
	assert.deepEqual(told.slice(-1), [`${before + 2000} whole bid 0.8 13`]);
	assert.equal(gaps.length, 1);
});

test('writes no rows of a snapshot that nothing links to', async () => {
	const {written, gaps, complaints} = await exported([
		[
			[0, open()],
			[100, update(50, 51)],
			[200, snapshot(10, [['1', '10']], [['2', '1']])],
			[300, update(52, 52)],
		],
	]);
	assert.deepEqual(written, []);
	assert.deepEqual(
		gaps.map(({from, to}) => [from, to]),
		[[0, 300]],
	);
	assert.ok(complaints.some(text => text.includes('no file of rows was written')));
});

test('ends with the proof where the connection ends', async () => {
	const close: UntimedEvent = {kind: 'close', connection: 1, reason: 'gone'};
	const {told, gaps} = await exported([
		[
			...begin,
			[300, close],
			[1000, open(2)],
			[1100, snapshot(20, [['0.5', '20']], [['3', '1']])],
			[1200, update(21, 21, {bids: [['0.5', '21']], connection: 2})],
		],
	]);
	assert.deepEqual(gaps.slice(1), [{from: 300, to: 1200, reason: 'the connection was closed'}]);
	assert.ok(told.includes('1200 whole bid 0.5 21'));
});

test('calls the hole between two parts what it is', async () => {
	const hole = 600_000;
	const {told, gaps, written} = await exported(
		[
			begin,
			[
				[0, open()],
				[100, snapshot(90, [['0.9', '90']], [['2', '1']])],
				[200, update(91, 91, {bids: [['0.9', '91']]})],
			],
		],
		[header.startedAt, header.startedAt + hole],
	);
	assert.equal(gaps.length, 2);
	const [, gap] = gaps;
	assert.ok(gap && gap.from < 60_000 && gap.to === hole + 200, JSON.stringify(gap));
	assert.ok(told.includes(`${hole + 200} whole bid 0.9 91`));
	assert.ok(
		told.every(row => Number(row.split(' ')[0]) <= gap.from || Number(row.split(' ')[0]) >= gap.to),
	);
	assert.ok((written[0]?.verifiedPercent ?? 100) < 10);
});

test('begins each day with the book of midnight', async () => {
	const midnight = Math.ceil(header.startedAt / 86_400_000) * 86_400_000;
	const {told, out, gaps} = await exported(
		[
			[
				[0, open()],
				[100, whole],
				[200, update(11, 11, {bids: [['1', '11']]})],
				[900, update(12, 12, {bids: [['1', '12']]})],
				[2000, update(13, 13, {bids: [['1', '13']]})],
			],
		],
		[midnight - 1000],
	);
	const before = midnight - 1000 - header.startedAt;
	assert.deepEqual(
		told
			.filter(row => row.includes('bid'))
			.map(row => row.replace(/^\d+/, t => String(Number(t) - before))),
		['200 whole bid 1 11', '900 bid 1 12', '1000 whole bid 1 12', '2000 bid 1 13'],
	);
	assert.equal(gaps.length, 1);
	assert.deepEqual(
		filesBelow(out, '.csv.gz').map(path => path.slice(out.length)),
		['14', '15'].map(day => `/binance/incremental_book_L2/2023/11/${day}/STEEMBTC.csv.gz`),
	);
});

test('has no rows outside of what verify proves', async () => {
	const {paths, rows} = await exported([
		[
			...begin,
			[300, update(15, 15)],
			[400, snapshot(16, [['1', '16']], [['2', '1']])],
			[500, update(17, 17)],
			[600, update(17, 19, {bids: [['3', '9']]})],
			[700, update(20, 20, {bids: [['0.9', '9']]})],
			[900, snapshot(30, [['1', '16']], [['2', '1']])],
			[950, update(31, 31, {bids: [['1', '18']]})],
		],
	]);
	const proven = await provenStretches(paths);
	for (const {local} of rows) {
		const t = (Number(local) - startUs) / 1000;
		assert.ok(
			proven.some(({from, to}) => t >= from && t <= to),
			`${t} in ${JSON.stringify(proven)}`,
		);
	}
});

test('writes nothing from inside a gap that comes and goes in one batch', async () => {
	const at = 300;
	const {told, gaps} = await exported([
		[
			...begin,
			[at, update(12, 12, {bids: [['1', '12']]})],
			[at, update(15, 15, {bids: [['1', '666']]})],
			[at, update(16, 16, {bids: [['0.8', '666']]})],
			[at + 1, snapshot(20, [['0.5', '20']], [['3', '1']])],
			[at + 2, update(21, 21, {bids: [['0.5', '21']]})],
		],
	]);
	assert.ok(
		told.every(row => !row.includes('666')),
		told.join('\n'),
	);
	assert.deepEqual(
		gaps.slice(1).map(({from, to}) => [from, to]),
		[[at, at + 1]],
	);
});

test('writes each change once where two links overlap', async () => {
	const on = (event: UntimedEvent, connection: number): UntimedEvent =>
		({...event, connection}) as UntimedEvent;
	const both = (id: number): readonly Step[] => {
		const event = update(id, id, {bids: [['1', String(id)]]});
		return [
			[200 + id, on(event, 1)],
			[200 + id, on(event, 2)],
		];
	};
	const {told, gaps} = await exported([
		[
			...begin,
			[205, open(2)],
			...[12, 13, 14, 15].flatMap(both),
			[220, {kind: 'close', connection: 1, reason: 'renewed'}],
			[230, on(update(16, 16, {bids: [['1', '16']]}), 2)],
		],
	]);
	const changes = told.filter(row => !row.includes('whole'));
	assert.equal(new Set(changes).size, changes.length, told.join('\n'));
	for (const id of [12, 13, 14, 15, 16])
		assert.equal(
			told.filter(row => row.endsWith(` bid 1 ${id}`)).length,
			1,
			`${id}\n${told.join('\n')}`,
		);
	assert.equal(gaps.length, 1);
});

/** Rows of some kilobytes that are to be written. */
const many: readonly Step[] = [
	...begin,
	...Array.from({length: 20_000}, (_, index): Step => [
		300 + index,
		update(12 + index, 12 + index, {bids: [['1', `${index + 1}`]]}),
	]),
];

test('leaves no file behind that was interrupted', async () => {
	const path = writeCapture(join(folder, 'stopped.jsonl'), captureText(timed(many), header));
	const out = join(folder, 'stopped-out');
	const files = () =>
		existsSync(out) ? filesBelow(out, '').filter(file => statSync(file).isFile()) : [];
	let begun: readonly string[] = [];
	let isOver = false;
	const stopped = new Promise<number>(resolve => {
		const look = () => {
			begun = files();
			if (begun.length > 0) resolve(130);
			else if (!isOver) setImmediate(look);
		};
		look();
	});
	const {code, written} = await exportFiles([path], out, {}, stopped);
	isOver = true;
	assert.ok(begun.length > 0, 'a file was begun');
	assert.deepEqual([code, written, files()], [130, [], []]);
});

test('says where no file can be written', async () => {
	// What lies in the way of the folder is as good as no place.
	const out = join(folder, 'blocked-out');
	writeFileSync(out, 'a file');
	// Of few rows nothing is written before all are there.
	for (const steps of [many, many.slice(0, 10)]) {
		const path = writeCapture(join(folder, 'blocked.jsonl'), captureText(timed(steps), header));
		const {code, written, complaints} = await exportFiles([path], out);
		assert.deepEqual([code, written], [1, []]);
		assert.match(complaints.join(), /blocked-out.*cannot be written/);
	}
});

type Kraken = Readonly<
	Record<'bids' | 'asks', readonly (readonly [price: number, size: number])[]>
>;

/** Kraken's messages, each with the checksum of the book that it leads to: prices and sizes of one digit or two. */
const krakenPush = (type: string, told: Kraken, after: Kraken): UntimedEvent => {
	const toLevels = (levels: Kraken['bids']) => levels.map(([price, qty]) => ({price, qty}));
	const best = [...after.asks.slice(0, 10), ...after.bids.slice(0, 10)];
	const checksum = crc32(best.flat().join(''));
	const book = {symbol: 'STEEM/BTC', bids: toLevels(told.bids), asks: toLevels(told.asks)};
	const data = [{...book, checksum, timestamp: '2026-08-16T23:37:04.190019Z'}];
	return {kind: 'ws', connection: 1, data: JSON.stringify({channel: 'book', type, data})};
};

test('writes no level in which a loss would not be seen', async () => {
	const bids = Array.from({length: 12}, (_, rank) => [50 - rank, 1] as const);
	const asks = [[60, 1]] as const;
	const changed = bids.map(level => (level[0] === 40 ? ([40, 7] as const) : level));
	const params = {channel: 'book', symbol: ['STEEM/BTC'], depth: 25};
	const path = writeCapture(
		join(folder, 'kraken.jsonl'),
		captureText(
			timed([
				[0, {kind: 'open', url: 'wss://ws.kraken.com/v2', connection: 1}],
				[0, {kind: 'sent', connection: 1, data: JSON.stringify({method: 'subscribe', params})}],
				[100, krakenPush('snapshot', {bids, asks}, {bids, asks})],
				[200, krakenPush('update', {bids: [[40, 7]], asks: []}, {bids, asks})],
				[300, krakenPush('update', {bids: [[50, 0]], asks: []}, {bids: changed.slice(1), asks})],
				[
					400,
					krakenPush(
						'update',
						{bids: [[51, 3]], asks: []},
						{bids: [[51, 3], ...changed.slice(1)], asks},
					),
				],
			]),
			{...header, exchanges: ['kraken']},
		),
	);
	const out = join(folder, 'kraken');
	const {complaints} = await exportFiles([path], out, {types: ['book', 'snapshots'], levels: 12});
	const [book = '', quotes = ''] = ['incremental', 'snapshot_12'].map(
		type => filesBelow(out, '.csv.gz').find(name => name.includes(type)) ?? '',
	);
	const rows = readTardis(book).map(({isSnapshot, side, price, size}) => ({
		isSnapshot,
		text: `${side} ${price} ${size}`,
	}));
	const whole = rows.filter(({isSnapshot}) => isSnapshot).map(({text}) => text);
	assert.deepEqual(whole, [...bids.slice(0, 10).map(([price]) => `bid ${price} 1`), 'ask 60 1']);
	assert.deepEqual(
		rows.slice(whole.length).map(({text}) => text),
		['bid 50 0', 'bid 40 7', 'bid 51 3', 'bid 40 0'],
	);
	const last = readCsv(quotes).at(-1) ?? {};
	assert.deepEqual([last['bids[9].price'], last['bids[10].price']], ['41', '']);
	assert.match(complaints.join('\n'), /Kraken: of each book the best 10 levels a side/);
});
