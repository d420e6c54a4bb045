import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {binanceEvents, captureHeader, captureText, huobiEvents} from '../helpers/capture-lines.js';
import {verifyFiles} from '../helpers/proven.js';
import {printCapture, watchCapture, writeFile} from '../helpers/replay-run.js';

const {open, update, snapshot} = binanceEvents;

type Step = readonly [t: number, event: UntimedEvent];

const write = (
	exchange: string,
	steps: readonly Step[],
	later = 0,
	facts: {readonly after?: number} = {},
): string => {
	const startedAt = captureHeader.startedAt + later;
	return writeFile(
		captureText(
			steps.map(([t, event]) => ({t, ...event})),
			{...captureHeader, exchanges: [exchange], startedAt, ...facts},
		),
	);
};

/** A book that is live from 200 to 3000. */
const short: readonly Step[] = [
	[0, open()],
	[100, snapshot(10, [['1', '10']], [['2', '1']])],
	[200, update(11, 11, {bids: [['1', '11']]})],
	[3000, update(12, 12, {bids: [['1', '12']]})],
];

const topic = 'market.steembtc.depth.step0';

/** One of another exchange that goes on up to `end`. */
const long = (end: number): readonly Step[] => [
	[0, {...huobiEvents.open, url: 'wss://api.huobi.pro/ws'}],
	[0, {kind: 'sent', connection: 2, data: JSON.stringify({sub: topic, id: 'a'})}],
	[100, huobiEvents.message({id: 'a', status: 'ok', subbed: topic, ts: 1})],
	...Array.from({length: Math.floor(end / 1000)}, (_, index): Step => {
		const tick = {version: index + 1, ts: 1, bids: [[1, index + 1]], asks: [[2, 1]]};
		return [1000 * (index + 1), huobiEvents.message({ch: topic, ts: 1, tick})];
	}),
];

const ofBinance = async (paths: readonly string[]) => {
	const {books} = await watchCapture(paths);
	return books
		.filter(({exchange}) => exchange === 'binance')
		.map(({status, sequence, reason = null}) => ({status, sequence, reason}));
};

test('a book is not live where its file has ended and others go on', async () => {
	const paths = [write('binance', short), write('huobi', long(40_000))];
	const lines = await ofBinance(paths);
	const lost = lines.slice(lines.findLastIndex(({status}) => status === 'live') + 1);
	assert.deepEqual(lost[0], {status: 'reconnecting', sequence: 12, reason: 'its file ends here'});
	const {books, complaints} = await printCapture(paths);
	assert.deepEqual(
		books.map(({exchange}) => exchange),
		['huobi'],
	);
	assert.match(complaints[0] ?? '', /reconnecting/);
	const {books: all} = await verifyFiles(paths);
	const found = all.find(({exchange}) => exchange === 'binance');
	assert.deepEqual(found?.proof.stretches, [{from: 200, to: 3000}]);
});

test('books of files that end at about the same time stay to the end of all', async () => {
	const paths = [write('binance', short), write('huobi', long(10_000))];
	const {books} = await printCapture(paths);
	assert.deepEqual(
		books.map(({exchange, status}) => [exchange, status]),
		[
			['binance', 'live'],
			['huobi', 'live'],
		],
	);
});

test('what was open goes on in the next part, though another recording is going on', async () => {
	const next: readonly Step[] = [
		[0, snapshot(10, [['1', '10']], [['2', '1']])],
		[0, open()],
		[1000, update(13, 13, {bids: [['1', '13']]})],
		[2000, {kind: 'ping', connection: 1}],
	];
	const paths = [
		write('binance', short),
		write('binance', next, 20_000, {after: captureHeader.startedAt}),
		write('huobi', long(40_000)),
	];
	const lines = await ofBinance(paths);
	const lives = lines.filter(({status}) => status === 'live').map(({sequence}) => sequence);
	assert.equal(lives.at(-1), 13);
	assert.deepEqual(
		lines.findLast(({status}) => status !== 'live'),
		{status: 'reconnecting', sequence: 13, reason: 'its file ends here'},
	);
	const {books} = await verifyFiles(paths);
	const found = books.find(({exchange}) => exchange === 'binance');
	assert.deepEqual(found?.proof.stretches, [{from: 200, to: 22_000}]);
});
