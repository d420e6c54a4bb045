import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Addresses, Exchange} from '../../source/exchanges/exchange.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {parseDateHeader} from '../../source/exchanges/parse.js';
import {startClockOffset} from '../../source/feed/clock-offset.js';
import {createFeedHealth} from '../../source/feed/feed-health.js';
import {linkVenue} from '../../source/feed/venue.js';
import {HeldBackError} from '../../source/feed/held-back.js';
import {TransportError, type HttpResponse} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {startLive} from '../helpers/feed-run.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';

/** The first moment of a minute. */
const start = 1_700_000_040_000;

const createGate = (share = 0.5, exchange: Exchange = binance, rest: Addresses = 'http://x') => {
	const clock = createFakeClock(start);
	const fake = createFakeTransport();
	const {transport} = fake;
	const {rest: gate} = linkVenue(
		{exchange, endpoints: {ws: 'ws://x', rest}},
		{transport, clock, share},
	);
	const ask = async (weight: number, answer: Partial<HttpResponse> = {}) => {
		const promise = gate.get('/path', weight);
		await fake.gets.at(-1)?.answer(answer);
		return promise;
	};
	return {clock, gate, ask, ...fake};
};

const isHeldUntil = (until: number) => (error: unknown) =>
	error instanceof HeldBackError && error.until === until;

test('passes requests on and tells what they used', async () => {
	const {gate, ask, request} = createGate();
	const response = await ask(50, {body: 'ok', headers: {'x-mbx-used-weight-1m': '70'}});
	assert.deepEqual([response.body, request().url], ['ok', 'http://x/path']);
	assert.deepEqual(gate.usage(), {used: 70, limit: 3000});
});

test('what no recording has to hold goes past it, under the same allowance', async () => {
	const clock = createFakeClock(start);
	const [recorded, past] = [createFakeTransport(), createFakeTransport()];
	const {rest: gate} = linkVenue(
		{exchange: binance, endpoints: {ws: 'ws://x', rest: 'http://x'}},
		{transport: recorded.transport, unrecorded: past.transport, clock, share: 0.5},
	);
	const asked = gate.get('/tickers', 80, {isUnrecorded: true});
	await past.request().answer({status: 429, headers: {'retry-after': '30'}});
	await asked;
	assert.deepEqual([recorded.gets.length, past.gets.length], [0, 1]);
	assert.equal(gate.usage()?.used, 80);
	await assert.rejects(gate.get('/depth', 5), isHeldUntil(start + 30_000));
});

/** Whose errors come with HTTP 200. */
const polite: Exchange = {
	...binance,
	rest: {
		...binance.rest,
		judge: body => (body.includes('"error":[]') ? null : body.includes('limit') ? 429 : 404),
	},
};

test('an error with HTTP 200 is told as what it is', async () => {
	const {ask, gate} = createGate(0.5, polite);
	assert.equal((await ask(1, {body: '{"error":[],"result":{}}'})).status, 200);
	assert.equal((await ask(1, {body: '{"error":["EQuery:Unknown asset pair"]}'})).status, 404);
	assert.equal(gate.hold(), null);
	assert.equal((await ask(1, {body: '{"error":["EAPI:Rate limit exceeded"]}'})).status, 429);
	assert.ok(gate.hold(), 'it is left alone for a while');
});

test('a clock that no path tells is not asked for', async () => {
	const {clock, gate, gets} = createGate();
	const offset = startClockOffset({...binance.rest, timePath: null}, gate, clock);
	await settle();
	assert.deepEqual([gets.length, offset.get()], [0, null]);
	offset.stop();
});

test('a clock may be told by the header alone', async () => {
	const {clock, gate, gets} = createGate();
	const rules = {
		...binance.rest,
		timePath: '/any',
		parseTime: (_body: string, date?: string) => parseDateHeader(date),
	};
	const offset = startClockOffset(rules, gate, clock);
	const date = new Date(start + 3000).toUTCString();
	for (let count = 0; count < 3; count++) await gets[count]?.answer({headers: {date}});
	// It names the second alone: the middle of it is the best guess.
	assert.equal(offset.get(), 3500);
	offset.stop();
});

test('stays under its share of the allowance until the next minute', async () => {
	const {gate, ask, clock, gets} = createGate();
	await ask(50, {headers: {'x-mbx-used-weight-1m': '2960'}});
	clock.advance(20_000);
	await assert.rejects(gate.get('/path', 50), isHeldUntil(start + 60_000));
	assert.equal(gets.length, 1);
	clock.advance(40_000);
	assert.deepEqual(gate.usage(), {used: 0, limit: 3000});
	await ask(50);
	assert.equal(gets.length, 2);
});

test('counts no request that never reached the exchange', async () => {
	const {gate, request} = createGate();
	const fail = async (errorCode: string) => {
		const promise = gate.get('/path', 50);
		await Promise.all([
			assert.rejects(promise),
			request().fail(new TransportError('x: failed', errorCode)),
		]);
		return gate.usage()?.used;
	};
	assert.equal(await fail('ECONNREFUSED'), 0);
	assert.equal(await fail('ENOTFOUND'), 0);
	assert.equal(await fail('ETIMEDOUT'), 50);
	assert.equal(await fail('ECONNRESET'), 100);
});

