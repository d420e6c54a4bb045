import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {sizeAt, startStep, stepAbove, stepBelow} from '../../source/book/trade-size.js';

test('steps 1-2-5 both ways', () => {
	assert.deepEqual(
		[-4, -3, -2, -1, 0, 1, 2, 3, 4].map(step => formatDecimal(sizeAt(step))),
		['0.05', '0.1', '0.2', '0.5', '1', '2', '5', '10', '20'],
	);
});

test('stops where sizes become absurd', () => {
	assert.deepEqual(sizeAt(-1000), sizeAt(-24));
	assert.deepEqual(sizeAt(1000), sizeAt(30));
});

for (const [size, expected] of [
	['4.99', '2'],
	['5', '5'],
	['0.00031', '0.0002'],
	['33581495.08', '20000000'],
] as const)
	test(`the step below ${size} is ${expected}`, () => {
		assert.equal(formatDecimal(sizeAt(stepBelow(parseDecimal(size)))), expected);
	});

for (const [size, expected] of [
	['4.99', '5'],
	['5', '5'],
	['0.00001', '0.00001'],
	['0.0003', '0.0005'],
] as const)
	test(`the step above ${size} is ${expected}`, () => {
		assert.equal(formatDecimal(sizeAt(stepAbove(parseDecimal(size)))), expected);
	});

for (const [price, quote, expected] of [
	['0.1642', 'USDT', '500'],
	['0.0000025', 'BTC', '500'],
	['64213.5', 'USDT', '0.002'],
	['612', 'USDT', '0.2'],
	['0.0000123', 'usdt', '10000000'],
	['0.00005', 'ETH', '1000'],
] as const)
	test(`starts with ${expected} at ${price} ${quote}`, () => {
		assert.equal(formatDecimal(sizeAt(startStep(parseDecimal(price), quote))), expected);
	});
