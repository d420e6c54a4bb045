import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMarketList, type Listing} from '../../source/simulator/market-list.js';
import {createMarketModel} from '../../source/simulator/market-model.js';

const list = createMarketList(['FOO/BAR', 'BTC/TRY', 'BTT/BTC']);

const find = (market: string): Listing => {
	const listing = list.get(market);
	assert.ok(listing);
	return listing;
};

const run = (seed: number, market: string, steps: number) => {
	const model = createMarketModel(seed, find(market));
	return Array.from({length: steps}, () => model.step());
};

test('the same seed gives the same changes', () => {
	assert.deepEqual(run(7, 'STEEM/USDT', 2000), run(7, 'STEEM/USDT', 2000));
});

test('another seed gives other changes', () => {
	assert.notDeepEqual(run(7, 'STEEM/USDT', 200), run(8, 'STEEM/USDT', 200));
});

test('another market gives other changes', () => {
	assert.notDeepEqual(run(7, 'STEEM/USDT', 200), run(7, 'HIVE/USDT', 200));
});

for (const [market, seed] of [
	['STEEM/USDT', 1],
	['STEEM/USDT', 2],
	['STEEM/BTC', 3],
	['BTC/USDT', 4],
	['FOO/BAR', 5],
	['BTC/TRY', 6],
	['BTT/BTC', 7],
] as const) {
	test(`${market} is never crossed, locked or empty in 20 000 steps, seed ${String(seed)}`, () => {
		const {books, step} = createMarketModel(seed, find(market));
		for (let count = 0; count < 20_000; count++) {
			const changes = step();
			for (const exchange of ['binance', 'huobi'] as const) {
				const {bids, asks} = books[exchange].flow;
				assert.ok(bids.length >= 20 && asks.length >= 20);
				const [bestBid] = bids.at(0);
				const [bestAsk] = asks.at(0);
				if (bestBid >= bestAsk) assert.fail(`${String(bestBid)} meets ${String(bestAsk)}`);
				for (const {tick, lots, lotsBefore} of changes[exchange])
					if (!(tick >= 1 && lots >= 0 && lots !== lotsBefore && Number.isSafeInteger(lots)))
						assert.fail(`level ${String(tick)}: ${String(lotsBefore)} to ${String(lots)}`);
			}
		}
	});
}

const median = (values: readonly number[]) =>
	values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const share = (values: readonly number[], isCounted: (value: number) => boolean) =>
	values.filter(isCounted).length / values.length;

test('STEEM/USDT looks like a thin market', () => {
	const {books, step} = createMarketModel(1, find('STEEM/USDT'));
	const spreads: number[] = [];
	const counts: number[] = [];
	const differences: number[] = [];
	let silence = 0;
	let longestSilence = 0;
	for (let count = 0; count < 10_000; count++) {
		const changes = step().binance.length;
		const touch = (exchange: 'binance' | 'huobi') =>
			[books[exchange].flow.bids.at(0)[0], books[exchange].flow.asks.at(0)[0]] as const;
		const [bid, ask] = touch('binance');
		const [otherBid, otherAsk] = touch('huobi');
		spreads.push(ask - bid);
		counts.push(changes);
		differences.push((otherBid + otherAsk - bid - ask) / 2);
		silence = changes === 0 ? silence + 1 : 0;
		longestSilence = Math.max(longestSilence, silence);
		assert.ok(bid > 1400 && ask < 2200);
	}
	assert.ok(share(spreads, ticks => ticks <= 5) > 0.9);
	assert.ok(new Set(spreads).size >= 4, 'the spread breathes');
	assert.ok(share(counts, changes => changes <= 10) > 0.9);
	assert.ok(Math.max(...counts) > 12, 'there are bursts');
	assert.ok(longestSilence > 30 && longestSilence < 150, 'there are silences of seconds');
	assert.ok(median(differences) >= 1 && median(differences) <= 3, 'Huobi pays a little more');

	const {bids, asks} = books.binance.flow;
	assert.ok(bids.length >= 100 && bids.length <= 250);
	assert.ok(asks.length >= 150 && asks.length <= 850);
	const sizes = asks.top().map(([, lots]) => lots / 10);
	assert.ok(median(sizes) > 100 && median(sizes) < 5000);
	assert.ok(Math.max(...sizes) > 20_000);
	assert.ok(asks.at(asks.length - 1)[0] > 100_000, 'the farthest ask is absurd');
	const far = asks.top().filter(([tick]) => tick > 2000);
	assert.ok(far.filter(([tick]) => tick % 10 === 0).length > far.length / 5, 'round prices');
});

test('a silent book stands still while the other exchange trades', () => {
	const steps = run(1, 'XEM/USDT', 500);
	assert.ok(steps.every(({binance}) => binance.length === 0));
	assert.ok(steps.some(({huobi}) => huobi.length > 0));
});

test('refuses what is no market', () => {
	for (const name of ['STEEMUSDT', '/USDT', 'STEEM/', 'A/B/C'])
		assert.throws(() => createMarketList([name]), RangeError);
});
