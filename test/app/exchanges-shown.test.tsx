import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {createBookStore} from '../../source/store/book-store.js';
import {assertGolden} from '../helpers/golden.js';
import {createExchanges, spoilTwo} from '../helpers/many-exchanges.js';
import {fill, market, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const views = ['depth', 'aligned', 'merged', 'trades', 'edge', 'health', 'heatmap'] as const;
const titles = ['Binance', 'Huobi', 'Kraken', 'Gemini'];

const createStore = (count: number) => {
	const store = createBookStore();
	for (const [index, title] of titles.slice(0, count).entries()) {
		const exchange = title.toLowerCase();
		const key = `${exchange}:${market}`;
		store.add({key, exchange, title, market, tickSize: parseDecimal('0.0001')});
		fill(store, key, 1642 + index, startTime - 100);
	}
	store.publish();
	return store;
};

for (const count of [1, 3, 4])
	for (const [columns, rows] of [
		[80, 24],
		[200, 60],
	] as const)
		test(`each view shows ${count} of the exchanges at ${columns}×${rows}`, async () => {
			const {app, terminal} = await startTestApp({store: createStore(count), columns, rows});
			for (const [index, view] of views.entries()) {
				await terminal.press(`${index + 1}`);
				const seen = new Set<string>();
				// Those that do not fit are a Tab away.
				for (let turn = 0; turn < count; turn++) {
					for (const title of titles) if (terminal.text().includes(title)) seen.add(title);
					await terminal.press('tab');
				}
				assert.deepEqual([...seen].sort(), titles.slice(0, count).sort(), view);
			}
			app.stop();
		});

/** Some of those there are: all of them live, one priced in won, and one out of sync and one lost besides. */
const scenes = {
	three: () => createExchanges('binance', 'huobi', 'kraken'),
	four: () => createExchanges('binance', 'kraken', 'okx', 'upbit'),
	seven() {
		const store = createExchanges('binance', 'huobi', 'gate', 'okx', 'bybit', 'kraken', 'upbit');
		spoilTwo(store, 'okx', 'gate');
		return store;
	},
};

for (const [name, create] of Object.entries(scenes))
	for (const [columns, rows] of [
		[40, 12],
		[80, 24],
		[120, 40],
		[160, 48],
		[200, 60],
	] as const)
		test(`all views of ${name} exchanges at ${columns}×${rows}`, async t => {
			const store = create();
			const options = {store, columns, rows, market: 'BTC/USDT'};
			const {app, clock, terminal} = await startTestApp(options);
			for (let second = 0; second < 3; second++) clock.advance(1000);
			for (const [index, view] of views.entries())
				await t.test(view, async () => {
					await terminal.press(`${index + 1}`);
					assertGolden(`many/${view}-${name}-${columns}x${rows}`, terminal.text());
				});
			app.stop();
		});
