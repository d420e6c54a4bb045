import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {verify} from '../../source/commands/verify.js';
import {createCoverageDays} from '../../source/verify/coverage-days.js';
import {toCoverageJson, toCoverageText} from '../../source/verify/coverage-text.js';
import {createNotedHoles} from '../../source/verify/noted-holes.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	writeCapture,
} from '../helpers/capture-lines.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

type Row = Readonly<Record<string, number>> & {
	readonly exchange: string;
	readonly symbol: string;
	readonly day: string | null;
};

type Told = {
	readonly coverage: readonly Row[];
	readonly worstGaps: readonly {
		symbol: string;
		t: number;
		ms: number;
		kind: string;
		reason: string;
	}[];
};

type Step = readonly [ms: number, event: UntimedEvent];

type Part = {
	readonly name?: string;
	readonly steps: readonly Step[];
	/** Milliseconds behind the start of the first. */
	readonly later?: number;
	readonly market?: string;
	readonly startedAt?: number;
};

let captures = 0;

const write = (parts: readonly Part[]): string => {
	const root = join(folder, String(++captures));
	for (const [index, {name = `${index}.jsonl`, steps, later = 0, ...more}] of parts.entries()) {
		const path = join(root, name);
		mkdirSync(dirname(path), {recursive: true});
		const {startedAt = captureHeader.startedAt + later, market = captureHeader.market} = more;
		const events = steps.map(([t, event]) => ({t, ...event}));
		writeCapture(path, captureText(events, {...captureHeader, startedAt, market}));
	}
	return root;
};

const run = async (paths: readonly string[], isJson: boolean) => {
	let [out, complaints] = ['', ''];
	const code = await verify(
		paths,
		{
			write: text => ((out += text), true),
			onDrain: () => undefined,
			complain: text => (complaints += text),
		},
		{isJson, progress: {clock: createFakeClock(), output: {write: () => true}}},
	);
	return {code, out, complaints};
};

const check = async (...parts: readonly Part[]) => {
	const {out, complaints} = await run([write(parts)], true);
	assert.equal(complaints, '');
	return JSON.parse(out) as Told;
};

const {open, update, snapshot} = binanceEvents;
const begin: readonly Step[] = [
	[0, open()],
	[100, snapshot(10, [['1', '10']], [['2', '1']])],
	[200, update(11, 11)],
];
const minute = 60_000;

const percents = ({coverage}: Told) =>
	coverage.map(({day, ...row}) => [
		day,
		...[row['verifiedPercent'], row['cleanPercent'], row['unverifiablePercent']],
		...[row['brokenPercent'], row['missingPercent']],
	]);

test('a proven day is clean as well', async () => {
	const told = await check({steps: [...begin, [1000, update(12, 12)]]});
	assert.deepEqual(percents(told), [['2023-11-14', 80, 80, 20, 0, 0]]);
	assert.deepEqual(told.worstGaps[0], {
		...{exchange: 'binance', symbol: 'STEEMBTC', from: '2023-11-14T22:13:20.000Z'},
		...{to: '2023-11-14T22:13:20.200Z', t: 0, ms: 200, kind: 'unverifiable'},
		reason: 'no snapshot yet that its updates link to',
	});
});

test('a gap breaks what comes, and what was since the last update is not clean', async () => {
	const told = await check({
		steps: [
			...begin,
			[400, update(12, 12)],
			[500, update(15, 15)],
			[700, snapshot(16, [['1', '16']], [['2', '1']])],
			[800, update(17, 17)],
			[1000, update(18, 18)],
		],
	});
	const [row] = told.coverage;
	assert.deepEqual([row?.['verifiedMs'], row?.['cleanMs']], [600, 500]);
	assert.deepEqual([row?.['brokenMs'], row?.['gaps']], [200, 2]);
	assert.match(told.worstGaps[1]?.reason ?? '', /updates were missed/);
});

const otherStream = 'wss://stream.binance.com:9443/stream?streams=ethbtc@depth@100ms';

for (const {name, ms, kind, reason} of [
	{name: 'a short hole by how it began', ms: 30_000, kind: 'broken', reason: /updates were missed/},
	{name: 'a long hole by what most of it was', ms: 7_200_000, kind: 'missing', reason: /closed/},
])
	test(`tells ${name}`, async () => {
		const pings = Array.from({length: ms / 10_000}, (_, index): Step => [
			2000 + index * 10_000,
			{kind: 'ping', connection: 2},
		]);
		const {worstGaps} = await check({
			steps: [
				...begin,
				[400, {kind: 'open', connection: 2, url: otherStream}],
				[500, update(15, 15)],
				[1000, {kind: 'close', connection: 1, reason: 'gone'}],
				...pings,
			],
		});
		const worst = worstGaps.find(({symbol, t}) => symbol === 'STEEMBTC' && t > 0);
		assert.equal(worst?.kind, kind);
		assert.match(worst?.reason ?? '', reason);
	});

