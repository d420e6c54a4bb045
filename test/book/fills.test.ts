import assert from 'node:assert/strict';
import {test} from 'node:test';
import {addTaken, takeToPrice, toFill} from '../../source/book/fills.js';
import {formatDecimal, parseDecimal, zero} from '../../source/book/fixed-point.js';
import {sideOf} from '../helpers/sides.js';

const asks = sideOf('asks', [
	['0.10', '5'],
	['0.11', '10'],
]);

test('takes every level up to a price', () => {
	const {size, notional} = takeToPrice(asks, 'asks', parseDecimal('0.105'));
	assert.deepEqual([formatDecimal(size), formatDecimal(notional)], ['5', '0.5']);
	const whole = takeToPrice(asks, 'asks', parseDecimal('0.11'));
	assert.deepEqual([formatDecimal(whole.size), formatDecimal(whole.notional)], ['15', '1.6']);
});

test('takes bids down to a price', () => {
	const bids = sideOf('bids', [
		['0.09', '1'],
		['0.08', '2'],
	]);
	assert.equal(formatDecimal(takeToPrice(bids, 'bids', parseDecimal('0.08')).size), '3');
});

test('taking nothing has no average', () => {
	assert.equal(toFill(takeToPrice(asks, 'asks', parseDecimal('0.01')), 6), null);
});

test('adds up what was taken on several exchanges', () => {
	const taken = takeToPrice(asks, 'asks', parseDecimal('1'));
	const both = addTaken([taken, taken]);
	assert.deepEqual([formatDecimal(both.size), formatDecimal(both.notional)], ['30', '3.2']);
	assert.deepEqual(addTaken([]), {size: zero, notional: zero});
});

test('an average is exact, or has more digits than asked for', () => {
	const averageTo = (price: string) => {
		const fill = toFill(takeToPrice(asks, 'asks', parseDecimal(price)), 3);
		return fill && formatDecimal(fill.average);
	};
	assert.equal(averageTo('0.1'), '0.1');
	assert.equal(averageTo('0.11'), '0.10666');
});
