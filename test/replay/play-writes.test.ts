import assert from 'node:assert/strict';
import {setImmediate} from 'node:timers/promises';
import {test} from 'node:test';
import {startWritesPlay, type TimedWrites} from '../../source/replay/play-writes.js';
import {startWritesIndex} from '../../source/replay/replay-index.js';
import {startReplayPlayer} from '../../source/replay/replay-player.js';
import type {BookStatus} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const startedAt = 1_000_000;
const key = 'binance:STEEM/USDT';
const facts = {key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT', tickSize: null};

/** A book of so many bids, so many milliseconds after the start. */
const book = (ms: number, bids: number, status: BookStatus['status'] = 'live'): TimedWrites => {
	const levels = Array.from({length: bids}, (_, level) => [`0.${100 + level}`, '1'] as const);
	const change = {
		...{type: 'snapshot' as const, bids: columns(...levels), asks: columns(['1', '1'])},
		...{sequence: ms, exchangeTime: null},
	};
	const at = startedAt + ms;
	return {
		...{at, isMessage: true},
		writes: [
			{name: 'apply', args: [key, change, at]},
			{name: 'setStatus', args: [key, {status, reason: null, retryAt: null}, at]},
		],
	};
};

/** Items that come as they are given. */
const createItems = () => {
	const waiting: TimedWrites[] = [];
	let wake = () => {};
	let hasEnded = false;
	const read = async function* (): AsyncGenerator<TimedWrites, void> {
		for (;;) {
			yield* waiting.splice(0);
			if (hasEnded) return;
			if (waiting.length === 0) await new Promise<void>(resolve => (wake = resolve));
		}
	};
	return {
		items: read(),
		async give(...items: readonly TimedWrites[]) {
			waiting.push(...items);
			wake();
			for (let turn = 0; turn < 5; turn++) await setImmediate();
		},
		end() {
			hasEnded = true;
			wake();
		},
	};
};

/** A player of what comes; `isAll`: whether it comes with the time. */
const startRun = async (...items: readonly TimedWrites[]) => {
	const given = createItems();
	const real = createFakeClock();
	const index = startWritesIndex({
		...{books: [facts], items: given.items, startedAt, isAll: () => true},
		...{wall: () => startedAt, stop: async () => undefined},
	});
	const player = startReplayPlayer({index, startedAt, clock: real, speed: 1, from: 0});
	await given.give(...items);
	const pass = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 10) {
			real.advance(10);
			await setImmediate();
		}
		await player.settled();
	};
	return {
		...{give: given.give, player, pass, index},
		position: () => player.control.getState().position,
		bids: () => player.source.getView().books[0]?.bids.length,
	};
};

test('writes are done at their times, and viewed as a session views them', async () => {
	const {items, give, end} = createItems();
	const play = startWritesPlay({books: [facts], items, startedAt});
	const views: string[] = [];
	play.store.subscribe(() => {
		const [shown] = play.store.getView().books;
		views.push(`${play.clock.now() - startedAt}: ${shown?.bids.length}`);
	});
	await give(book(-500, 1), book(150, 2), book(160, 3), book(420, 4));
	end();
	assert.equal(await play.playTo(startedAt + 300), false);
	assert.deepEqual(views, ['100: 1', '200: 3']);
	assert.equal(await play.playTo(), true);
	assert.deepEqual(views, ['100: 1', '200: 3', '500: 4']);
});

test('messages of the past are counted each second', async () => {
	const {items, give, end} = createItems();
	const play = startWritesPlay({books: [facts], items, startedAt});
	await give(...[100, 200, 300, 1400, 9000].map(at => book(at, 1)));
	end();
	const rateAt = async (ms: number) => {
		await play.playTo(startedAt + ms);
		return play.store.getView().books[0]?.messagesPerSecond;
	};
	assert.deepEqual([await rateAt(999), await rateAt(1500), await rateAt(2500)], [0, 3, 1]);
	assert.equal(await rateAt(5000), 0);
});

test('what is to come is waited for, and then played on', async () => {
	const run = await startRun(book(0, 1), book(1000, 2));
	await run.pass(3000);
	assert.equal(run.position(), 999, 'it stands before the newest that is known');
	assert.equal(run.bids(), 1);
	assert.ok(!run.player.control.getState().isPaused);
	await run.give(book(1500, 3), book(2500, 4));
	await run.pass(1000);
	assert.equal(run.bids(), 3);
	assert.ok(run.position() > 1500 && run.position() < 2500);
	run.player.stop();
});

test('it is not gone any further than up to now', async () => {
	const run = await startRun(book(0, 1), book(1000, 2), book(60_000, 3));
	run.player.control.seek(500_000);
	await run.pass(20);
	assert.ok(Math.abs(run.position() - 59_999) <= 20);
	assert.equal(run.player.control.getState().seekingTo, null);
	run.player.control.next();
	await run.pass(20);
	assert.match(run.player.control.getState().notice ?? '', /no gap, reconnect or marker/);
	run.player.stop();
});

test('a moment is the same played to and sought back to', async () => {
	const items = Array.from({length: 400}, (_, at) => book(at * 250, 1 + (at % 7)));
	const run = await startRun(...items);
	for (const position of [80_100, 10_300, 60_700, 31_000]) {
		run.player.control.pause(true);
		run.player.control.seek(position);
		await run.pass(20);
		assert.equal(run.bids(), 1 + (Math.floor(position / 250) % 7));
	}
	run.player.stop();
});

test('what may follow what in a told book is never held back', async () => {
	const run = await startRun(
		book(0, 1),
		...(['failed', 'live', 'stale', 'syncing', 'live'] as const).map((status, at) =>
			book((at + 1) * 1000, 2, status),
		),
		book(9000, 2),
	);
	await run.pass(3500);
	assert.equal(run.player.source.getView().books[0]?.status, 'stale');
	await run.pass(2000);
	assert.equal(run.player.source.getView().books[0]?.status, 'live');
	run.player.stop();
});

test('reading that fails before anybody waits for it is told later', async () => {
	const read = async function* (): AsyncGenerator<TimedWrites, void> {
		yield await Promise.reject(new Error('the bus is gone'));
	};
	const index = startWritesIndex({
		...{books: [facts], items: read(), startedAt, isAll: () => false, wall: () => startedAt},
		stop: () => Promise.resolve(),
	});
	await setImmediate();
	assert.equal(index.frontier(), Infinity);
	await assert.rejects(index.done, /the bus is gone/);
});