test('a crossed book was not clean before', async () => {
	const told = await check({
		steps: [...begin, [600, update(12, 12, {bids: [['3', '1']]})], [1000, update(13, 13)]],
	});
	const [row] = told.coverage;
	assert.deepEqual([row?.['verifiedMs'], row?.['cleanMs'], row?.['brokenMs']], [400, 0, 400]);
});

test('a book that differs was clean up to the last audit', async () => {
	const told = await check({
		steps: [
			...begin,
			[500, snapshot(11, [['1', '10']], [['2', '1']])],
			[800, update(12, 12)],
			[900, snapshot(12, [['1', '77']], [['2', '1']])],
			[1000, update(13, 13)],
		],
	});
	const [row] = told.coverage;
	assert.deepEqual([row?.['verifiedMs'], row?.['cleanMs']], [700, 300]);
});

test('changes that nothing links are unverifiable, not clean', async () => {
	const depth = 'market.steembtc.depth.step0';
	const tick = {bids: [[0.1, 5]], asks: [[0.11, 7]]};
	const push = (version: number, more: object = {}) =>
		huobiEvents.message({ch: depth, ts: 1, ...more, tick: {version, ...tick}});
	const told = await check({
		steps: [
			[0, {...huobiEvents.open, url: 'wss://api.huobi.pro/ws'}],
			[100, push(5)],
			[300, push(6, {update: true})],
			[1000, push(7, {update: true})],
		],
	});
	assert.deepEqual(percents(told), [['2023-11-14', 20, 20, 70, 0, 10]]);
});

test('a first snapshot that is too old is not proven, and nothing is broken', async () => {
	const channel = 'market.steembtc.mbp.150';
	const reply = (seqNum: number) =>
		huobiEvents.message({
			...{id: 'a', rep: channel, status: 'ok'},
			data: {seqNum, bids: [[1, 1]], asks: [[2, 1]]},
		});
	const change = (seqNum: number) =>
		huobiEvents.message({
			...{ch: channel, ts: 1},
			tick: {seqNum, prevSeqNum: seqNum - 1, bids: [], asks: [[3, seqNum]]},
		});
	const told = await check({
		steps: [
			[0, huobiEvents.open],
			[0, huobiEvents.message({id: 'a', status: 'ok', subbed: channel, ts: 1})],
			[100, reply(5)],
			[300, change(9)],
			[700, reply(9)],
			[800, change(10)],
			[1000, change(11)],
		],
	});
	const [row] = told.coverage;
	// On trust it was a book, which then turned out to be of before.
	assert.deepEqual([row?.['verifiedMs'], row?.['cleanMs'], row?.['brokenMs']], [500, 300, 0]);
	assert.deepEqual(
		told.worstGaps.map(({t, ms, kind}) => [t, ms, kind]),
		[
			[300, 400, 'unverifiable'],
			[0, 100, 'unverifiable'],
		],
	);
	assert.match(told.worstGaps[0]?.reason ?? '', /snapshot was older than the updates after it/);
});

const dayMs = 86_400_000;
/** From the start of the captures to the next midnight. */
const toMidnight = dayMs - (captureHeader.startedAt % dayMs);

test('each UTC day of a market has a row', async () => {
	const startedAt = captureHeader.startedAt + toMidnight - 1000;
	const told = await check({
		startedAt,
		steps: [...begin, [900, update(12, 12)], [2000, update(13, 13)]],
	});
	assert.deepEqual(percents(told), [
		['2023-11-14', 80, 80, 20, 0, 0],
		['2023-11-15', 100, 100, 0, 0, 0],
	]);
});

test('days on which the recorder was off are missing', async () => {
	const told = await check(
		{steps: begin},
		{steps: [...begin, [1000, update(12, 12)]], later: 2 * dayMs},
	);
	const rows = percents(told);
	assert.deepEqual(
		rows.map(([day, verified]) => [day, verified]),
		[
			['2023-11-14', 0],
			['2023-11-15', 0],
			['2023-11-16', 0],
		],
	);
	assert.deepEqual(
		told.worstGaps.slice(0, 1).map(({kind, reason}) => [kind, reason]),
		[['missing', 'nothing was recorded']],
	);
	assert.ok(told.coverage.every(row => (row['missingPercent'] ?? 0) > 99.8));
});

