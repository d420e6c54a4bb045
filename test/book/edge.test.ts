import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {emptySide} from '../../source/book/side-view.js';
import {toEdge, walkSide} from '../../source/book/edge.js';
import {
	addDecimals,
	formatDecimal,
	parseDecimal,
	subtractDecimals,
} from '../../source/book/fixed-point.js';
import {levelsOf, sideOf} from '../helpers/sides.js';

const asks = sideOf('asks', [
	['0.10', '5'],
	['0.11', '10'],
	['0.20', '100'],
]);
const bids = sideOf('bids', [
	['0.12', '8'],
	['0.09', '4'],
]);
const noFees = {buy: parseDecimal('0'), sell: parseDecimal('0')};

const walks = [
	{wanted: '3', size: '3', notional: '0.3', levels: 1, worst: '0.1'},
	{wanted: '5', size: '5', notional: '0.5', levels: 1, worst: '0.1'},
	{wanted: '5.000001', size: '5.000001', notional: '0.50000011', levels: 2, worst: '0.11'},
	{wanted: '1000', size: '115', notional: '21.6', levels: 3, worst: '0.2'},
];

for (const {wanted, ...expected} of walks)
	test(`walks ${wanted} down a side`, () => {
		const {size, notional, levels, worst} = walkSide(asks, parseDecimal(wanted));
		assert.deepEqual(
			{
				size: formatDecimal(size),
				notional: formatDecimal(notional),
				levels,
				worst: worst && formatDecimal(worst),
			},
			expected,
		);
	});

test('takes off both fees, exact', () => {
	const fees = {buy: parseDecimal('0.1'), sell: parseDecimal('0.0725')};
	const edge = toEdge(asks, bids, parseDecimal('8'), fees);
	assert.ok(edge);
	assert.equal(formatDecimal(edge.gross), '0.13');
	assert.equal(formatDecimal(edge.buyFee), '0.00083');
	assert.equal(formatDecimal(edge.sellFee), '0.000696');
	assert.equal(formatDecimal(edge.net), '0.128474');
	assert.ok(Math.abs(edge.netShare - 0.128474 / 0.83) < 1e-9);
});

test('trades what the thinner book holds', () => {
	const edge = toEdge(asks, bids, parseDecimal('50'), noFees);
	assert.ok(edge);
	assert.equal(edge.isWhole, false);
	assert.equal(formatDecimal(edge.size), '12');
	assert.deepEqual(edge.buy.size, edge.sell.size);
	assert.equal(formatDecimal(edge.buy.notional), '1.27');
});

test('there is no edge where a side is empty', () => {
	assert.equal(toEdge(emptySide, bids, parseDecimal('1'), noFees), null);
	assert.equal(toEdge(asks, emptySide, parseDecimal('1'), noFees), null);
});

/** In integers: prices of 3 decimals, sizes and the size wanted of 8, so notionals of 11. */
const naiveWalk = (levels: readonly (readonly [bigint, bigint])[], wanted: bigint) => {
	let [size, notional] = [0n, 0n];
	for (const [price, there] of levels) {
		const taken = there < wanted - size ? there : wanted - size;
		size += taken;
		notional += price * taken;
	}
	return {size, notional};
};

test('is what a naive walk says', () => {
	fc.assert(
		fc.property(
			levelsOf(1, 200),
			levelsOf(1, 200),
			fc.integer({min: 1, max: 10 ** 13}),
			fc.integer({min: 0, max: 500}),
			fc.integer({min: 0, max: 500}),
			(askLevels, bidLevels, want, buyFee, sellFee) => {
				const toUnits = (levels: typeof askLevels, sign: bigint) =>
					levels
						.map(
							([price, size]) =>
								[BigInt(price.replace('.', '')), BigInt(size.replace('.', ''))] as const,
						)
						.sort(([a], [b]) => Number(sign * (a - b)));
				const [askUnits, bidUnits] = [toUnits(askLevels, 1n), toUnits(bidLevels, -1n)];
				const wanted = BigInt(want);
				const sizes = [naiveWalk(askUnits, wanted).size, naiveWalk(bidUnits, wanted).size];
				const [first = 0n, second = 0n] = sizes;
				const least = first < second ? first : second;
				const [cost, proceeds] = [naiveWalk(askUnits, least), naiveWalk(bidUnits, least)];
				const fees = {
					buy: parseDecimal((buyFee / 1000).toFixed(3)),
					sell: parseDecimal((sellFee / 1000).toFixed(3)),
				};
				const size = {units: want, decimals: 8};
				const edge = toEdge(sideOf('asks', askLevels), sideOf('bids', bidLevels), size, fees);
				if (askLevels.length === 0 || bidLevels.length === 0) return edge === null;
				assert.ok(edge);
				// At 16 decimals: 11 of the notional, 5 of a fee in thousandths of a percent.
				const scale = 10n ** 5n;
				const net =
					(proceeds.notional - cost.notional) * scale -
					cost.notional * BigInt(buyFee) -
					proceeds.notional * BigInt(sellFee);
				const at16 = formatDecimal(edge.net, 16).replace('.', '');
				assert.equal(BigInt(at16), net);
				assert.equal(edge.isWhole, least === wanted);
				const back = addDecimals(edge.net, addDecimals(edge.buyFee, edge.sellFee));
				assert.deepEqual(subtractDecimals(back, edge.gross), {units: 0, decimals: 0});
				return true;
			},
		),
	);
});