test('counts itself what is on its way', async () => {
	const {gate} = createGate(100 / 6000);
	void gate.get('/path', 50);
	void gate.get('/path', 50);
	await assert.rejects(gate.get('/path', 50), HeldBackError);
});

for (const status of [429, 418]) {
	test(`sends nothing for as long as a ${status} asks`, async () => {
		const {gate, ask, clock, gets} = createGate();
		await ask(50, {status, headers: {'retry-after': '7'}});
		assert.equal(gate.hold()?.until, start + 7000);
		clock.advance(6999);
		await assert.rejects(gate.get('/path', 1), isHeldUntil(start + 7000));
		clock.advance(1);
		await ask(1);
		assert.equal(gets.length, 2);
	});
}

test('pauses a day at the most and says so, and never less for a second answer', async () => {
	const {gate, ask, clock} = createGate();
	const first = ask(1, {status: 418, headers: {'retry-after': '9999999999'}});
	await first;
	const {until, note} = gate.hold() ?? {};
	assert.equal(until, clock.now() + 24 * 3_600_000);
	assert.equal(note, '; it asks for a pause of years; a day is waited');
	const {gate: other, gets} = createGate();
	void other.get('/a', 1);
	void other.get('/b', 1);
	await gets[0]?.answer({status: 429, headers: {'retry-after': '60'}});
	await gets[1]?.answer({status: 429, headers: {'retry-after': '1'}});
	assert.equal(other.hold()?.until, clock.now() + 60_000);
});

test('holds an exchange that counts no weight by its pauses alone', async () => {
	const {gate, ask} = createGate(0.5, huobi);
	for (let count = 0; count < 200; count++) await ask(50);
	assert.equal(gate.usage(), null);
	await ask(1, {status: 429});
	await assert.rejects(gate.get('/path', 1), isHeldUntil(start + 60_000));
});

test('measures the clock by the quickest of three samples', async () => {
	const {clock, gate, request} = createGate();
	const offset = startClockOffset(binance.rest, gate, clock);
	assert.equal(offset.get(), null);
	for (const {wayMs, ahead} of [
		{wayMs: 400, ahead: 90_300},
		{wayMs: 20, ahead: 90_000},
		{wayMs: 900, ahead: 89_000},
	]) {
		clock.advance(wayMs);
		const serverTime = clock.now() - wayMs / 2 + ahead;
		await request().answer({body: JSON.stringify({serverTime})});
	}
	assert.equal(offset.get(), 90_000);
	offset.stop();
});

test('keeps the offset where a later measurement fails', async () => {
	const {clock, gate, request, gets} = createGate(1, huobi);
	const offset = startClockOffset(huobi.rest, gate, clock);
	for (let count = 0; count < 3; count++)
		await request().answer({body: JSON.stringify({status: 'ok', data: start + 5})});
	assert.equal(offset.get(), 5);
	clock.advance(600_000);
	await settle();
	assert.equal(gets.length, 4);
	await request().answer({status: 500, body: '<html>'});
	assert.equal(offset.get(), 5);
	offset.stop();
	clock.advance(600_000);
	assert.equal(gets.length, 4);
});

const shared = {clockOffsetMs: null, restWeight: null, heardAt: null};

test('never tells a negative latency', () => {
	const clock = createFakeClock(start);
	const health = createFeedHealth(clock);
	health.onExchangeTime(start + 90_000, null);
	assert.deepEqual(health.tick(shared).health.latencyMs, {p50: 0, p99: 0});
});

test('takes the offset of the clocks out of the latency', () => {
	const clock = createFakeClock(start);
	const health = createFeedHealth(clock);
	for (let ms = 1; ms <= 100; ms++) health.onExchangeTime(start + 90_000 - ms, 90_000);
	assert.deepEqual(health.tick(shared).health.latencyMs, {p50: 51, p99: 100});
});

test('forgets old latencies and old events', () => {
	const health = createFeedHealth(createFakeClock(start));
	for (let count = 0; count < 600; count++) {
		health.onExchangeTime(start - (count < 88 ? 9000 : 5), null);
		health.log(`event ${count}`);
	}
	const {latencyMs, events} = health.tick(shared).health;
	assert.deepEqual(latencyMs, {p50: 5, p99: 5});
	assert.deepEqual([events.length, events.at(-1)?.text], [50, 'event 599']);
});

test('tells the same object while nothing changes', () => {
	const health = createFeedHealth(createFakeClock(start));
	const {health: before} = health.tick(shared);
	assert.equal(health.tick({...shared}).health, before);
	health.onMessage(500);
	assert.deepEqual(
		[health.tick(shared).health.bytesPerSecond, health.tick(shared).messagesPerSecond],
		[167, 0.3],
	);
});

test('an audit that was refused says why', async () => {
	const {feed, request, clock, view} = await startLive();
	clock.advance(2000);
	feed.resync();
	await request().answer({status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}'});
	for (let seconds = 0; seconds < 14; seconds++) clock.advance(1000);
	assert.equal(
		view().health.events.at(-1)?.text,
		'an audit could not be made: the exchange answered with an error: HTTP 400 Invalid symbol. [no-audit]',
	);
	assert.equal(view().status, 'live');
});
