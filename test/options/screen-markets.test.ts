import assert from 'node:assert/strict';
import {test} from 'node:test';
import {screenMarkets} from '../../source/cli/run.js';
import {formatWanted} from '../../source/market-name.js';
import {parseExchanges, parseMarket} from '../../source/options/options.js';
import {exchanges} from '../../source/exchanges/index.js';

type Flags = Parameters<typeof screenMarkets>[1];

/** The markets that the screen follows from the start, where the settings have a market and a list. */
const followed = (named: readonly string[], given: {all?: true; exchange?: string} = {}) => {
	const {all, exchange = 'binance,huobi'} = given;
	const config = {
		market: parseMarket('STEEM/USDT'),
		markets: ['HIVE/USDT', 'HIVE/BTC'].map(parseMarket),
	};
	const flags = {config, exchange: parseExchanges(exchanges)(exchange), ...(all && {all})};
	return screenMarkets(named.map(parseMarket), flags as unknown as Flags).map(formatWanted);
};

test('the screen follows what was named, else the list of the settings', () => {
	assert.deepEqual(followed([]), ['HIVE/USDT', 'HIVE/BTC']);
	assert.deepEqual(followed(['BTC/USDT']), ['BTC/USDT']);
	assert.deepEqual(followed(['BTC/USDT', 'ETH/USDT', 'BTC/USDT']), ['BTC/USDT', 'ETH/USDT']);
});

test('of every market one is followed from the start, and several are refused', () => {
	assert.deepEqual(followed([], {all: true}), ['STEEM/USDT'], 'not all of the settings');
	assert.deepEqual(followed(['BTC/USDT'], {all: true}), ['BTC/USDT']);
	assert.throws(
		() => followed(['BTC/USDT', 'ETH/USDT'], {all: true}),
		/--all is every market: name one that is followed from the start, or none/,
	);
});

test('a market of a single exchange goes with one market', () => {
	const exchange = 'binance,huobi:HIVE/BTC';
	assert.deepEqual(followed([], {exchange}), ['STEEM/USDT']);
	assert.throws(() => followed(['BTC/USDT', 'ETH/USDT'], {exchange}), /not with 2/);
});
