import assert from 'node:assert/strict';
import {test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {formatPair, parseWantedMarket} from '../../source/market-name.js';
import {mayHold, pairOf, symbolOf} from '../../source/replay/symbol-of.js';

test('a market is found again in the name that its exchange gives it', () => {
	for (const exchange of exchanges)
		for (const [base, quote] of [
			['STEEM', 'USDT'],
			['FUN', 'BTC'],
			['ETH', 'EUR'],
			['HIVE', 'KRW'],
		] as const) {
			const symbol = symbolOf(exchange, {type: 'pair', base, quote});
			const pair = pairOf(exchange, symbol);
			assert.equal(pair && formatPair(pair), `${base}/${quote}`, `${exchange.id} ${symbol}`);
			for (const text of [`${base}/${quote}`, ...(symbol.includes(base + quote) ? [symbol] : [])]) {
				const wanted = parseWantedMarket(text);
				assert.ok(wanted && mayHold(new Set([symbol]), wanted), `${exchange.id} ${text}`);
				assert.ok(!mayHold(new Set(['OTHER']), wanted));
			}
		}
});

test('a name without a mark splits by its exchange', () => {
	const split = (id: string, symbol: string) => {
		const exchange = exchanges.find(one => one.id === id);
		const pair = exchange && pairOf(exchange, symbol);
		return pair && formatPair(pair);
	};
	assert.equal(split('bitstamp', 'USDTUSD'), 'USDT/USD');
	assert.equal(split('bitstamp', 'USDCUSDT'), 'USDC/USDT');
	assert.equal(split('binance', 'BTCTUSD'), 'BTC/TUSD');
	assert.equal(split('bybit', 'USDCUSDT'), 'USDC/USDT');
});

test('a name in three parts is no market that we know', () => {
	for (const exchange of exchanges) assert.equal(pairOf(exchange, 'BTC-USD-SWAP'), null);
});
