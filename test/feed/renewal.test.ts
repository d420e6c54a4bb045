import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FeedStatus} from '../../source/faults.js';
import {toRows} from '../helpers/client-run.js';
import {event, snapshot, startLive, type FeedRun} from '../helpers/feed-run.js';

const shutdown = {type: 'message', data: '{"e":"serverShutdown","E":1770123456789}'} as const;
const close = {type: 'close', reason: 'exchange: connection lost', code: 1006} as const;

/** Every status the book has from here on. */
const recordStatuses = ({view}: FeedRun) => {
	const statuses = new Set<FeedStatus>();
	return {look: () => statuses.add(view().status), statuses};
};

test('answers serverShutdown by a second connection, in sync before the first goes', async () => {
	const run = await startLive();
	const {look, statuses} = recordStatuses(run);
	const [first] = run.sockets;
	first?.emit(shutdown);
	assert.equal(run.sockets.length, 2);
	const second = run.socket();
	second.emit({type: 'open'});
	second.emit(event(101, 102));
	look();
	first?.emit(event(101, 102, [['1', '7']]));
	assert.deepEqual([first?.isClosed, toRows(run.view().bids)], [false, [['1', '7']]]);
	await run.request().answer(snapshot(102, '1.2'));
	look();
	assert.deepEqual([first?.isClosed, toRows(run.view().bids)], [true, [['1.2', '5']]]);
	second.emit(event(103, 103, [['1.2', '6']]));
	look();
	assert.deepEqual(toRows(run.view().bids), [['1.2', '6']]);
	assert.deepEqual([...statuses], ['live']);
	assert.equal(run.view().health.reconnects, 0);
});

test('the second connection takes over only once it is as far as the first', async () => {
	const run = await startLive();
	const [first] = run.sockets;
	first?.emit(shutdown);
	const second = run.socket();
	second.emit({type: 'open'});
	second.emit(event(101, 101));
	for (const id of [101, 102, 103]) first?.emit(event(id, id));
	await run.request().answer(snapshot(101));
	assert.equal(first?.isClosed, false);
	second.emit(event(102, 102));
	assert.equal(first?.isClosed, false);
	second.emit(event(103, 103));
	assert.equal(first?.isClosed, true);
	assert.deepEqual([run.view().status, run.view().sequence], ['live', 103]);
});

test('the second connection goes on where the first is cut too early', async () => {
	const run = await startLive();
	const [first] = run.sockets;
	first?.emit(shutdown);
	first?.emit(close);
	assert.equal(run.view().status, 'reconnecting');
	assert.equal(run.sockets.length, 2);
	run.socket().emit({type: 'open'});
	assert.equal(run.view().status, 'resyncing');
	run.socket().emit(event(105, 106));
	await run.request().answer(snapshot(106));
	assert.deepEqual([run.view().status, run.view().sequence], ['live', 106]);
});

test('a second connection that fails is tried again, the first goes on', async () => {
	const run = await startLive();
	const [first] = run.sockets;
	first?.emit(shutdown);
	run.socket().emit(close);
	first?.emit(event(101, 101));
	assert.deepEqual([run.view().status, run.view().sequence], ['live', 101]);
	run.clock.advance(500);
	assert.equal(run.sockets.length, 3);
});

test('a renewal that keeps failing is tried less and less often', async () => {
	const run = await startLive();
	const seconds = 24 * 3600 - 600;
	for (let second = 0; second < seconds; second += 20) {
		run.clock.advance(20_000);
		run.sockets[0]?.emit({type: 'ping'});
	}
	const before = run.sockets.length;
	for (let second = 0; second < 60; second++) {
		if (run.sockets.length > before - 1 && !run.socket().isClosed && run.sockets.length > 1)
			run.socket().emit(close);
		run.clock.advance(1000);
		run.sockets[0]?.emit({type: 'ping'});
	}
	assert.ok(run.sockets.length - before < 10, `${run.sockets.length - before} tries in a minute`);
	assert.equal(run.view().status, 'live');
});

test('a connection that is to follow and will end too is followed in turn', async () => {
	const run = await startLive();
	run.sockets[0]?.emit(shutdown);
	const second = run.socket();
	second.emit({type: 'open'});
	second.emit(shutdown);
	second.emit(event(101, 102));
	await run.request().answer(snapshot(102));
	assert.deepEqual([run.sockets.length, run.view().status], [3, 'live']);
});

test('renews a connection before its 24 hours are over', async () => {
	const run = await startLive();
	const seconds = 24 * 3600 - 600;
	for (let second = 0; second < seconds; second += 20) {
		run.clock.advance(20_000);
		run.socket().emit({type: 'ping'});
	}
	assert.equal(run.sockets.length, 2);
	assert.equal(run.view().status, 'live');
});

test('fetches a new snapshot before the market walks out of the known range', async () => {
	const run = await startLive(1000);
	assert.notEqual(run.view().vouched.bids, null);
	const before = run.gets.length;
	const gone = Array.from({length: 701}, (_, rank): [string, string] => [`${1000 - rank}`, '0']);
	run.socket().emit(event(101, 101, gone));
	run.clock.advance(1000);
	assert.equal(run.gets.length, before + 1);
	const lower = Array.from({length: 1000}, (_, rank): [string, string] => [
		`${299 - rank * 0.25}`,
		'5',
	]);
	run.socket().emit(event(102, 102, lower));
	await run
		.request()
		.answer({body: JSON.stringify({lastUpdateId: 102, bids: lower, asks: [['1001', '5']]})});
	// What was known below it still is.
	assert.deepEqual([run.view().status, run.view().bids.length], ['live', 1049]);
	assert.deepEqual(run.view().vouched.bids, {units: 1, decimals: 0});
});
