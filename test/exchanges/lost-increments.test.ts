import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {noLevels, toColumns} from '../../source/book/level-columns.js';
import {createBinanceClient} from '../../source/exchanges/binance/client.js';
import type {ClientInput} from '../../source/exchanges/exchange.js';
import {createMbpClient} from '../../source/exchanges/huobi/mbp-client.js';
import {createIncrementBuffer} from '../../source/exchanges/increment-buffer.js';
import {PackedIncrement} from '../../source/exchanges/packed-increment.js';
import {marketOf, runClient} from '../helpers/client-run.js';

const packed = (data: unknown) => ({
	type: 'message' as const,
	data: gzipSync(JSON.stringify(data)),
});

/** Messages that lead from one sequence to another, and snapshots at one. */
const exchanges = [
	{
		name: 'binance',
		client: () => createBinanceClient(marketOf('STEEMUSDT')),
		increment: (from: number, to: number): ClientInput => ({
			type: 'message',
			data: JSON.stringify({
				stream: 'steemusdt@depth@100ms',
				data: {
					e: 'depthUpdate',
					E: 1,
					s: 'STEEMUSDT',
					U: from + 1,
					u: to,
					b: [['1', `${to}`]],
					a: [],
				},
			}),
		}),
		snapshot: (at: number): ClientInput => ({
			type: 'response',
			body: JSON.stringify({lastUpdateId: at, bids: [['1', `${at}`]], asks: [['2', '5']]}),
		}),
	},
	{
		name: 'huobi',
		client: () => createMbpClient(marketOf('steemusdt')),
		increment: (from: number, to: number): ClientInput =>
			packed({
				...{ch: 'market.steemusdt.mbp.150', ts: 1},
				tick: {seqNum: to, prevSeqNum: from, bids: [[1, to]], asks: []},
			}),
		snapshot: (at: number): ClientInput =>
			packed({
				...{id: '2', status: 'ok', ts: 1, rep: 'market.steemusdt.mbp.150'},
				data: {seqNum: at, bids: [[1, at]], asks: [[2, 5]]},
			}),
	},
];

/** As much as one book may keep. */
const big = new PackedIncrement({
	...{from: 0, to: 1, time: 1, asks: noLevels},
	bids: toColumns(
		Array.from({length: 99_000}, () => ({
			price: {units: 1, decimals: 0},
			size: {units: 1, decimals: 0},
		})),
	),
});

/** Other books take all the room there is for what waits. */
const crowdOut = () => {
	const others = Array.from({length: 21}, () => createIncrementBuffer());
	for (const other of others) other.push(big);
	for (const other of others) other.replace([]);
};

for (const {name, client, increment, snapshot} of exchanges) {
	const start = () => {
		const run = runClient(client());
		run.give({type: 'open'});
		return run;
	};
	const startLive = () => {
		const run = start();
		run.give(increment(90, 100));
		run.give(snapshot(100));
		assert.ok(run.isInSync());
		return run;
	};
	const typesOf = (run: ReturnType<typeof start>, input: ClientInput) =>
		run.give(input).map(({type}) => type);

	for (const {title, before, after} of [
		{title: 'all', before: 4, after: 0},
		{title: 'the first', before: 2, after: 2},
	]) {
		const push = (run: ReturnType<typeof start>) => {
			for (let at = 100; at < 100 + before; at++) run.give(increment(at, at + 1));
			crowdOut();
			for (let at = 100 + before; at < 100 + before + after; at++) run.give(increment(at, at + 1));
		};

		test(`${name}: an audit that lost ${title} of its updates proves nothing`, () => {
			const run = startLive();
			run.give({type: 'audit'});
			push(run);
			const types = Array.from({length: 6}, () => typesOf(run, snapshot(101)));
			assert.deepEqual(types, [...Array<string[]>(5).fill(['request']), ['unaudited']]);
			assert.ok(run.isInSync());
			assert.equal(run.book.sequence, 104);
		});

		test(`${name}: an audit that lost ${title} is made with a newer snapshot`, () => {
			const run = startLive();
			run.give({type: 'audit'});
			push(run);
			assert.deepEqual(typesOf(run, snapshot(101)), ['request']);
			const [audit] = run.give(snapshot(104));
			assert.deepEqual(
				audit?.type === 'audit' && audit.changes.map(({sequence}) => sequence),
				[104],
			);
		});

		test(`${name}: a book that lost ${title} while it waited takes no older snapshot`, () => {
			const run = start();
			push(run);
			assert.deepEqual(typesOf(run, snapshot(101)), ['syncing', 'request']);
			assert.ok(!run.isInSync());
			run.give(snapshot(104));
			assert.ok(run.isInSync());
			assert.equal(run.book.sequence, 104);
		});
	}

	test(`${name}: what a book lost is remembered when it is to sync anew`, () => {
		const run = start();
		run.give(increment(100, 104));
		crowdOut();
		run.give({type: 'resync', fault: {code: 'different'}});
		run.give(snapshot(101));
		assert.ok(!run.isInSync());
	});
}
