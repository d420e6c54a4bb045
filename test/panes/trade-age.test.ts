import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {initialHealth} from '../../source/store/market-view.js';
import {binance, createLiveMarket, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

test('every view tells how old a trade is by our clock, whatever the clock of the exchange', async () => {
	const store = createLiveMarket();
	const [price, size] = [parseDecimal('0.1642'), parseDecimal('5')];
	const trade = {id: '1', price, size, side: 'buy' as const, time: startTime - 12_000};
	store.addTrades(binance, [trade], startTime);
	store.setHealth(binance, {...initialHealth, clockOffsetMs: 8000});
	store.publish();
	const {app, terminal} = await startTestApp({store, columns: 200, rows: 40});
	assert.match(terminal.text(), /last 0\.1642 · 20 s ago/);
	await terminal.press('4');
	assert.match(terminal.text(), /1 trade in 20 s · last 20 s ago/);
	app.stop();
});
