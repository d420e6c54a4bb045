import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startManyMarkets} from '../helpers/many-markets.js';

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

test('keeps to the allowed connections while sockets are lost again and again', async () => {
	const run = startManyMarkets(20);
	await run.clock.run(20_000);
	const before = run.counts.connects;
	for (let second = 0; second < 300; second++) {
		await run.clock.run(1000);
		run.closeAll();
	}
	assert.ok(run.counts.connects - before <= 160, `${run.counts.connects} connections`);
	assert.deepEqual([run.counts.kicks, run.counts.refusals], [0, 0]);
	await run.clock.run(120_000);
	assert.deepEqual([run.statuses(), run.wrong()], [{live: 20}, []]);
	run.sessions.stop();
});
