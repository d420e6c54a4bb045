import {test} from 'node:test';
import fc from 'fast-check';
import {hostile} from '../feed/hostile/input.js';
import {runHostile, states} from '../feed/hostile/run.js';

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 8);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

for (const {exchange, market, what} of [
	{exchange: 'binance', market: 'STEEM/USDT', what: 'Binance'},
	{exchange: 'huobi', market: 'STEEM/USDT', what: 'Huobi'},
	{exchange: 'huobi', market: 'WAXP/USDT', what: 'Huobi without MBP'},
] as const)
	for (const state of states)
		test(`${what}, ${state}: gets over whatever is received`, async () => {
			await fc.assert(
				fc.asyncProperty(fc.array(hostile, {minLength: 1, maxLength: 6}), inputs =>
					runHostile(exchange, market, state, inputs),
				),
				{seed, numRuns},
			);
		});
