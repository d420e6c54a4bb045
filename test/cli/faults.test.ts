import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runProgram, runUntil} from '../helpers/run-program.js';

type Line = {
	readonly exchange: 'binance' | 'huobi';
	readonly status: string;
	readonly reason?: string;
};

test('faults come when they were planned, and what they broke comes back', async () => {
	const isRefused = ({reason}: Line) => reason?.includes('HTTP 500') === true;
	const isClosed = ({reason}: Line) => reason?.includes('1001: going away') === true;
	const isBack = ({status}: Line) => status === 'live';
	const awaited = {binance: [isRefused, isBack], huobi: [isClosed, isBack]};
	// A machine that is busy may not have connected at the first of them.
	const planned = [1.5, 8, 20, 40].flatMap(second => [
		...['--fault', `binance:server-error@${second}`],
		...['--fault', `huobi:close@${second + 0.5}`],
	]);
	const {code, stderr} = await runUntil(
		text => {
			const line = JSON.parse(text) as Line;
			const [next] = awaited[line.exchange];
			if (next?.(line)) awaited[line.exchange].shift();
			return awaited.binance.length + awaited.huobi.length === 0;
		},
		[...'watch BTC/USDT --demo --json --levels 1'.split(' '), ...planned],
	);
	assert.deepEqual([code, stderr], [130, '']);
	assert.deepEqual(awaited, {binance: [], huobi: []});
});

for (const [args, says] of [
	[['watch', '--fault', 'gap@5'], /--fault needs --demo/],
	[
		['watch', '--demo', '--fault', 'zap@5'],
		/"zap" is not a fault \(did you mean gap\?\): choose from gap, /,
	],
	[['watch', '--demo', '--fault', 'gap'], /write NAME@SECONDS/],
] as const) {
	test(`ends with 2: ${args.join(' ')}`, async () => {
		const {code, stdout, stderr} = await runProgram(args);
		assert.deepEqual([code, stdout], [2, []]);
		assert.match(stderr, says);
	});
}
