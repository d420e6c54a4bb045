import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookStore} from '../source/store/book-store.js';
import {createBusyMarket, liveThrough} from './helpers/busy-market.js';
import {assertGolden} from './helpers/golden.js';
import {huobi, setLevel, startTime} from './helpers/market.js';
import {startTestApp} from './helpers/start-test-app.js';

const sizes = [
	[80, 24],
	[120, 40],
	[200, 60],
] as const;

const views = ['depth', 'aligned', 'merged', 'trades', 'edge', 'health'] as const;

const loseOne = (store: BookStore) => {
	const reason = 'the exchange cannot be reached: connect ETIMEDOUT 104.16.1.1:443';
	const status = {status: 'reconnecting', reason, retryAt: startTime + 4000} as const;
	store.setStatus(huobi, status, startTime);
	store.publish();
};

const change = (store: BookStore) => {
	setLevel(store, huobi, 'bids', ['0.1643', '9876.5'], startTime);
	store.publish();
};

const scenes = [
	{name: 'live', then: () => undefined, keys: []},
	{name: 'one-down', then: loseOne, keys: []},
	{name: 'frozen', then: change, keys: ['space']},
	{name: 'help', then: () => undefined, keys: ['?']},
];

/** The app in a view, over two exchanges with some minutes behind them. */
const startView = async (view: (typeof views)[number], columns: number, rows: number) => {
	const started = await startTestApp({store: createBusyMarket(), columns, rows});
	liveThrough(started.store, 250);
	await started.terminal.press(String(views.indexOf(view) + 1));
	return started;
};

for (const view of views)
	for (const {name, then, keys} of scenes)
		for (const [columns, rows] of sizes)
			test(`${view} shows ${name} at ${columns}×${rows}`, async () => {
				const {app, store, terminal} = await startView(view, columns, rows);
				await terminal.press(...keys);
				then(store);
				await terminal.flush();
				assertGolden(`views/${view}-${name}-${columns}x${rows}`, terminal.text());
				app.stop();
			});

for (const view of views)
	test(`${view} paints nothing while nothing happens`, async () => {
		const {app, store, clock, terminal} = await startView(view, 120, 40);
		clock.advance(1100);
		const count = terminal.writes.length;
		for (let tick = 0; tick < 8; tick++) {
			clock.advance(100);
			store.publish();
		}
		assert.equal(terminal.writes.length, count);
		app.stop();
	});
