import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Endpoints, Exchange} from '../../source/exchanges/exchange.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {describeFault} from '../../source/faults.js';
import {fromError} from '../../source/feed/network-faults.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {TransportError, type SocketEvent} from '../../source/transport/transport.js';
import {event, snapshot, startFeedRun} from '../helpers/feed-run.js';

type Close = SocketEvent & {type: 'close'};

const refused = (status: number, headers: Record<string, string> = {}, body = ''): Close => ({
	type: 'close',
	reason: `answered with HTTP status ${status}`,
	status,
	answer: {status, headers, body},
});

const failed = (errorCode: string): Close => ({type: 'close', reason: 'host: failed', errorCode});

const onHosts = (
	exchange: Exchange,
	endpoints: Endpoints = exchange.endpoints,
	hasTrades = false,
) => startFeedRun(exchange, exchange.toSymbol('STEEM', 'USDT'), hasTrades, endpoints);

const hostsOf = (sockets: readonly {url: string}[]) =>
	sockets.map(({url}) => url.replace(/(?<=\w)\/(stream|ws|feed)\b.*$/, ''));

test('goes over to the market-data hosts where the others are blocked', async () => {
	const run = onHosts(binance);
	run.socket().emit(refused(451));
	assert.match(run.view().reason ?? '', /HTTP 451.*; trying stream\.binance\.com$/);
	run.clock.advance(0);
	run.socket().emit(refused(451));
	run.clock.advance(0);
	assert.deepEqual(hostsOf(run.sockets), binance.endpoints.ws);
	run.socket().emit({type: 'open'});
	run.socket().emit(event(99, 100));
	await run.request().answer({status: 451});
	assert.match(run.request().url, /^https:\/\/api-gcp\.binance\.com\//);
	await run.request().answer({status: 403});
	assert.match(run.request().url, /^https:\/\/data-api\.binance\.vision\//);
	await run.request().answer(snapshot(100));
	assert.equal(run.view().status, 'live');
	run.clock.advance(1000);
	const {hosts, events} = run.view().health;
	assert.deepEqual(hosts, {ws: 'data-stream.binance.vision', rest: 'data-api.binance.vision'});
	const log = events.map(({text}) => text).join('\n');
	assert.match(log, /websockets: .*HTTP 451.*; trying data-stream\.binance\.vision/);
});

test('tells when requests go elsewhere while the feed runs', async () => {
	const run = onHosts(binance);
	run.socket().emit({type: 'open'});
	run.socket().emit(event(99, 100));
	run.clock.advance(1000);
	await run.request().fail(new TransportError('api.binance.com: refused', 'ECONNREFUSED'));
	run.clock.advance(1000);
	assert.equal(run.view().health.events.at(-1)?.text, 'requests go to api-gcp.binance.com now');
});

test('waits before a second round of all hosts', () => {
	const run = onHosts(huobi);
	run.socket().emit(failed('ENOTFOUND'));
	run.clock.advance(0);
	assert.deepEqual(hostsOf(run.sockets), ['wss://api.huobi.pro', 'wss://api-aws.huobi.pro']);
	run.socket().emit(failed('ENOTFOUND'));
	assert.equal(run.view().retryAt, run.clock.now() + 500);
	run.clock.advance(499);
	assert.equal(run.sockets.length, 2);
	run.clock.advance(1);
	assert.equal(run.socket().url, 'wss://api.huobi.pro/feed');
});

for (const {name, close, tries} of [
	{name: 'refused', close: failed('ECONNREFUSED'), tries: 1},
	{name: 'unknown', close: failed('EAI_AGAIN'), tries: 1},
	{name: 'kept from us by a proxy', close: failed('PROXY_403'), tries: 1},
	{name: 'silent', close: failed('ETIMEDOUT'), tries: 2},
	{name: 'without a trusted certificate', close: failed('DEPTH_ZERO_SELF_SIGNED_CERT'), tries: 2},
	{name: 'in trouble', close: refused(503), tries: 2},
	{
		name: 'replaced by a login page',
		close: refused(302, {location: 'http://login.test/'}),
		tries: 2,
	},
	{name: 'full', close: refused(429), tries: Infinity},
	{name: 'behind a proxy that wants a password', close: failed('PROXY_407'), tries: Infinity},
	{name: 'behind a proxy that wants another', close: failed('PROXY_407_GIVEN'), tries: Infinity},
	{name: 'behind a proxy that is full', close: failed('PROXY_429'), tries: Infinity},
]) {
	const when = tries === 1 ? 'at once' : tries === 2 ? 'after a second try' : 'never';
	test(`leaves a host that is ${name} ${when}`, () => {
		const run = onHosts(huobi);
		for (let count = 1; count <= 3 && count <= tries; count++) {
			assert.match(run.socket().url, /^wss:\/\/api\.huobi\.pro\//);
			run.socket().emit(close);
			run.clock.advance((run.view().retryAt ?? 0) - run.clock.now());
		}
		const expected = tries === Infinity ? 'wss://api.huobi.pro' : 'wss://api-aws.huobi.pro';
		assert.equal(run.socket().url.replace(/\/(ws|feed)$/, ''), expected);
	});
}

test('stays with a host that has served', () => {
	const run = onHosts(huobi);
	run.socket().emit({type: 'open'});
	run.socket().emit(failed('ECONNRESET'));
	run.clock.advance(30_000);
	run.socket().emit({type: 'open'});
	run.socket().emit(failed('ECONNRESET'));
	run.clock.advance(30_000);
	assert.deepEqual(new Set(hostsOf(run.sockets)), new Set(['wss://api.huobi.pro']));
});

test('goes nowhere from an address set by hand', () => {
	const run = onHosts(binance, {ws: 'wss://by-hand', rest: 'https://by-hand'});
	run.socket().emit(refused(451));
	assert.match(run.view().reason ?? '', /does not serve this place: HTTP 451; try --proxy$/);
	assert.equal(run.view().retryAt, run.clock.now() + 500);
});

for (const status of [429, 418, 503]) {
	test(`opens no socket for as long as a handshake with ${status} asks`, () => {
		const run = onHosts(huobi);
		run.socket().emit(refused(status, {'retry-after': '90'}));
		assert.equal(run.view().retryAt, run.clock.now() + 90_000);
		run.clock.advance(89_999);
		assert.equal(run.sockets.length, 1);
		run.clock.advance(1);
		assert.equal(run.sockets.length, 2);
	});
}

test('says that a pause of more than a day is cut', () => {
	const run = onHosts(huobi);
	run.socket().emit(refused(418, {'retry-after': '259200'}));
	assert.match(
		run.view().reason ?? '',
		/^the exchange asks for fewer requests: HTTP 418; it asks for a pause of 3 days; a day is waited$/,
	);
	assert.equal(run.view().retryAt, run.clock.now() + 86_400_000);
});

for (const {status, headers, words} of [
	{
		status: 503,
		headers: {'retry-after': '30'},
		words: 'the exchange answered with an error: HTTP 503; it asks for a pause of 30 s',
	},
	{
		status: 403,
		headers: {'retry-after': '30'},
		words:
			'the exchange does not serve this place: HTTP 403; try --proxy; it asks for a pause of 30 s',
	},
	{
		status: 429,
		headers: {},
		words: 'the exchange asks for fewer requests: HTTP 429; a pause of 1 min',
	},
	{
		status: 429,
		headers: {'retry-after': '9999999'},
		words:
			'the exchange asks for fewer requests: HTTP 429; it asks for a pause of 115.7 days; a day is waited',
	},
]) {
	test(`tells a ${status} and its pause alike, now and later: ${words.slice(-20)}`, async () => {
		const run = onHosts(huobi, {ws: 'wss://by-hand', rest: 'https://by-hand'});
		run.socket().emit(refused(status, headers));
		assert.equal(run.view().reason, words);
		run.clock.advance(1000);
		const text = run.view().health.events.at(-1)?.text;
		const held = await run.link.rest.get('/v1/common/timestamp', 1).catch(fromError);
		assert.ok('fault' in held);
		assert.equal(describeFault(held.fault), words);
		assert.equal(text, `reconnecting: ${words} [${held.fault.code}]`);
	});
}

test('notes a pause that is asked for while a connection is waited for', async () => {
	const run = onHosts(huobi);
	run.socket().emit(failed('ECONNRESET'));
	const asked = run.link.rest.get('/v1/common/timestamp', 1);
	await run.request().answer({status: 429, headers: {'retry-after': '90'}});
	await asked;
	run.clock.advance(1500);
	assert.match(
		run.view().health.events.at(-1)?.text ?? '',
		/HTTP 429; it asks for a pause of 90 s \[rate-limited\]$/,
	);
});

/** What a proxy says in place of a tunnel. */
const byProxy = (status: number, headers: Record<string, string> = {}): Close => ({
	type: 'close',
	reason: 'the proxy p:1 refuses',
	errorCode: `PROXY_${status}`,
	proxyAnswer: {status, headers, body: ''},
});

for (const status of [429, 503]) {
	test(`keeps to the pause that a proxy asks for with ${status}`, async () => {
		const run = onHosts(huobi);
		run.socket().emit(byProxy(status, {'retry-after': '90'}));
		assert.match(run.view().reason ?? '', /^the proxy p:1 .*; it asks for a pause of 90 s$/);
		assert.doesNotMatch(run.view().reason ?? '', /no proxy for this/);
		assert.equal(run.view().retryAt, run.clock.now() + 90_000);
		await assert.rejects(run.link.rest.get('/v1/common/timestamp', 1), /the proxy p:1/);
		assert.equal(run.gets.length, 0);
		run.clock.advance(89_999);
		assert.equal(run.sockets.length, 1);
		run.clock.advance(1);
		assert.deepEqual(hostsOf(run.sockets), ['wss://api.huobi.pro', 'wss://api.huobi.pro']);
	});
}

test('asks no other host through a proxy that asks for a pause', async () => {
	const run = onHosts(binance);
	const {proxyAnswer} = byProxy(503, {'retry-after': '90'});
	const asked = run.link.rest.get('/api/v3/time', 1);
	const refusal = new TransportError('the proxy p:1 refuses', 'PROXY_503', proxyAnswer);
	await Promise.all([assert.rejects(asked, refusal), run.request().fail(refusal)]);
	assert.equal(run.gets.length, 1);
	assert.equal(run.link.rest.hold()?.until, run.clock.now() + 90_000);
	assert.equal(run.link.sockets.hold()?.until, run.clock.now() + 90_000);
});

for (const [code, words] of [
	['PROXY_407', /write them into its address/],
	['PROXY_407_GIVEN', /correct them in its address/],
	['PROXY_451', /ask who runs it to let the host through/],
	['PROXY_503', /try again later, or name another/],
] as const) {
	test(`knows what to do about ${code}`, () => {
		const run = onHosts(huobi, {ws: 'wss://by-hand', rest: 'https://by-hand'});
		run.socket().emit(failed(code));
		assert.match(run.view().reason ?? '', words);
	});
}

test('keeps requests back where a handshake was told to wait', async () => {
	const run = onHosts(huobi);
	run.socket().emit(refused(429, {'retry-after': '90'}));
	await assert.rejects(
		run.link.rest.get('/v1/common/timestamp', 1),
		/HTTP 429; it asks for a pause of 90 s/,
	);
	assert.equal(run.gets.length, 0);
});

test('keeps the sockets of book and trades back where a request was told to wait', async () => {
	const run = onHosts(huobi, huobi.endpoints, true);
	const [book, trades] = run.sockets;
	void run.link.rest.get('/v1/common/timestamp', 1);
	await run.request().answer({status: 418, headers: {'retry-after': '90'}});
	for (const socket of [book, trades]) socket?.emit({type: 'open'});
	for (const socket of [book, trades]) socket?.emit(failed('ECONNRESET'));
	assert.equal(run.view().retryAt, run.clock.now() + 90_000);
	run.clock.advance(89_999);
	assert.equal(run.sockets.length, 2);
	run.clock.advance(1);
	assert.equal(run.sockets.length, 4);
});

test('waits on where its host asks for a pause meanwhile', async () => {
	const run = onHosts(huobi);
	run.socket().emit(failed('ECONNRESET'));
	assert.equal(run.view().retryAt, run.clock.now() + 500);
	const asked = run.link.rest.get('/v1/common/timestamp', 1);
	await run.request().answer({status: 429, headers: {'retry-after': '90'}});
	await asked;
	run.clock.advance(500);
	assert.equal(run.sockets.length, 1);
	assert.match(
		run.view().reason ?? '',
		/asks for fewer requests: HTTP 429; it asks for a pause of 90 s$/,
	);
	assert.equal(run.view().retryAt, run.clock.now() + 89_500);
	run.clock.advance(89_500);
	assert.equal(run.sockets.length, 2);
});

test('lets the sockets go on where another host asks for a pause', async () => {
	const run = onHosts(binance);
	run.socket().emit({type: 'open'});
	run.socket().emit(event(99, 100));
	await run.request().answer({status: 418, headers: {'retry-after': '900'}});
	run.socket().emit(failed('ECONNRESET'));
	run.clock.advance(500);
	assert.equal(run.sockets.length, 2);
});

for (const {name, close} of [
	{name: 'another place', close: refused(302, {location: 'https://login.hotel.test/in?x=1'})},
	{name: 'a page', close: refused(200, {'content-type': 'text/html'}, '<html>Welcome')},
	{name: 'a demand to log in', close: refused(511)},
]) {
	test(`says that something in between answers a handshake with ${name}`, () => {
		const run = onHosts(huobi);
		run.socket().emit(close);
		assert.match(
			run.view().reason ?? '',
			/^a login page or proxy answers in the exchange's place: HTTP \d+.*; log in to the network/,
		);
	});
}

test('tells a redirect of the host itself from a login page', () => {
	const run = onHosts(huobi);
	run.socket().emit(refused(301, {location: 'https://api.huobi.pro/feed'}));
	assert.match(run.view().reason ?? '', /with an error: HTTP 301 to api\.huobi\.pro\/feed/);
});

for (const {name, answer} of [
	{name: 'a page', answer: {status: 200, body: '\n<!DOCTYPE html><html>'}},
	{name: 'an empty page', answer: {status: 200, headers: {'content-type': 'text/html'}}},
	{name: 'a redirect', answer: {status: 302, headers: {location: 'http://login.test/'}}},
]) {
	test(`says that something in between answers a request with ${name}`, async () => {
		const run = onHosts(binance, {ws: 'wss://by-hand', rest: 'https://by-hand'});
		run.socket().emit({type: 'open'});
		run.socket().emit(event(99, 100));
		await run.request().answer(answer);
		assert.match(
			run.view().reason ?? '',
			/^a login page or proxy answers in the exchange's place: HTTP \d+/,
		);
	});
}
