import assert from 'node:assert/strict';
import {test} from 'node:test';
import {oneMarket} from '../../source/markets/one-market.js';
import {createMarketStores} from '../helpers/market-lines.js';

test('of several markets one is shown, its views as long the same as those of all', () => {
	const {stores} = createMarketStores();
	const [first, second] = stores.map(store => store.getView().books);
	const views = [
		{lastUpdate: 1, books: [...(first ?? []), ...(second ?? [])]},
		{lastUpdate: 2, books: [...(first ?? [])]},
	];
	let at = 0;
	const source = oneMarket(
		{
			getView: () => views[at] ?? assert.fail(),
			subscribe: () => () => undefined,
			passed: () => ({from: 5, views}),
		},
		'BTC/USDT',
	);
	assert.deepEqual(
		source.getView().books.map(({key}) => key),
		['binance:BTC/USDT', 'huobi:BTC/USDT'],
	);
	assert.equal(source.getView(), source.getView());
	assert.deepEqual(
		source.passed?.().views.map(({books}) => books.length),
		[2, 0],
	);
	at = 1;
	assert.equal(source.getView().books.length, 0);
});
