import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startManyMarkets} from '../helpers/many-markets.js';

/** All of so many markets live, by a minute or three. */
const startLive = async (count: number) => {
	const run = startManyMarkets(count);
	await run.clock.run(20_000);
	assert.deepEqual(run.statuses(), {live: count});
	return run;
};

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
