import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {createDayRound} from '../../source/feed/day-round.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const start = 1_700_000_040_000;

const startRound = () => {
	const clock = createFakeClock(start);
	const fake = createFakeTransport();
	const refuse = () => Promise.reject(new Error('it has to be recorded'));
	const venue = linkVenue(
		{exchange: binance, endpoints: {ws: 'ws://x', rest: 'http://x'}},
		{transport: fake.transport, unrecorded: {get: refuse}, clock, share: 0.5},
	);
	const told: string[] = [];
	const {join} = createDayRound({venue, clock});
	const follow = (symbol: string) => {
		const leave = join(symbol, ({ticker, at}) => {
			told.push(`${ticker.name} ${ticker.last && formatDecimal(ticker.last)} ${at - start}`);
		});
		clock.advance(0);
		return leave;
	};
	const pass = async (ms: number) => {
		clock.advance(ms);
		await settle();
	};
	return {...fake, clock, told, follow, pass};
};

const day = (symbol: string, last: string) => ({
	body: `[{"symbol":"${symbol}","lastPrice":"${last}","openPrice":"1"}]`,
});

test('asks about a market twice a minute', async () => {
	const {gets, told, follow, pass} = startRound();
	const leave = follow('A');
	assert.deepEqual(
		gets.map(({url}) => url),
		[`http://x/api/v3/ticker/24hr?symbols=${encodeURIComponent('["A"]')}`],
	);
	await pass(70_000);
	assert.equal(gets.length, 1, 'the first has no answer yet');
	await gets[0]?.answer(day('A', '3'));
	await settle();
	assert.deepEqual(told, ['A 3 70000']);
	await pass(29_000);
	assert.equal(gets.length, 1);
	await pass(1000);
	assert.equal(gets.length, 2);
	leave();
	await gets[1]?.answer(day('A', '4'));
	await pass(120_000);
	assert.deepEqual([told.length, gets.length], [1, 2], 'whoever left is told nothing');
});

test('of many markets asks about one at a time', async () => {
	const {gets, follow, pass} = startRound();
	const names = Array.from({length: 20}, (_, index) => `M${index}`);
	for (const name of names) follow(name);
	await pass(10_000);
	assert.equal(gets.length, 1, 'one that hangs is not joined by others');
	for (let second = 0; second < 60; second++) {
		const last = gets.at(-1);
		const name = names.find(one => last?.url.includes(`%22${one}%22`)) ?? '';
		await last?.answer(day(name, '3'));
		await pass(1000);
	}
	assert.ok(gets.length <= 70 / 3, `${gets.length} in 70 s`);
	assert.equal(new Set(gets.map(({url}) => url)).size, 20, 'each has had its turn');
});

test('asks later and later where nothing is told', async () => {
	const {gets, told, follow, pass} = startRound();
	follow('A');
	for (const [index, wait] of [60_000, 120_000, 240_000, 480_000, 600_000, 600_000].entries()) {
		await gets[index]?.answer(index === 1 ? {body: '[]'} : {status: 404});
		await settle();
		await pass(wait - 1000);
		assert.equal(gets.length, index + 1);
		await pass(1000);
		assert.equal(gets.length, index + 2);
	}
	assert.deepEqual(told, []);
});

test('keeps to the pause that the exchange asks for', async () => {
	const {gets, follow, pass} = startRound();
	follow('A');
	await gets[0]?.answer({status: 429, headers: {'retry-after': '300'}});
	await settle();
	await pass(299_000);
	assert.equal(gets.length, 1);
	await pass(2000);
	assert.equal(gets.length, 2);
});
