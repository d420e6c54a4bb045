import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isOfMarket} from '../../source/library/is-of-market.js';
import {parseWantedMarket} from '../../source/market-name.js';

const cases: readonly (readonly [wanted: string, exchange: string, symbol: string, is: boolean])[] =
	[
		['LAMB/KRW', 'upbit', 'KRW-LAMB', true],
		['KRW/LAMB', 'upbit', 'KRW-LAMB', false],
		['lambkrw', 'upbit', 'KRW-LAMB', true],
		['lambkr', 'upbit', 'KRW-LAMB', false],
		['krwlamb', 'upbit', 'KRW-LAMB', true],
		['steemusdt', 'binance', 'STEEMUSDT', true],
		['steemusdt', 'huobi', 'steemusdt', true],
		['steemusdt', 'gate', 'STEEM_USDT', true],
		['steemusd', 'kraken', 'STEEM/USDT', false],
	];

for (const [wanted, exchange, symbol, is] of cases)
	test(`${wanted} is ${is ? '' : 'not '}${symbol} of ${exchange}`, () => {
		const market = parseWantedMarket(wanted);
		assert.ok(market);
		assert.equal(isOfMarket(market, exchange, symbol), is);
	});
