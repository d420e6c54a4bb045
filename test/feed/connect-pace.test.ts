import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binance} from '../../source/exchanges/binance/index.js';
import {coinbase} from '../../source/exchanges/coinbase/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {exchanges} from '../../source/exchanges/index.js';
import {upbit} from '../../source/exchanges/upbit/index.js';
import {createConnectPace} from '../../source/feed/connect-pace.js';
import {parseWantedMarket} from '../../source/market-name.js';
import {startMarketSessions} from '../../source/session/market-sessions.js';
import {createMarketList, type SimulatedId} from '../../source/simulator/market-list.js';
import type {Transport} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {startVirtual} from '../helpers/virtual-exchanges.js';

/** How many of these times are in any span of that length at the most. */
const mostWithin = (times: readonly number[], spanMs: number): number =>
	Math.max(...times.map(from => times.filter(time => time >= from && time < from + spanMs).length));

/** When so many connections are made that are all wanted at once. */
const timesOf = ({sharing}: Exchange, count: number): readonly number[] => {
	const takeTurn = createConnectPace(sharing.connects, createFakeClock(1_000_000));
	return Array.from({length: count}, () => takeTurn());
};

for (const exchange of exchanges)
	test(`${exchange.title} is never connected to more often than it allows`, () => {
		const {count, withinMs} = exchange.sharing.connects;
		const times = timesOf(exchange, 3 * count);
		assert.ok(mostWithin(times, withinMs) <= count, `${mostWithin(times, withinMs)} of ${count}`);
		assert.equal(times[0], 0, 'the first is not held up');
	});

test('half of what is allowed is made at once, but no more than six, the rest one by one', () => {
	const upTo = (exchange: Exchange) => timesOf(exchange, 8).filter(time => time <= 1000);
	assert.deepEqual(upTo(binance), [0, 0, 0, 0, 0, 0]);
	assert.deepEqual(upTo(coinbase), [0, 750]);
});

/** When the messages of so many connections are sent, each of which begins with some. */
const messagesOf = (exchange: Exchange, count: number, first: number): readonly number[] =>
	timesOf(exchange, count).flatMap(time =>
		Array.from({length: first}, (_, index) => time + index * exchange.sharing.sendEveryMs),
	);

test('connections that begin with messages keep to what an address may send', () => {
	assert.ok(mostWithin(messagesOf(coinbase, 50, 3), 1000) <= 8, 'Coinbase, a second');
	assert.ok(mostWithin(messagesOf(upbit, 200, 1), 1000) <= 5, 'Upbit, a second');
	assert.ok(mostWithin(messagesOf(upbit, 200, 1), 60_000) <= 100, 'Upbit, a minute');
});

/** So many markets of an exchange where each has a connection of its own, after some seconds. */
const followMany = async (exchange: Exchange, count: number, ms: number) => {
	const {clock, simulator, transport, ...rest} = await startVirtual(5, [exchange]);
	const refusals: string[] = [];
	const watched: Transport = {
		...transport,
		connect: (url, onEvent) =>
			transport.connect(url, event => {
				if (event.type === 'close') refusals.push(event.reason);
				onEvent(event);
			}),
	};
	const markets = [...createMarketList([]).values()]
		.filter(({isListed, special}) => isListed[exchange.id as SimulatedId] && !special)
		.flatMap(({market}) => parseWantedMarket(market) ?? [])
		.slice(0, count);
	const sessions = startMarketSessions({...rest, clock, transport: watched, markets});
	await clock.run(ms);
	const statuses = sessions.books().map(({status}) => status);
	sessions.stop();
	await simulator.stop();
	return {refusals, statuses};
};

test('Upbit refuses none of many connections', async () => {
	const {refusals, statuses} = await followMany(upbit, 12, 15_000);
	assert.deepEqual(refusals, []);
	assert.deepEqual(statuses, Array(12).fill('live'));
});

test('a connection that waits longer for its turn than silence may last is made all the same', async () => {
	const {refusals, statuses} = await followMany(coinbase, 30, 30_000);
	assert.deepEqual(refusals, []);
	assert.deepEqual(statuses, Array(30).fill('live'));
});
