import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlerts} from '../../source/alerts/alerts.js';
import {followAlerts} from '../../source/alerts/follow-alerts.js';
import {parseAlertRule} from '../../source/alerts/parse-rule.js';
import {exchanges} from '../../source/exchanges/index.js';
import {joinViews} from '../../source/session/joined-sessions.js';
import type {BookStore} from '../../source/store/book-store.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {binance, createLiveMarket, setLevel, startTime} from '../helpers/market.js';

test('alerts judge the books of stores that come and go, once they are proven', () => {
	const clock = createFakeClock(startTime);
	const stores: BookStore[] = [];
	const views = joinViews(() => stores, clock);
	const told: string[] = [];
	const rules = ['price > 0.1 binance'].map(parseAlertRule(exchanges));
	const alerts = createAlerts({rules, feeOf: () => ({units: 1, decimals: 1}), clock});
	const stop = followAlerts(views, alerts, clock, ({rule, exchange}) =>
		told.push(`${rule} ${exchange}`),
	);
	clock.advance(200);
	assert.deepEqual(told, []);
	const store = createLiveMarket();
	store.setStatus(binance, {status: 'stale', reason: null, retryAt: null}, startTime);
	store.publish();
	stores.push(store);
	clock.advance(200);
	assert.deepEqual(told, []);
	store.setStatus(binance, {status: 'live', reason: null, retryAt: null}, startTime);
	store.publish();
	clock.advance(100);
	assert.deepEqual(told, ['price > 0.1 binance binance']);
	stores.pop();
	clock.advance(100);
	assert.deepEqual(views.getView().books, []);
	stop();
	views.stop();
});

test('listeners hear of many news once a cadence', () => {
	const clock = createFakeClock(startTime);
	const stores = [createLiveMarket(), createLiveMarket()];
	const views = joinViews(() => stores, clock);
	let count = 0;
	const unsubscribe = views.subscribe(() => void count++);
	for (const price of ['0.1601', '0.1602'])
		for (const store of stores) {
			setLevel(store, binance, 'bids', [price, '5'], startTime);
			store.publish();
		}
	clock.advance(100);
	assert.equal(count, 1);
	clock.advance(500);
	assert.equal(count, 1);
	unsubscribe();
	views.stop();
});
