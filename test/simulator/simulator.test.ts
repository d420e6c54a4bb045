import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startSimulator} from '../../source/simulator/simulator.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {openPeer, withSimulator} from './peer.js';

test('listens on this machine alone, on free ports', () =>
	withSimulator(async ({simulator}) => {
		const {binance, huobi} = simulator.endpoints;
		assert.match(binance.ws, /^ws:\/\/127\.0\.0\.1:\d+$/);
		assert.match(huobi.rest, /^http:\/\/127\.0\.0\.1:\d+$/);
		assert.notEqual(binance.ws, huobi.ws);
		const other = await startSimulator({seed: 1, clock: createFakeClock()});
		assert.notEqual(other.endpoints.binance.ws, binance.ws);
		await other.stop();
	}));

test('stop ends every connection and timer', async () => {
	const clock = createFakeClock();
	let timers = 0;
	const counting = {
		...clock,
		every(ms: number, callback: () => void) {
			timers++;
			const cancel = clock.every(ms, callback);
			let isOn = true;
			return () => {
				if (isOn) timers--;
				isOn = false;
				cancel();
			};
		},
	};
	const simulator = await startSimulator({seed: 1, clock: counting});
	const {binance, huobi} = simulator.endpoints;
	const peers = await Promise.all([
		openPeer(`${binance.ws}/ws/steemusdt@depth@100ms`),
		openPeer(`${huobi.ws}/ws`),
		openPeer(`${huobi.ws}/feed`),
	]);
	const kept = await fetch(`${binance.rest}/api/v3/time`);
	await kept.text();
	assert.equal(timers, 4);
	await simulator.stop();
	await Promise.all(peers.map(({closed}) => closed));
	assert.equal(timers, 0);
	await assert.rejects(fetch(`${binance.rest}/api/v3/ping`));
});

test('prices and sizes of a book are plain text, best first', () =>
	withSimulator(
		async ({simulator, clock}) => {
			for (const market of ['STEEM/BTC', 'SHIB/USDT', 'NEW/COIN'])
				for (const exchange of ['binance', 'huobi'] as const) {
					simulator.book(exchange, market);
					clock.advance(1000);
					const {bids, asks} = simulator.book(exchange, market);
					for (const level of [...bids, ...asks])
						for (const text of level) assert.match(text, /^(0|[1-9]\d*)(\.\d*[1-9])?$/);
					const prices = [...bids.toReversed(), ...asks].map(([price]) => Number(price));
					assert.deepEqual(
						prices,
						prices.toSorted((a, b) => a - b),
					);
				}
			return Promise.resolve();
		},
		{markets: ['new/coin']},
	));

test('throws for a market that is not listed there', () =>
	withSimulator(({simulator}) => {
		assert.throws(() => simulator.book('binance', 'HT/USDT'), RangeError);
		assert.throws(() => simulator.book('huobi', 'NO/SUCH'), RangeError);
		assert.ok(simulator.book('huobi', 'HT/USDT').bids.length > 0);
		assert.equal(simulator.bookAt('huobi', 'HT/USDT', 1), null);
		return Promise.resolve();
	}));
