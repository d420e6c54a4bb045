import assert from 'node:assert/strict';
import {test} from 'node:test';
import {describePlan, planFaults, runFaults} from './fault-run.js';

const runs = 4;

for (const exchange of ['binance', 'huobi'] as const) {
	test(`${exchange} through ${runs} seeded runs of faults: live books are right, and come back`, async () => {
		for (let seed = 1; seed <= runs; seed++) {
			const run = await runFaults(seed, exchange);
			const name = `seed ${seed}: ${describePlan(run.plan)}`;
			assert.deepEqual(run.wrong, [], name);
			assert.ok(run.isSynced, name);
			assert.equal(run.leftOver, 0, name);
			assert.ok(run.compared > 0, name);
		}
	});

	test(`a run of ${exchange} is the same each time`, async () => {
		const tell = async () => {
			const states: string[] = [];
			const {plan, compared} = await runFaults(7, exchange, ({books, seconds}) => {
				for (const {status, reason, sequence} of books())
					states.push(`${seconds()} ${status} ${reason} ${sequence}`);
			});
			return {plan, compared, states};
		};
		assert.deepEqual(await tell(), await tell());
	});
}

test('seeds differ in what happens', () => {
	const plans = Array.from({length: 50}, (_, seed) => describePlan(planFaults(seed, 'huobi')));
	assert.equal(new Set(plans).size, plans.length);
});