test('a recording of another market says nothing of this one', async () => {
	const other = (event: UntimedEvent): UntimedEvent =>
		JSON.parse(
			JSON.stringify(event).replaceAll('steembtc', 'ethbtc').replaceAll('STEEMBTC', 'ETHBTC'),
		) as UntimedEvent;
	const told = await check(
		{steps: [...begin, [1000, update(12, 12)]]},
		{
			...{later: 3 * dayMs, market: 'ETH/BTC'},
			steps: begin.map(([t, event]) => [t, other(event)] as const),
		},
	);
	assert.deepEqual(
		told.coverage.map(({symbol, day, ...row}) => [symbol, day, row['recordedMs']]),
		[
			['ETHBTC', '2023-11-17', 200],
			['STEEMBTC', '2023-11-14', 1000],
		],
	);
});

test('a market that was left is not missing', async () => {
	const told = await check({
		steps: [
			...begin,
			[1000, {kind: 'marker', label: 'market ETH/BTC', market: 'ETH/BTC'}],
			[1000, {kind: 'close', connection: 1, reason: 'closed'}],
			[5000, {kind: 'marker', label: 'still here'}],
		],
	});
	assert.deepEqual(
		told.coverage.map(row => [row['recordedMs'], row['verifiedMs']]),
		[[1000, 800]],
	);
});

test('a market that is gone back to was missing meanwhile', async () => {
	const told = await check({
		steps: [
			...begin,
			[1000, {kind: 'marker', label: 'market ETH/BTC', market: 'ETH/BTC'}],
			[1000, {kind: 'close', connection: 1, reason: 'closed'}],
			[5000, {kind: 'marker', label: 'market STEEM/BTC', market: 'STEEM/BTC'}],
			[5000, open(2)],
			[5100, update(20, 20, {connection: 2})],
			[5200, snapshot(20, [['1', '5']], [['2', '5']])],
			[5300, update(21, 21, {connection: 2})],
		],
	});
	assert.deepEqual(
		told.coverage.map(row => [row['recordedMs'], row['missingMs'], row['unverifiableMs']]),
		[[5300, 4100, 300]],
	);
	assert.deepEqual(told.worstGaps.map(({t, ms, kind, reason}) => [t, ms, kind, reason])[0], [
		1000,
		4200,
		'missing',
		'another market was recorded',
	]);
});

test('an exchange that never came back is missing', async () => {
	const huobiAlone: readonly Step[] = [
		[0, huobiEvents.open],
		[minute, {kind: 'marker', label: 'end'}],
	];
	const told = await check({steps: begin}, {steps: huobiAlone, later: minute});
	const [row] = told.coverage;
	assert.equal(row?.['recordedMs'], 2 * minute);
	assert.ok((row['missingPercent'] ?? 0) > 99);
});

test('reads folders in folders, and says where none is', async () => {
	const root = write([
		{name: 'week/monday/feed.jsonl', steps: begin},
		{name: 'week/tuesday/feed.jsonl.gz', steps: begin, later: dayMs},
	]);
	const {code, out} = await run([root], false);
	assert.equal(code, 0);
	assert.match(out, /exchange {2}market {4}day \(UTC\) +recorded +verified +clean +unverifiable/);
	assert.equal(out.match(/^binance {3}STEEMBTC {2}2023-11-1[45] /gm)?.length, 2);
	assert.match(out, /Worst holes:\nbinance STEEMBTC {2}2023-11-14 22:13:20\.200Z {2}2[34] h/);
	const empty = join(root, 'empty');
	mkdirSync(empty);
	const none = await run([empty], false);
	assert.equal(none.code, 1);
	assert.match(none.complaints, /empty: no capture is there/);
});

test('a capture of unknown time has one row', async () => {
	const told = await check({startedAt: 0, steps: [...begin, [1000, update(12, 12)]]});
	assert.deepEqual(percents(told), [[null, 80, 80, 20, 0, 0]]);
});

test('of too many days it tells some, and that there are more', () => {
	const days = createCoverageDays(() => captureHeader.startedAt);
	for (let market = 0; market < 20; market++) {
		const hole = {exchange: 'binance', symbol: `S${market}`, from: 0, to: 3650 * dayMs};
		days.add(hole.exchange, hole.symbol, 'missing', hole.from, hole.to);
		days.hole({...hole, kind: 'missing', reason: 'nothing was recorded'});
	}
	const told = {startedAt: 1, days: days.rows(), isCut: days.isCut(), holes: days.worst()};
	assert.equal(told.days.length, 50_000);
	assert.match(toCoverageText(told).join('\n'), /more days than these 50000: verify fewer markets/);
	assert.equal(toCoverageJson(told).coverageIsCut, true);
});

test('of too many noted holes it names some, and that there are more', () => {
	const holes = createNotedHoles();
	for (let from = 0; from < 20_000; from++) holes.take({from, to: from + 1, reason: 'full'});
	holes.take({from: 0, to: 1, reason: 'full'});
	assert.equal(holes.all().length, 10_000);
	assert.equal(holes.notices().at(-1), 'more than 9900 more holes were noted');
});
