import assert from 'node:assert/strict';
import {test} from 'node:test';
import {runFaults} from '../soak/fault-run.js';
import {createWorld} from '../soak/world.js';
import {acknowledgement, event, snapshot, startLive} from '../helpers/feed-run.js';

/** A book that was at 103 before the connection was lost, and a market that is quiet since. */
const startAgain = async () => {
	const run = await startLive();
	run.socket().emit(event(101, 103));
	run.socket().emit({type: 'close', reason: 'gone'});
	run.clock.advance(500);
	run.socket().emit({type: 'open'});
	run.socket().emit(acknowledgement);
	run.clock.advance(3000);
	return run;
};

test('a first book older than the one before is asked for again', async () => {
	const run = await startAgain();
	await run.request().answer(snapshot(102));
	const {status, reason} = run.view();
	assert.deepEqual(
		[status, reason],
		['resyncing', 'the snapshot was older than the updates: 102 before 103'],
	);
	run.clock.advance(1000);
	await run.request().answer(snapshot(103));
	assert.equal(run.view().status, 'live');
});

test('ids that stay lower began anew', async () => {
	const run = await startAgain();
	for (let count = 0; count < 5; count++) {
		await run.request().answer(snapshot(7));
		assert.equal(run.view().status, 'resyncing');
		for (let second = 0; second < 30; second++) {
			run.clock.advance(1000);
			run.socket().emit({type: 'ping'});
		}
	}
	await run.request().answer(snapshot(7));
	assert.equal(run.view().status, 'live');
	run.socket().emit(event(8, 9));
	assert.equal(run.view().sequence, 9);
});

test('Huobi’s old reply to a new connection in a quiet market is not shown as live', async () => {
	const {wrong, isSynced} = await runFaults(5046, 'huobi');
	assert.deepEqual(wrong, []);
	assert.ok(isSynced);
});

test('ids that begin anew right after the start have the book not live', async () => {
	const {socket, view} = await startLive();
	const anew = {e: 'depthUpdate', E: 9, s: 'STEEMUSDT', U: 1, u: 2, b: [['1', '7']], a: []};
	socket().emit({type: 'message', data: JSON.stringify(anew)});
	assert.deepEqual([view().status, view().code], ['stale', 'gap']);
});

test('where the exchange’s clock is set back, its next book is live', async () => {
	const world = await createWorld({seed: 5, market: 'STEEM/BTC', exchanges: ['upbit']});
	const told: string[] = [];
	world.session.store.followStatus(({status, code}) => told.push(`${status} ${code ?? ''}`.trim()));
	await world.clock.run(8000);
	// Ahead for half a minute, then behind.
	world.inject('clock-skew', {exchange: 'upbit'});
	await world.clock.run(40_000);
	assert.deepEqual(told.slice(-3), ['live', 'resyncing gap', 'live']);
	assert.deepEqual(world.wrong, []);
	await world.stop();
});
