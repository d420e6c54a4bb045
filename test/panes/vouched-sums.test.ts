import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';
import {binance, createMarket, huobi, setLevel, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';
import {goLive} from '../helpers/statuses.js';

type Levels = readonly (readonly [string, string])[];

const put = (store: BookStore, key: string, bids: Levels, asks: Levels, limit?: number) => {
	const sides = {bids: columns(...bids), asks: columns(...asks)};
	const rest = {sequence: 1, exchangeTime: null, ...(limit !== undefined && {limit})};
	store.apply(key, {type: 'snapshot', ...sides, ...rest}, startTime);
	goLive(store, key, startTime);
};

/** Binance is known whole; of Huobi two levels a side are, and one more behind them was told. */
const createHalfVouched = (): BookStore => {
	const store = createMarket();
	const bids: Levels = [
		['0.16', '10'],
		['0.15', '10'],
		['0.13', '10'],
	];
	const asks: Levels = [
		['0.17', '30'],
		['0.18', '30'],
		['0.20', '30'],
	];
	put(store, binance, bids, asks);
	put(store, huobi, bids.slice(0, 2), asks.slice(0, 2), 2);
	setLevel(store, huobi, 'bids', ['0.13', '1000'], startTime);
	setLevel(store, huobi, 'asks', ['0.20', '7'], startTime);
	store.publish();
	return store;
};

const startHere = (columns = 120, rows = 40) =>
	startTestApp({store: createHalfVouched(), columns, rows});

test('how heavy the sides are is told of levels that are vouched for alone', async () => {
	const {app, terminal} = await startHere();
	const depth = terminal.text();
	assert.match(depth, /best 20 levels a side {2}bids 25 % .*best 2 levels a side {2}bids 25 %/);
	await terminal.press('3');
	assert.match(terminal.text(), /best 2 levels a side {2}bids 25 %/);
	app.stop();
});

test('a fill beyond what is vouched for is marked', async () => {
	const {app, terminal} = await startHere();
	await terminal.press('tab', 'up', 'up');
	assert.match(terminal.text(), /to 0\.1800, \d+ bps from mid/);
	await terminal.press('up');
	assert.match(terminal.text(), /to 0\.2000 ▵ not vouched for/);
	await terminal.press('2');
	assert.match(terminal.text(), /Binance +buy .* to 0\.2000, .*\n.*Huobi +buy .* to 0\.2000 ▵ /);
	await terminal.press('3');
	const merged = terminal.text();
	assert.match(merged, /all +buy .* to 0\.2000 ▵, .*\n.*Binance +buy .* to 0\.2000 {2,}/);
	assert.match(merged, /Huobi +buy .* to 0\.2000 ▵ /);
	app.stop();
});

test('where there is little room, a fill that nobody vouches for has the sign alone', async () => {
	const {app, terminal} = await startHere(80, 24);
	await terminal.press('tab', 'down', 'down', 'down');
	assert.match(terminal.text(), /sell .*[^]*to 0\.1300 ▿/);
	app.stop();
});
