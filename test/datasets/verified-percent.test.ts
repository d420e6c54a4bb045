import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {toCoverageJson} from '../../source/verify/coverage-text.js';
import {verifyCapture} from '../../source/verify/verify-capture.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	writeCapture,
} from '../helpers/capture-lines.js';
import {exportFiles} from '../helpers/export-capture.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

const {open, update, snapshot} = binanceEvents;

type Step = readonly [ms: number, event: UntimedEvent];

type Part = {
	readonly exchanges?: readonly string[];
	/** Milliseconds behind the start of the first. */
	readonly later?: number;
	readonly steps: readonly Step[];
};

/** From which the book is proven, at 200. */
const begin: readonly Step[] = [
	[0, open()],
	[100, snapshot(10, [['1', '10']], [['2', '1']])],
	[200, update(11, 11, {bids: [['1', '11']]})],
];

const book = (version: number): UntimedEvent =>
	huobiEvents.message({
		...{ch: 'market.steembtc.mbp.150', ts: 1},
		tick: {seqNum: version, prevSeqNum: version - 1, bids: [], asks: [[3, version]]},
	});
const huobi: readonly Step[] = [
	[0, huobiEvents.open],
	[
		100,
		huobiEvents.message({
			...{id: 'a', rep: 'market.steembtc.mbp.150', status: 'ok'},
			data: {seqNum: 7, bids: [[1, 1]], asks: [[2, 1]]},
		}),
	],
	...[8, 9, 10, 11].map((version): Step => [version * 100, book(version)]),
];

const close: UntimedEvent = {kind: 'close', connection: 1, reason: 'closed'};
const other: UntimedEvent = {
	kind: 'open',
	url: 'wss://stream.binance.com:9443/stream?streams=ethbtc@depth@100ms',
	connection: 3,
};
const turn = (market: string): UntimedEvent => ({kind: 'marker', label: market, market});
const toEnd: readonly Step[] = [
	[20_000, {kind: 'ping', connection: 1}],
	[40_000, {kind: 'ping', connection: 1}],
];

/** Of Huobi, to the end of a file. */
const pings = (end: number): readonly Step[] =>
	Array.from({length: Math.floor(end / 5000)}, (_, index) => [
		(index + 1) * 5000,
		huobiEvents.ping,
	]);

/** On another connection than usually. */
const on = (connection: number, event: UntimedEvent): UntimedEvent =>
	'connection' in event ? {...event, connection} : event;

/** A book that is left for another market, whose trades go on, and that is gone back to on the next day. */
const huobiLeft: readonly Step[] = [
	...huobi,
	[1100, on(4, {...huobiEvents.open, url: 'wss://api.huobi.pro/ws'})],
	[1500, turn('ETH/BTC')],
	[1500, huobiEvents.close],
];
const tradesBehind: Step = [
	12_000,
	on(
		4,
		huobiEvents.message({
			...{ch: 'market.steembtc.trade.detail', ts: 1},
			tick: {
				...{id: 1, ts: 1},
				data: [{id: 1, tradeId: 1, ts: 1, amount: 2, price: 1, direction: 'buy'}],
			},
		}),
	),
];
const huobiBack: readonly Step[] = [
	[15_000, turn('STEEM/BTC')],
	...huobi.map(([t, event]): Step => [15_000 + t, on(5, event)]),
];

/** Just before a day ends. */
const evening = Math.ceil(captureHeader.startedAt / 86_400_000) * 86_400_000 - 10_000;

