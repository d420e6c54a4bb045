import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {sizeAt, startStep, stepBelow} from '../../source/book/trade-size.js';
import {sideOf} from '../helpers/sides.js';

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

test('starts with what the best levels of the thinnest side hold', () => {
	const deep = sideOf('bids', [['0.1', '1000']]);
	const thin = sideOf('asks', [
		['0.2', '30'],
		['0.3', '30'],
		['0.4', '1'],
		['0.5', '9000'],
	]);
	assert.equal(formatDecimal(sizeAt(startStep([deep, thin]) ?? 0)), '50');
	assert.equal(startStep([deep, sideOf('asks', [])]), null);
	assert.equal(startStep([]), null);
});
