import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {isList, listMarkets} from '../../source/feed/find-market.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createVirtualClock} from '../../source/playback/virtual-clock.js';

const list = (count: number) =>
	JSON.stringify({
		symbols: Array.from({length: count}, (_, index) => ({
			symbol: `A${index}USDT`,
			status: 'TRADING',
			baseAsset: `A${index}`,
			quoteAsset: 'USDT',
			filters: [],
		})),
	});

for (const {count, turns} of [
	{count: 100, turns: 0},
	{count: 20_000, turns: 14},
])
	test(`a list of ${count} markets is read with ${turns} turns for others`, async () => {
		const clock = createVirtualClock(0);
		const transport = {
			get: async () => ({status: 200, headers: {}, body: list(count)}),
			connect: () => {
				throw new Error('no socket is needed');
			},
		};
		const venue = {exchange: binance, endpoints: {ws: 'ws://x', rest: 'http://x'}};
		const answer = listMarkets(linkVenue(venue, {transport, clock, share: 1}));
		let taken = 0;
		for (await new Promise(setImmediate); clock.nextDue() < Infinity; taken++) {
			clock.runNext();
			await new Promise(setImmediate);
		}
		const markets = await answer;
		assert.ok(isList(markets));
		assert.equal(markets.length, count);
		assert.equal(taken, turns);
	});