for (const {name, parts, percents, startedAt} of [
	{
		name: 'ends where the recording goes over to another market',
		parts: [
			{
				steps: [
					...begin,
					[1000, turn('ETH/BTC')],
					[1000, close],
					[1000, other],
					[40_000, {kind: 'ping', connection: 3}],
				],
			},
		],
		percents: [80],
	},
	{
		name: 'goes on where it comes back',
		parts: [
			{
				steps: [
					...begin,
					[1000, turn('ETH/BTC')],
					[1000, close],
					[5000, turn('STEEM/BTC')],
					[5000, open(2)],
					[5100, update(20, 20, {connection: 2})],
					[5200, snapshot(20, [['1', '5']], [['2', '5']])],
					[5300, update(21, 21, {connection: 2})],
					[10_000, {kind: 'ping', connection: 2}],
				],
			},
		],
		percents: [56],
	},
	{
		name: 'goes to the end where its connection ends before',
		parts: [{steps: [...begin, [1000, close], [4000, open(2)]]}],
		percents: [20],
	},
	{
		name: 'goes to the end where the recorder unsubscribes',
		parts: [
			{
				steps: [
					...begin,
					[
						1000,
						{
							...{kind: 'sent', connection: 1},
							data: '{"method":"UNSUBSCRIBE","params":["steembtc@depth@100ms"],"id":1}',
						},
					],
					...toEnd,
				],
			},
		],
		percents: [7],
	},
	{
		name: 'is of its own files',
		parts: [
			{exchanges: ['binance'], steps: [...begin, ...toEnd]},
			{exchanges: ['huobi'], steps: huobi, later: 39_000},
		],
		percents: [99.5, 27.272],
	},
	{
		name: 'ends where its file does, though a connection is not told to be silent by then',
		parts: [
			{exchanges: ['binance'], steps: [...begin, [1000, {kind: 'ping', connection: 1}]]},
			{exchanges: ['huobi'], steps: [...huobi, ...pings(60_000)]},
		],
		percents: [80, 98.666],
	},
	{
		name: 'is not of what lies between two files, though another is going on',
		parts: [
			{exchanges: ['binance'], steps: [...begin, [1000, {kind: 'ping', connection: 1}]]},
			{exchanges: ['huobi'], steps: [...huobi, ...pings(60_000)]},
			{
				exchanges: ['binance'],
				steps: [...begin, [1000, {kind: 'ping', connection: 1}]],
				later: 39_000,
			},
		],
		percents: [4, 98.666],
	},
	{
		name: 'ends where its file does, though a connection is told to be silent on the next day',
		parts: [
			{exchanges: ['binance'], steps: [...begin, [1000, {kind: 'ping', connection: 1}]]},
			{exchanges: ['huobi'], steps: [...huobi, ...pings(60_000)]},
		],
		percents: [80, 92, 100],
		startedAt: evening,
	},
	{
		name: 'goes on to the next day with a file of the same, though another one comes between',
		parts: [
			{exchanges: ['binance'], steps: [...begin, [1000, {kind: 'ping', connection: 1}]]},
			{exchanges: ['huobi'], steps: huobi, later: 12_000},
			{exchanges: ['binance'], steps: begin, later: 19_800},
		],
		percents: [8, 0, 27.272],
		startedAt: evening,
	},
	{
		name: 'is of each day',
		parts: [{steps: [...begin, ...toEnd]}],
		percents: [98, 100],
		startedAt: evening,
	},
	{
		name: 'goes on at midnight though all that comes of the next day is the end of its connection',
		parts: [{steps: [...begin, [15_000, close], [20_000, open(2)]]}],
		percents: [98, 50],
		startedAt: evening,
	},
	{
		name: 'lacks what is left of a day where it comes back on the next',
		parts: [
			{
				steps: [
					...begin,
					[1000, turn('ETH/BTC')],
					[1000, close],
					[1000, other],
					[15_000, turn('STEEM/BTC')],
					[15_000, open(2)],
					[15_100, update(20, 20, {connection: 2})],
					[15_200, snapshot(20, [['1', '5']], [['2', '5']])],
					[15_300, update(21, 21, {connection: 2})],
					[20_000, {kind: 'ping', connection: 2}],
				],
			},
		],
		percents: [8, 48],
		startedAt: evening,
	},
	{
		name: 'lacks what is left of a day though trades of the next come before its book does',
		parts: [{exchanges: ['huobi'], steps: [...huobiLeft, tradesBehind, ...huobiBack]}],
		percents: [7, 4.918],
		startedAt: evening,
	},
	{
		name: 'ends where it was left though trades of the next day come',
		parts: [{exchanges: ['huobi'], steps: [...huobiLeft, tradesBehind]}],
		percents: [46.666],
		startedAt: evening,
	},
] satisfies {
	name: string;
	parts: readonly Part[];
	percents: readonly number[];
	startedAt?: number;
}[])
	test(`what was proven of the time ${name}, in exports and in verify`, async () => {
		const root = join(folder, name);
		mkdirSync(root);
		const paths = parts.map(({steps, later = 0, exchanges = ['binance']}: Part, index) =>
			writeCapture(
				join(root, `${index}.jsonl`),
				captureText(
					steps.map(([t, event]) => ({t, ...event})),
					{
						...captureHeader,
						exchanges,
						startedAt: (startedAt ?? captureHeader.startedAt) + later,
					},
				),
			),
		);
		const {written} = await exportFiles(paths, join(root, 'out'), {types: ['book']});
		assert.deepEqual(
			written.map(({verifiedPercent}) => verifiedPercent),
			percents,
		);
		const {coverage, report} = await verifyCapture(paths, () => undefined);
		const {coverage: rows} = toCoverageJson(coverage) as {
			readonly coverage: readonly {
				readonly symbol: string;
				readonly verifiedPercent: number;
				readonly verifiedMs: number;
			}[];
		};
		const own = rows.filter(({symbol}) => symbol.toUpperCase() === 'STEEMBTC');
		assert.deepEqual(
			own.map(({verifiedPercent}) => verifiedPercent),
			percents,
		);
		const proven = report.books.reduce((sum, {proof}) => sum + proof.ms(), 0);
		assert.equal(
			own.reduce((sum, {verifiedMs}) => sum + verifiedMs, 0),
			proven,
		);
	});
