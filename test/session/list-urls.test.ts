import assert from 'node:assert/strict';
import {test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {isListOf} from '../../source/session/list-urls.js';

test('lists of markets are kept for captures begun later, and nothing that grows old', () => {
	for (const exchange of exchanges) {
		const {id, listPath, tickers, toSymbol} = exchange;
		const rest = ['https://one.example', 'https://other.example/base'] as const;
		const isList = isListOf([{exchange, endpoints: {ws: 'wss://x', rest}}]);
		const symbol = toSymbol('BTC', 'USDT');
		for (const address of rest) {
			assert.ok(isList(address + listPath()), id);
			assert.ok(isList(address + listPath(symbol)), `${id}, of one market`);
			const [{path}] = tickers.questions;
			assert.ok(!isList(address + path([symbol])), `${id}, the last 24 hours`);
			assert.ok(!isList(`${address}${listPath().replace(/\?.*$/, '')}/${symbol}/ticker`), id);
		}
		assert.ok(!isList(`https://elsewhere.example${listPath()}`));
	}
});
