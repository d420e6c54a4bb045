import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMarketList} from '../../source/simulator/market-list.js';
import {scaleOf} from '../../source/simulator/market-scale.js';
import {javaText, levelText, plainText} from '../../source/simulator/number-text.js';

// All but the last three as Huobi sent them on 2021-04-17.
const cases = [
	{value: 0, java: '0.0', plain: '0'},
	{value: 710, java: '710.0', plain: '710'},
	{value: 9.121e-7, java: '9.121E-7', plain: '0.0000009121'},
	{value: 5e-7, java: '5.0E-7', plain: '0.0000005'},
	{value: 1.58e-4, java: '1.58E-4', plain: '0.000158'},
	{value: 1.325e-4, java: '1.325E-4', plain: '0.0001325'},
	{value: 33581495.08, java: '3.358149508E7', plain: '33581495.08'},
	{value: 4e7, java: '4.0E7', plain: '40000000'},
	{value: 2.2e8, java: '2.2E8', plain: '220000000'},
	{value: 9869275.2331, java: '9869275.2331', plain: '9869275.2331'},
	{value: 4049.005510062893, java: '4049.005510062893', plain: '4049.005510062893'},
	{value: 6.993, java: '6.993', plain: '6.993'},
	{value: 0.001, java: '0.001', plain: '0.001'},
	{value: 0.000999, java: '9.99E-4', plain: '0.000999'},
	{value: 1e7, java: '1.0E7', plain: '10000000'},
];

for (const {value, java, plain} of cases) {
	test(`prints ${plain} as ${java}`, () => {
		assert.equal(javaText(value), java);
		assert.equal(plainText(value), plain);
		assert.equal(Number(java), value);
		assert.equal(Number(plain), value);
	});
}

const steem = (market: string) => {
	const listing = createMarketList([]).get(market);
	assert.ok(listing);
	return listing;
};

test('prints eight decimals on Binance', () => {
	const level = levelText('binance', scaleOf('binance', steem('STEEM/USDT')), [1642, 6773]);
	assert.deepEqual(level.price, {wire: '0.16420000', plain: '0.1642'});
	assert.deepEqual(level.size, {wire: '677.30000000', plain: '677.3'});
});

test('prints a removal as zero on both', () => {
	const binance = levelText('binance', scaleOf('binance', steem('STEEM/USDT')), [1642, 0]);
	const huobi = levelText('huobi', scaleOf('huobi', steem('STEEM/USDT')), [1642, 0]);
	assert.equal(binance.size.wire, '0.00000000');
	assert.equal(huobi.size.wire, '0.0');
});

test('prints STEEM/BTC on Huobi with an exponent', () => {
	const {price} = levelText('huobi', scaleOf('huobi', steem('STEEM/BTC')), [193, 100]);
	assert.deepEqual(price, {wire: '1.93E-6', plain: '0.00000193'});
});

test('prints some sizes on Huobi as sums of doubles', () => {
	const scale = scaleOf('huobi', steem('STEEM/USDT'));
	const sizes = Array.from({length: 1000}, (_, index) => {
		return levelText('huobi', scale, [1800 + index, 40_490_055 + index * 77]).size.wire;
	});
	const long = sizes.filter(size => size.replace(/\D/g, '').length >= 16);
	assert.ok(long.length > 40 && long.length < 150, `${String(long.length)} of 1000`);
});
