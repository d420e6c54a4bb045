import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {createBookStore} from '../../source/store/book-store.js';
import {fill, market, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';

const views = ['depth', 'aligned', 'merged', 'trades', 'edge', 'health'] as const;
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
