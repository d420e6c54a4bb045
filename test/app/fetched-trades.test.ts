import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Trade} from '../../source/book/trade.js';
import {createTrades} from '../helpers/busy-market.js';
import {assertGolden} from '../helpers/golden.js';
import {binance, createLiveMarket, huobi, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

/** Some of before those that were heard, and so many of those where the two are to join. */
const createRun = (heard: readonly Trade[], shared: number) => {
	const [first] = heard;
	assert.ok(first);
	const older = createTrades(40, 1640).map((trade, index) => ({
		...{...trade, id: `${1000 + index}`},
		time: first.time - 4000 * (40 - index),
	}));
	return [...older, ...heard.slice(0, shared)];
};

/** One exchange whose fetched trades join those that were heard, and one where that is not known; and it was lost for a while. */
const createJoined = () => {
	const store = createLiveMarket();
	const [one, other] = [createTrades(4, 1642), createTrades(3, 1643)];
	store.addTrades(binance, one, startTime);
	store.addRun(binance, createRun(one, 1), startTime);
	store.addTrades(huobi, other.slice(0, 2), startTime);
	store.breakTape(huobi);
	store.addTrades(huobi, other.slice(2), startTime);
	store.addRun(huobi, createRun(other, 0), startTime);
	store.publish();
	return store;
};

for (const [columns, rows] of [
	[40, 12],
	[80, 24],
	[120, 40],
	[200, 60],
] as const)
	test(`fetched trades are marked, and gaps told, at ${columns}×${rows}`, async () => {
		const store = createJoined();
		const {app, clock, terminal} = await startTestApp({store, columns, rows});
		await terminal.press('4', 'tab');
		const text = terminal.text();
		assertGolden(`views/trades-fetched-${columns}x${rows}`, text);
		assert.match(text, /↓[\d ]*fetched/);
		const reason = 'the exchange sent a close frame that says a good deal: 1001, going away';
		store.setStatus(huobi, {status: 'reconnecting', reason, retryAt: startTime + 5000}, startTime);
		store.publish();
		clock.advance(100);
		await terminal.flush();
		assert.match(terminal.text(), /· ↓ fetched .*\n.*[╯┘]/);
		assert.match(text, /may be missing|gap\?/);
		app.stop();
	});
