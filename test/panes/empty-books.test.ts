import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Level} from '../../source/book/side-view.js';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {toBookLine, toBookTable} from '../../source/output/book-text.js';
import {priceSentence} from '../../source/output/narrate.js';
import type {BookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';
import {binance, createMarket, fill, huobi, startTime} from '../helpers/market.js';
import {startTestApp} from '../helpers/start-test-app.js';
import {goLive} from '../helpers/statuses.js';

const level = (price: string, size: string): Level => ({
	price: parseDecimal(price),
	size: parseDecimal(size),
});

const put = (store: BookStore, key: string, bids: readonly Level[], asks: readonly Level[]) => {
	const sides = {bids: columns(...bids), asks: columns(...asks)};
	store.apply(key, {type: 'snapshot', ...sides, sequence: 1, exchangeTime: null}, startTime);
	goLive(store, key, startTime);
};

const bid = level('0.1642', '5');
const ask = level('0.1643', '7');

/** Both books have these sides alone; the other one of two is whole where `isAlone` is false. */
const marketOf = (bids: readonly Level[], asks: readonly Level[], isAlone = true) => {
	const store = createMarket();
	put(store, binance, bids, asks);
	if (isAlone) put(store, huobi, bids, asks);
	else fill(store, huobi, 1643, startTime);
	store.publish();
	return store;
};

const views = ['depth', 'aligned', 'merged', 'trades', 'edge', 'health'] as const;

const cases = [
	{
		name: 'without levels',
		store: () => marketOf([], []),
		says: {
			depth: /the book is empty.*the book is empty/,
			aligned: /Binance live, empty[^]*the books are empty/,
			merged: /Huobi live, empty[^]*the books are empty/,
			trades: /the book is empty.*the book is empty/,
			edge: /nothing to trade: Binance is empty, Huobi is empty/,
			health: /Book +0 bids +0 asks +empty/,
		},
	},
	{
		name: 'without asks',
		store: () => marketOf([bid], []),
		says: {
			depth: /─ no asks \/ 0\.1642 ─[^]*1 bids, no asks/,
			aligned: /Binance live, no asks[^]*no asks +best bid 0\.1642 all/,
			merged: /Binance live, no asks[^]*no asks +best bid 0\.1642 all/,
			trades: /the book has no asks/,
			edge: /nothing to trade: Binance has no asks, Huobi has no asks/,
			health: /Book +1 bids +0 asks +no asks/,
		},
	},
	{
		name: 'without bids',
		store: () => marketOf([], [ask]),
		says: {
			depth: /─ 0\.1643 \/ no bids ─[^]*no bids, 1 asks/,
			aligned: /Binance live, no bids[^]*best ask 0\.1643 all +no bids/,
			merged: /Binance live, no bids[^]*best ask 0\.1643 all +no bids/,
			trades: /the book has no bids/,
			edge: /nothing to trade: Binance has no bids, Huobi has no bids/,
			health: /Book +0 bids +1 asks +no bids/,
		},
	},
	{
		name: 'without levels beside a whole one',
		store: () => marketOf([], [], false),
		says: {
			depth: /the book is empty/,
			aligned: /Binance live, empty · ● Huobi live /,
			merged: /Binance live, empty · ● Huobi live /,
			trades: /the book is empty/,
			edge: /buy Binance → sell Huobi +no asks on Binance[^]*no bids on Binance/,
			health: /Book +0 bids +0 asks +empty/,
		},
	},
] as const;

for (const {name, store, says} of cases)
	for (const [columns, rows] of [
		[80, 24],
		[120, 40],
	] as const)
		test(`every view tells of a book ${name} at ${columns}×${rows}`, async () => {
			const {app, terminal} = await startTestApp({store: store(), columns, rows});
			for (const [index, view] of views.entries()) {
				await terminal.press(String(index + 1));
				assert.match(terminal.text(), says[view], view);
			}
			app.stop();
		});

test('no share is told of two empty sides', async () => {
	const {app, terminal} = await startTestApp({store: marketOf([], [])});
	for (const view of ['1', '2', '3']) {
		await terminal.press(view);
		assert.doesNotMatch(terminal.text(), /50 %/);
	}
	app.stop();
});

for (const [bids, asks, line, table, sentence] of [
	[
		[],
		[],
		/live {2}the book is empty$/,
		/0 bids, 0 asks\nthe book is empty$/,
		/the book is empty\.$/,
	],
	[
		[bid],
		[],
		/bid 0\.1642 × 5 {2}ask none$/,
		/0\.1642[^]*\nthe book has no asks$/,
		/the book has no asks, bid 0\.1642\.$/,
	],
	[
		[],
		[ask],
		/bid none {2}ask 0\.1643 × 7$/,
		/0\.1643[^]*\nthe book has no bids$/,
		/the book has no bids, ask 0\.1643\.$/,
	],
	[[bid], [ask], /bid 0\.1642 × 5 {2}ask 0\.1643 × 7 {2}spread/, /7$/, /bid 0\.1642, ask 0\.1643/],
] as const)
	test(`printed books tell what they lack of ${bids.length} bids, ${asks.length} asks`, () => {
		const book = marketOf(bids, asks).getView().books[0];
		assert.ok(book);
		assert.match(toBookLine(book), line);
		assert.match(toBookTable(book, 20), table);
		assert.match(priceSentence(book), sentence);
	});
