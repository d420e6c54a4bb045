import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {toEdge} from '../../source/book/edge.js';
import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	parseDecimal,
} from '../../source/book/fixed-point.js';
import {toPayingSizes} from '../../source/book/paying-sizes.js';
import {emptySide} from '../../source/book/side-view.js';
import {vouchedSide} from '../../source/book/vouched-side.js';
import {sideOf} from '../helpers/sides.js';

const noFees = {buy: parseDecimal('0'), sell: parseDecimal('0')};
const unit = parseDecimal('0.1');

const asks = sideOf('asks', [
	['0.10', '5'],
	['0.11', '10'],
	['0.14', '100'],
]);
const bids = sideOf('bids', [
	['0.12', '8'],
	['0.09', '40'],
]);

const inWords = (paying: ReturnType<typeof toPayingSizes>) => {
	const words = (earning: NonNullable<typeof paying>['best']) =>
		earning && `${formatDecimal(earning.size)}: ${formatDecimal(earning.net)}`;
	return paying && {best: words(paying.best), most: words(paying.most), isAll: paying.isAll};
};

test('the best size ends where the next unit loses, the last where all is lost', () => {
	// 5 at +0.02 and 3 at +0.01 bring 0.13; 7 more lose 0.02 each, which is 6.5 of them.
	assert.deepEqual(inWords(toPayingSizes(asks, bids, noFees, unit)), {
		best: '8: 0.13',
		most: '14.5: 0',
		isAll: false,
	});
});

test('sizes are those that can be traded', () => {
	const ten = parseDecimal('10');
	assert.deepEqual(inWords(toPayingSizes(asks, bids, noFees, ten)), {
		best: '10: 0.09',
		most: '10: 0.09',
		isAll: false,
	});
});

test('no size pays where fees take more than the first unit brings', () => {
	const fees = {buy: parseDecimal('10'), sell: parseDecimal('10')};
	const paying = toPayingSizes(asks, bids, fees, unit);
	assert.deepEqual(inWords(paying), {best: null, most: null, isAll: false});
	assert.ok(paying && Math.abs(paying.firstShare + 0.02) < 1e-9);
});

test('where a side ends before it loses, all of it pays', () => {
	const few = sideOf('bids', [['0.12', '8']]);
	assert.equal(toPayingSizes(asks, few, noFees, unit)?.isAll, true);
	assert.equal(toPayingSizes(asks, emptySide, noFees, unit), null);
	assert.equal(toPayingSizes(emptySide, bids, noFees, unit), null);
});

const side = (name: 'asks' | 'bids') =>
	fc
		.uniqueArray(
			fc.record({price: fc.integer({min: 80, max: 120}), size: fc.integer({min: 1, max: 60})}),
			{
				selector: ({price}) => price,
				minLength: 1,
				maxLength: 8,
			},
		)
		.map(levels =>
			sideOf(
				name,
				levels
					.toSorted((a, b) => (name === 'asks' ? a.price - b.price : b.price - a.price))
					.map(({price, size}) => [`${price / 100}`, `${size / 10}`] as const),
			),
		);

test('no other size brings more than the best, and the next one loses', () => {
	const fees = {buy: parseDecimal('0.1'), sell: parseDecimal('0.2')};
	fc.assert(
		fc.property(side('asks'), side('bids'), (some, others) => {
			const paying = toPayingSizes(some, others, fees, unit);
			assert.ok(paying);
			let most = parseDecimal('0');
			for (let size = unit; ; size = addDecimals(size, unit)) {
				const edge = toEdge(some, others, size, fees);
				if (!edge?.isWhole) break;
				if (edge.net.units >= 0) most = size;
				if (edge.net.units > 0)
					assert.ok(paying.best && compareDecimals(edge.net, paying.best.net) <= 0);
			}
			assert.equal(formatDecimal(paying.most?.size ?? parseDecimal('0')), formatDecimal(most));
		}),
		{numRuns: 150},
	);
});

test('a side ends where its book does not vouch for it', () => {
	const range = {asks: parseDecimal('0.12'), bids: null};
	assert.equal(vouchedSide(asks, 'asks', range).length, 2);
	assert.equal(vouchedSide(bids, 'bids', range), bids);
	assert.equal(vouchedSide(asks, 'asks', {asks: parseDecimal('0.05'), bids: null}).length, 0);
	assert.equal(vouchedSide(asks, 'asks', {asks: parseDecimal('9'), bids: null}), asks);
});

test('a side that is vouched for whole is not read for that', () => {
	const read = () => assert.fail('its worst price is far away');
	const side = {length: asks.length, price: read, size: read};
	assert.equal(vouchedSide(side, 'asks', {asks: null, bids: null}), side);
});
