import assert from 'node:assert/strict';
import {test} from 'node:test';
import {event, snapshot, startLive, type FeedRun} from '../helpers/feed-run.js';

const close = {type: 'close', reason: 'gone'} as const;

/** The answer to the newest ping. */
const answer = ({socket}: Pick<FeedRun, 'socket'>) => {
	socket().emit({type: 'pong', payload: socket().pinged});
};

test('after sleep a book is live again once its link was heard and it was compared', async () => {
	const {socket, sockets, view, clock, feed, request, gets} = await startLive();
	const asked = gets.length;
	const {pings} = socket();
	clock.advance(1000);
	clock.sleep(10_000);
	feed.lookAwake();
	assert.deepEqual(
		[view().status, view().reason],
		['stale', 'the computer slept; the book is being proven anew'],
	);
	assert.deepEqual([socket().pings, gets.length], [pings + 1, asked + 1]);
	answer({socket});
	assert.equal(view().status, 'stale');
	await request().answer(snapshot(100, '1'));
	assert.deepEqual([view().status, sockets.length], ['live', 1]);
});

test('after sleep what agrees is not live before its link was heard', async () => {
	const {socket, view, clock, feed, request} = await startLive();
	clock.advance(1000);
	clock.sleep(10_000);
	feed.lookAwake();
	await request().answer(snapshot(100, '1'));
	assert.equal(view().status, 'stale');
	answer({socket});
	assert.equal(view().status, 'live');
});

test('what comes first after sleep finds the book no longer live', async () => {
	const {socket, view, clock} = await startLive();
	clock.advance(1000);
	clock.sleep(10_000);
	socket().emit(event(101, 101));
	assert.equal(view().status, 'stale');
});

test('after sleep a book that differs gets a new one', async () => {
	const {socket, view, clock, feed, request} = await startLive();
	clock.advance(1000);
	clock.sleep(10_000);
	feed.lookAwake();
	answer({socket});
	await request().answer(snapshot(100, '1.2'));
	assert.equal(view().status, 'resyncing');
	clock.advance(2000);
	await request().answer(snapshot(100, '1.2'));
	assert.equal(view().status, 'live');
});

test('after sleep a book that cannot be compared gets a new one', async () => {
	const {socket, view, clock, feed} = await startLive();
	clock.advance(1000);
	clock.sleep(10_000);
	feed.lookAwake();
	for (let second = 0; second < 13; second++) {
		clock.advance(1000);
		answer({socket});
	}
	assert.equal(view().status, 'resyncing');
});

for (const [name, ms] of [
	['half a minute', 30_000],
	['ten minutes', 600_000],
] as const) {
	test(`after ${name} of sleep a link is made anew`, async () => {
		const {sockets, view, clock, feed} = await startLive();
		clock.sleep(ms);
		feed.lookAwake();
		assert.deepEqual(
			[sockets[0]?.isClosed, view().status, view().reason],
			[true, 'reconnecting', 'the computer slept; the book is being proven anew'],
		);
		clock.advance(500);
		assert.equal(sockets.length, 2);
	});
}

test('what was already on its way when the computer slept is not taken from a link given up', async () => {
	const {sockets, view, clock} = await startLive();
	clock.sleep(30_000);
	sockets[0]?.emit(event(101, 101, [['1', '9']]));
	assert.deepEqual([view().status, view().sequence], ['reconnecting', 100]);
});

test('a wait for the next try ends with the sleep', async () => {
	const {sockets, clock, feed, view} = await startLive();
	for (let count = 0; count < 7; count++) {
		sockets.at(-1)?.emit(close);
		clock.advance((view().retryAt ?? 0) - clock.now());
	}
	sockets.at(-1)?.emit(close);
	const count = sockets.length;
	clock.sleep(6000);
	feed.lookAwake();
	assert.equal(sockets.length, count + 1);
});

test('a wall clock that is set changes nothing of waits and ages', async () => {
	for (const ahead of [-3_600_000, 3_600_000]) {
		const {socket, sockets, view, clock, request} = await startLive();
		socket().emit(event(105, 106));
		clock.setWallAhead(ahead);
		assert.equal(view().status, 'resyncing');
		clock.advance(1000);
		await request().answer(snapshot(106));
		assert.deepEqual([view().status, sockets.length], ['live', 1]);
		// And a link that dies at that moment is told as soon as ever.
		clock.setWallAhead(-ahead);
		clock.advance(25_000);
		assert.equal(view().status, 'reconnecting');
	}
});

test('what was on its way before the sleep is no sign of life', async () => {
	const {socket, view, clock, feed, request} = await startLive();
	clock.advance(1000);
	clock.sleep(10_000);
	feed.lookAwake();
	await request().answer(snapshot(100, '1'));
	socket().emit({type: 'ping'});
	socket().emit({type: 'pong', payload: ''});
	socket().emit(event(101, 102));
	assert.equal(view().status, 'stale');
	clock.advance(2000);
	socket().emit(event(103, 103));
	assert.equal(view().status, 'live');
});

test('an answer to what was asked for before the sleep is none', async () => {
	const {socket, view, clock, feed, request, gets} = await startLive();
	clock.advance(1000);
	feed.resync();
	const before = request();
	clock.sleep(10_000);
	feed.lookAwake();
	answer({socket});
	await before.answer(snapshot(100, '1'));
	assert.equal(view().status, 'stale');
	clock.advance(1000);
	assert.equal(gets.length, 3);
	await request().answer(snapshot(100, '1'));
	assert.equal(view().status, 'live');
});

test('a book whose snapshot was asked for before the sleep asks for another', async () => {
	const {socket, view, clock, feed, request, gets} = await startLive();
	clock.advance(1000);
	socket().emit(event(105, 106));
	const before = request();
	clock.sleep(10_000);
	feed.lookAwake();
	answer({socket});
	await before.answer(snapshot(106));
	assert.equal(view().status, 'resyncing');
	clock.advance(2000);
	assert.equal(gets.length, 3);
	await request().answer(snapshot(106));
	assert.equal(view().status, 'live');
});
