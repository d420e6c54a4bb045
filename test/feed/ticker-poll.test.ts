import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {upbit} from '../../source/exchanges/upbit/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {startTickerPoll, type TickerPollOptions} from '../../source/feed/ticker-poll.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

const start = 1_700_000_040_000;

const startPoll = (
	symbols: readonly string[],
	options: Partial<Pick<TickerPollOptions, 'isDayOnly' | 'leastMs'>> = {},
	exchange: Exchange = binance,
) => {
	const clock = createFakeClock(start);
	const fake = createFakeTransport();
	const venue = linkVenue(
		{exchange, endpoints: {ws: 'ws://x', rest: 'http://x'}},
		{transport: fake.transport, clock, share: 0.5},
	);
	let news = 0;
	const poll = startTickerPoll({
		...{venue, clock, symbols, isDayOnly: true, ...options},
		onNews: () => news++,
	});
	return {clock, poll, venue, news: () => news, ...fake};
};

const day = (symbol: string, last: string) =>
	`{"symbol":"${symbol}","lastPrice":"${last}","openPrice":"1","bidPrice":"1","askPrice":"2"}`;

const lastOf = (poll: ReturnType<typeof startTickerPoll>, symbol: string) => {
	const last = poll.get(symbol)?.ticker.last;
	return last ? formatDecimal(last) : null;
};

test('asks again after a while, never twice at a time', async () => {
	const {clock, poll, gets, news} = startPoll(['A', 'B']);
	assert.equal(gets.length, 1);
	await clock.advance(60_000);
	assert.equal(gets.length, 1, 'the first has no answer yet');
	await gets[0]?.answer({body: `[${day('A', '3')},${day('C', '9')}]`});
	await settle();
	assert.deepEqual([lastOf(poll, 'A'), poll.get('B'), poll.get('C'), news()], ['3', null, null, 1]);
	assert.equal(poll.get('A')?.at, start + 60_000);
	await clock.advance(19_000);
	assert.equal(gets.length, 1);
	await clock.advance(1000);
	assert.equal(gets.length, 2);
	poll.stop();
});

test('a market that is not in the newest answer is told no more', async () => {
	const {clock, poll, gets} = startPoll(['A', 'B']);
	await gets[0]?.answer({body: `[${day('A', '3')},${day('B', '4')}]`});
	await clock.advance(20_000);
	await gets[1]?.answer({body: `[${day('B', '5')}]`});
	await settle();
	assert.deepEqual([poll.get('A'), lastOf(poll, 'B')], [null, '5']);
	poll.stop();
});

test('what cannot be read costs that answer alone, and is asked for later and later', async () => {
	const {clock, poll, gets} = startPoll(['A']);
	await gets[0]?.answer({body: `[${day('A', '3')}]`});
	await clock.advance(20_000);
	await gets[1]?.answer({body: '{"code":-1}'});
	await settle();
	assert.equal(poll.fault()?.code, 'bad-message');
	assert.equal(lastOf(poll, 'A'), '3', 'the old one stays, and its age tells');
	await clock.advance(39_000);
	assert.equal(gets.length, 2);
	await clock.advance(1000);
	assert.equal(gets.length, 3);
	await gets[2]?.answer({body: `[${day('A', '4')}]`});
	await settle();
	assert.deepEqual([poll.fault(), lastOf(poll, 'A')], [null, '4']);
	poll.stop();
});

test('a pause that the exchange asks for is kept', async () => {
	const {clock, poll, gets, venue} = startPoll(['A']);
	await gets[0]?.answer({status: 429, headers: {'retry-after': '300'}, body: ''});
	await settle();
	assert.equal(poll.fault()?.code, 'rate-limited');
	assert.ok(venue.rest.hold());
	await clock.advance(299_000);
	assert.equal(gets.length, 1);
	await clock.advance(1000);
	assert.equal(gets.length, 2);
	poll.stop();
});

test('never uses more than its share of the allowance', async () => {
	const many = Array.from({length: 200}, (_, index) => `A${index}`);
	const {clock, poll, gets, venue} = startPoll(many, {isDayOnly: false});
	let answered = 0;
	for (let second = 0; second < 60; second++) {
		for (; answered < gets.length; answered++) await gets[answered]?.answer({body: '[]'});
		await clock.advance(999);
	}
	const used = venue.rest.usage()?.used ?? Infinity;
	assert.ok(used <= 3 * 80 + 20 * 4, `${used}`);
	poll.stop();
});

test('few markets are named, many are not', async () => {
	const {poll, gets} = startPoll(['A', 'B']);
	assert.match(gets[0]?.url ?? '', /24hr\?symbols=%5B%22A%22%2C%22B%22%5D$/);
	poll.stop();
	const many = startPoll(Array.from({length: 101}, (_, index) => `A${index}`));
	assert.match(many.gets[0]?.url ?? '', /24hr$/);
	many.poll.stop();
});

test('where all cannot be asked about, some are at a time', async () => {
	const names = Array.from({length: 150}, (_, index) => `KRW-A${index}`);
	const {poll, gets} = startPoll(names, {isDayOnly: false}, upbit);
	const books = () => gets.filter(({url}) => url.includes('orderbook'));
	const best = (name: string) =>
		`{"market":"${name}","orderbook_units":[{"ask_price":2.0,"bid_price":1.0}]}`;
	await books()[0]?.answer({body: `[${best('KRW-A0')}]`});
	await settle();
	assert.equal(poll.get('KRW-A0'), null, 'the rest is still to come');
	await books()[1]?.answer({body: `[${best('KRW-A149')}]`});
	await settle();
	assert.equal(books().length, 2);
	assert.ok(poll.get('KRW-A0')?.ticker.bid && poll.get('KRW-A149')?.ticker.ask);
	poll.stop();
});

test('what is told of a market is as old as its best prices', async () => {
	const {clock, poll, gets} = startPoll(['KRW-A'], {isDayOnly: false}, upbit);
	const newest = (path: string) => gets.filter(({url}) => url.includes(path)).at(-1);
	const dayBody = '[{"market":"KRW-A","trade_price":3.0,"prev_closing_price":2.0}]';
	const books = '[{"market":"KRW-A","orderbook_units":[{"ask_price":2.0,"bid_price":1.0}]}]';
	await newest('ticker')?.answer({body: dayBody});
	await newest('orderbook')?.answer({body: books});
	await clock.advance(4000);
	await newest('ticker')?.answer({body: dayBody});
	await newest('orderbook')?.answer({body: '{}'});
	await settle();
	assert.equal(poll.get('KRW-A')?.at, start);
	await clock.advance(8000);
	await newest('orderbook')?.answer({body: books});
	await settle();
	assert.equal(poll.get('KRW-A')?.at, start + 12_000);
	poll.stop();
});

test('a stopped poll asks no more', async () => {
	const {clock, poll, gets, news} = startPoll(['A']);
	poll.stop();
	await gets[0]?.answer({body: `[${day('A', '3')}]`});
	await clock.advance(100_000);
	assert.deepEqual([gets.length, news()], [1, 0]);
});
