import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runProgram} from '../helpers/run-program.js';

test('faults come when they were planned', async () => {
	const {code, stdout, stderr} = await runProgram(
		'watch BTC/USDT --demo --json --levels 1 --for 4s --fault binance:server-error@1.5 --fault huobi:close@2'.split(
			' ',
		),
	);
	assert.deepEqual([code, stderr], [0, '']);
	type Line = {exchange: string; status: string; reason?: string};
	const lines = stdout.map(line => JSON.parse(line) as Line);
	const of = (exchange: string) => lines.filter(line => line.exchange === exchange);
	assert.ok(of('binance').some(({reason}) => reason?.includes('HTTP 500')));
	assert.ok(of('huobi').some(({reason}) => reason?.includes('1001: going away')));
	assert.equal(of('huobi').at(-1)?.status, 'live');
});

for (const [args, says] of [
	[['watch', '--fault', 'gap@5'], /--fault needs --demo/],
	[['watch', '--demo', '--fault', 'zap@5'], /"zap" is not a fault: choose from gap, /],
	[['watch', '--demo', '--fault', 'gap'], /write NAME@SECONDS/],
] as const) {
	test(`ends with 2: ${args.join(' ')}`, async () => {
		const {code, stdout, stderr} = await runProgram(args);
		assert.deepEqual([code, stdout], [2, []]);
		assert.match(stderr, says);
	});
}
