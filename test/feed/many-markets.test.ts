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

test('has many markets live soon, with few requests on one socket', async () => {
	const {clock, statuses, counts, asked, wrong, sessions} = startManyMarkets(70);
	await clock.run(20_000);
	assert.deepEqual([statuses(), wrong()], [{live: 70}, []]);
	assert.deepEqual([counts.connects, counts.refusals, counts.kicks], [1, 0, 0]);
	// Of so many each snapshot costs half.
	assert.ok(counts.maxWeight <= 70 * 25 + 23, `${counts.maxWeight} of a minute's weight`);
	const count = (end: string) => asked.filter(path => path.endsWith(end)).length;
	assert.deepEqual([count('/exchangeInfo'), count('/time'), count('/depth')], [1, 3, 70]);
	sessions.stop();
});

test('a gap in one book leaves the others as they are', async () => {
	const run = await startLive(6);
	const {clock, counts} = run;
	run.change('M2USDT', 'lost');
	let asked: string[] = [];
	run.onRequest(symbol => (asked = [...asked, symbol]));
	await clock.run(5000);
	assert.deepEqual([run.statuses(), run.wrong(), asked], [{live: 6}, [], ['M2USDT']]);
	assert.deepEqual(
		run.books().map(({health}) => health.gaps),
		[0, 0, 1, 0, 0, 0],
	);
	assert.equal(counts.connects, 1);
	run.sessions.stop();
});

test('one stream refused of a batch keeps its book alone from being live', async () => {
	const run = startManyMarkets(6);
	run.refused.add(run.streamOf('M3USDT'));
	await run.clock.run(20_000);
	assert.deepEqual(
		run.books().map(({status}) => status),
		['live', 'live', 'live', 'syncing', 'live', 'live'],
	);
	assert.match(run.books()[3]?.reason ?? '', /Invalid request|no data/);
	// Once it is taken, the book follows by itself.
	run.refused.clear();
	await run.clock.run(30_000);
	assert.deepEqual([run.statuses(), run.wrong(), run.counts.kicks], [{live: 6}, [], 0]);
	run.sessions.stop();
});

test('a stream that is taken and never on makes no book live', async () => {
	const run = startManyMarkets(4);
	run.deaf.add(run.streamOf('M1USDT'));
	run.deaf.add(run.streamOf('M0USDT'));
	await run.clock.run(30_000);
	assert.deepEqual(
		run.books().map(({status}) => status === 'live'),
		[false, false, true, true],
	);
	run.sessions.stop();
});

test('a stream that the exchange ends without a word takes its book from live', async () => {
	const run = await startLive(4);
	run.endStream('M2USDT');
	await run.clock.run(62_000);
	const statuses = run.books().map(({status, health}) => [status, health.reconnects]);
	assert.deepEqual(statuses, [
		['live', 0],
		['live', 0],
		['live', 1],
		['live', 0],
	]);
	// It has gone to a socket of its own, where the stream is on.
	assert.deepEqual([run.wrong(), run.counts.connects], [[], 2]);
	run.sessions.stop();
});

test('what comes under the name of another market changes no book', async () => {
	const run = await startLive(4);
	run.change('M1USDT', {as: 'M2USDT'});
	await run.clock.run(100);
	assert.equal(run.books()[2]?.health.gaps, 0);
	await run.clock.run(5000);
	assert.deepEqual([run.statuses(), run.wrong()], [{live: 4}, []]);
	// Of its own market it is missed by the ids.
	assert.deepEqual(
		run.books().map(({health}) => health.gaps),
		[0, 1, 0, 0],
	);
	run.sessions.stop();
});

test('a message that nobody can read makes each book prove itself anew', async () => {
	const run = await startLive(4);
	const asked = new Set<string>();
	run.onRequest(symbol => asked.add(symbol));
	run.tellAll('{"stream":"m1usdt@dep');
	await run.clock.run(30);
	assert.deepEqual(run.statuses(), {resyncing: 4});
	await run.clock.run(10_000);
	assert.deepEqual([run.statuses(), run.wrong(), asked.size], [{live: 4}, [], 4]);
	assert.equal(run.counts.connects, 1);
	run.sessions.stop();
});

test('a socket that is lost takes all its books along, and each comes back by its own snapshot', async () => {
	const run = await startLive(6);
	const asked = new Set<string>();
	run.onRequest(symbol => asked.add(symbol));
	run.closeAll();
	assert.deepEqual(run.statuses(), {reconnecting: 6});
	for (let step = 0; step < 20; step++) {
		await run.clock.run(500);
		assert.deepEqual(run.wrong(), []);
	}
	assert.deepEqual([run.statuses(), asked.size, run.counts.connects], [{live: 6}, 6, 2]);
	run.sessions.stop();
});

test('a shutdown told ahead costs no book a moment', async () => {
	const run = await startLive(6);
	run.tellAll('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}');
	for (let step = 0; step < 40; step++) {
		await run.clock.run(250);
		assert.deepEqual([run.statuses(), run.wrong()], [{live: 6}, []]);
	}
	assert.deepEqual([run.counts.connects, run.lines.size], [2, 1]);
	run.sessions.stop();
});

test('a book that is missing on the new socket stays with the old one, and ends with it', async () => {
	const run = await startLive(4);
	const [old] = run.lines;
	run.deaf.add(run.streamOf('M2USDT'));
	run.tellAll('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}');
	await run.clock.run(10_000);
	assert.deepEqual([run.statuses(), run.wrong(), run.lines.size], [{live: 4}, [], 2]);
	old?.emit({type: 'close', reason: 'shut down', code: 1001});
	await run.clock.run(1000);
	assert.deepEqual(
		run.books().map(({status}) => status === 'live'),
		[true, true, false, true],
	);
	run.sessions.stop();
});

test('makes connections no faster than allowed while sockets are lost again and again', async () => {
	const run = await startLive(10);
	const before = run.counts.connects;
	for (let second = 0; second < 60; second++) {
		await run.clock.run(1000);
		run.closeAll();
	}
	assert.ok(run.counts.connects - before <= 6 + 30, `${run.counts.connects} connections`);
	await run.clock.run(60_000);
	assert.deepEqual([run.statuses(), run.wrong()], [{live: 10}, []]);
	assert.deepEqual([run.counts.kicks, run.counts.refusals], [0, 0]);
	run.sessions.stop();
});

test('after sleep no book is live before it is compared, each in its turn', async () => {
	const run = await startLive(40);
	const asked = new Set<string>();
	run.onRequest(symbol => asked.add(symbol));
	run.sleep();
	await run.clock.run(101);
	assert.ok((run.statuses()['stale'] ?? 0) > 30);
	for (let step = 0; step < 50; step++) {
		await run.clock.run(step < 20 ? 50 : 1000);
		for (const {market, status} of run.books())
			assert.ok(status !== 'live' || asked.has(market.replace('/', '')), market);
	}
	await run.clock.run(30_000);
	assert.deepEqual([run.statuses(), run.wrong(), asked.size], [{live: 40}, [], 40]);
	assert.deepEqual([run.counts.kicks, run.counts.connects, run.counts.refusals], [0, 1, 0]);
	run.sessions.stop();
});
