import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {TransportError} from '../../source/transport/transport.js';
import {toRows} from '../helpers/client-run.js';
import {settle} from '../helpers/fake-transport.js';
import {
	acknowledgement,
	event,
	snapshot,
	startBinance,
	startFeedRun,
	startLive,
} from '../helpers/feed-run.js';

const close = {type: 'close', reason: 'exchange: connection lost', code: 1006} as const;

test('goes from connecting over syncing to live', async () => {
	const {socket, request, view, gets} = startBinance();
	assert.equal(view().status, 'connecting');
	socket().emit({type: 'open'});
	assert.deepEqual([view().status, gets.length], ['syncing', 0]);
	socket().emit(event(99, 100));
	assert.equal(request().url, 'http://exchange/api/v3/depth?symbol=STEEMUSDT&limit=1000');
	await request().answer(snapshot(100));
	assert.deepEqual([view().status, view().sequence, view().reason], ['live', 100, null]);
});

test('resyncs after a gap on the same socket, old book in place', async () => {
	const {socket, sockets, request, view, clock} = await startLive();
	clock.advance(60);
	socket().emit(event(105, 106));
	assert.equal(view().status, 'resyncing');
	assert.equal(view().reason, 'updates were missed: 101–104 are missing');
	assert.deepEqual(toRows(view().bids), [['1', '5']]);
	clock.advance(1000);
	await request().answer(snapshot(106, '1.5'));
	assert.deepEqual([view().status, view().sequence, sockets.length], ['live', 106, 1]);
	assert.deepEqual(toRows(view().bids), [['1.5', '5']]);
});

test('tells latencies of what came to a book in sync, not of what waited for a snapshot', async () => {
	const {socket, request, view, clock} = startBinance();
	const heard = (first: number, last: number, agoMs: number) => {
		const {data} = event(first, last);
		const told = {...(JSON.parse(data) as object), E: clock.now() - agoMs};
		socket().emit({type: 'message', data: JSON.stringify(told)});
	};
	const latencies = () => {
		clock.advance(1000);
		return view().health.latencyMs;
	};
	socket().emit({type: 'open'});
	heard(99, 100, 20);
	clock.advance(4000);
	await request().answer(snapshot(99));
	assert.deepEqual([view().status, view().sequence, latencies()], ['live', 100, null]);
	heard(101, 101, 30);
	assert.deepEqual(latencies(), {p50: 30, p99: 30});
	heard(105, 105, 20);
	clock.advance(5000);
	await request().answer(snapshot(104));
	assert.deepEqual([view().status, view().sequence], ['live', 105]);
	assert.deepEqual(latencies(), {p50: 30, p99: 30});
});

test('spaces snapshot requests further and further, one at a time', async () => {
	const {socket, request, gets, clock} = startBinance();
	socket().emit({type: 'open'});
	socket().emit(event(50, 60));
	const askedAt: number[] = [];
	const began = clock.now();
	for (let count = 1; count <= 5; count++) {
		assert.equal(gets.length, count);
		askedAt.push(clock.now() - began);
		await request().answer(snapshot(1));
		assert.equal(gets.length, count);
		while (gets.length === count) {
			clock.advance(100);
			socket().emit({type: 'ping'});
		}
		await settle();
	}
	assert.deepEqual(askedAt, [0, 1000, 3000, 7000, 15_000]);
});

test('starts over the spacing once a book has been live for a while', async () => {
	const {socket, request, gets, clock} = await startLive();
	for (let second = 0; second < 12; second++) {
		clock.advance(1000);
		socket().emit({type: 'ping'});
	}
	socket().emit(event(105, 106));
	assert.equal(gets.length, 2);
	await request().answer(snapshot(106));
	socket().emit(event(108, 109));
	assert.equal(gets.length, 2);
	clock.advance(1000);
	assert.equal(gets.length, 3);
});

test('a snapshot that agrees with the book makes no later one wait long', async () => {
	const {feed, request, gets, clock} = await startLive();
	for (let count = 2; count <= 6; count++) {
		clock.advance(1000);
		feed.resync();
		assert.equal(gets.length, count);
		await request().answer(snapshot(100, '1'));
	}
	feed.resync();
	assert.equal(gets.length, 6);
	clock.advance(1000);
	assert.equal(gets.length, 7);
});

test('forgets a waiting request once the book is in sync', async () => {
	const {socket, request, gets, clock, view} = await startLive();
	clock.advance(1000);
	socket().emit(event(103, 104));
	const second = request();
	socket().emit({type: 'message', data: '{"half'});
	socket().emit(event(105, 106));
	await second.answer(snapshot(104));
	assert.deepEqual([view().status, view().sequence], ['live', 106]);
	clock.advance(50_000);
	assert.equal(gets.length, 2);
});

for (const {name, headers, waitMs, said} of [
	{
		name: 'for as long as the exchange asks',
		headers: {'retry-after': '7'},
		waitMs: 7000,
		said: 'it asks for a pause of 7 s',
	},
	{
		name: 'for a minute where it does not say',
		headers: {},
		waitMs: 60_000,
		said: 'a pause of 1 min',
	},
]) {
	test(`waits with the next request ${name}`, async () => {
		const {socket, request, gets, view, clock} = startBinance();
		socket().emit({type: 'open'});
		socket().emit(event(99, 100));
		await request().answer({status: 429, headers, body: '{"code":-1003,"msg":"Too many"}'});
		assert.equal(view().status, 'syncing');
		assert.equal(view().reason, `the exchange asks for fewer requests: HTTP 429; ${said}`);
		assert.equal(view().retryAt, clock.now() + waitMs);
		for (let elapsed = 1000; elapsed < waitMs; elapsed += 1000) {
			clock.advance(1000);
			socket().emit({type: 'ping'});
		}
		clock.advance(999);
		assert.equal(gets.length, 1);
		clock.advance(1);
		await settle();
		assert.equal(gets.length, 2);
	});
}

for (const {status, body, reason} of [
	{
		status: 451,
		body: '',
		reason: /does not serve this place: HTTP 451; try --proxy$/,
	},
	{status: 403, body: '<html>', reason: /does not serve this place: HTTP 403/},
	{status: 418, body: '', reason: /asks for fewer requests: HTTP 418/},
	{status: 500, body: '<html>', reason: /answered with an error: HTTP 500$/},
	{
		status: 400,
		body: '{"code":-1121,"msg":"Invalid symbol."}',
		reason: /answered with an error: HTTP 400 Invalid symbol\.$/,
	},
]) {
	test(`says why where the snapshot is answered with ${status}`, async () => {
		const {socket, request, view} = startBinance();
		socket().emit({type: 'open'});
		socket().emit(event(99, 100));
		await request().answer({status, body});
		assert.equal(view().status, 'syncing');
		assert.match(view().reason ?? '', reason);
	});
}

test('asks again where a snapshot has no answer', async () => {
	const {socket, request, gets, view, clock} = startBinance();
	socket().emit({type: 'open'});
	socket().emit(event(99, 100));
	await request().fail(new TransportError('exchange: host not found', 'ENOTFOUND'));
	assert.equal(
		view().reason,
		'host not found: exchange; check the network and its DNS, or try --proxy',
	);
	clock.advance(1000);
	assert.equal(gets.length, 2);
	await request().answer(snapshot(100));
	assert.deepEqual([view().status, view().reason], ['live', null]);
});

test('comes back after growing waits, reset by a book that stays in sync', async () => {
	const {socket, sockets, request, view, clock} = startBinance();
	const waits: number[] = [];
	for (let attempt = 0; attempt < 8; attempt++) {
		socket().emit(close);
		const {status, retryAt} = view();
		assert.equal(status, 'reconnecting');
		waits.push((retryAt ?? 0) - clock.now());
		clock.advance((retryAt ?? 0) - clock.now());
		assert.equal(sockets.length, attempt + 2);
	}
	assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
	socket().emit({type: 'open'});
	socket().emit(close);
	assert.equal((view().retryAt ?? 0) - clock.now(), 30_000);
	clock.advance(30_000);
	socket().emit({type: 'open'});
	socket().emit(event(99, 100));
	await request().answer(snapshot(100));
	clock.advance(11_000);
	assert.equal(view().status, 'live');
	socket().emit(close);
	assert.equal((view().retryAt ?? 0) - clock.now(), 500);
});

test('a server that closes right after each sync meets growing waits', async () => {
	const run = await startLive();
	const waits: number[] = [];
	for (let attempt = 0; attempt < 4; attempt++) {
		run.socket().emit(close);
		const waitMs = (run.view().retryAt ?? 0) - run.clock.now();
		waits.push(waitMs);
		run.clock.advance(waitMs + 8000);
		run.socket().emit({type: 'open'});
		run.socket().emit(event(99, 100));
		await run.request().answer(snapshot(100));
		assert.equal(run.view().status, 'live');
	}
	assert.deepEqual(waits, [500, 1000, 2000, 4000]);
});

test('a market swept out of the known range is not shown as live', async () => {
	const {socket, view} = await startLive(1000);
	const gone = Array.from({length: 1000}, (_, rank): [string, string] => [`${1000 - rank}`, '0']);
	socket().emit(event(101, 101, [...gone, ['0.5', '3']]));
	assert.deepEqual(
		[view().status, view().reason],
		['resyncing', 'the market left the range that the snapshot vouches for'],
	);
});

test('an audit answer that cannot be read leaves the book as it is', async () => {
	const {feed, request, view, clock} = await startLive();
	clock.advance(1000);
	feed.resync();
	await request().answer({body: '<html>'});
	assert.deepEqual([view().status, view().sequence], ['live', 100]);
});

test('keeps the book and the reason while it reconnects', async () => {
	const {socket, view, clock} = await startLive();
	socket().emit(close);
	assert.equal(view().reason, 'connection lost: exchange');
	assert.deepEqual(toRows(view().bids), [['1', '5']]);
	clock.advance(500);
	assert.deepEqual([view().status, view().retryAt], ['reconnecting', null]);
	socket().emit({type: 'open'});
	assert.deepEqual([view().status, view().reason], ['resyncing', null]);
});

test('counts the connections that were lost and regained, not the tries', async () => {
	const {socket, view, clock} = await startLive();
	const count = () => {
		clock.advance(1000);
		return view().health.reconnects;
	};
	socket().emit(close);
	for (let attempt = 0; attempt < 4; attempt++) {
		clock.advance(40_000);
		socket().emit(close);
	}
	assert.equal(count(), 0);
	clock.advance(40_000);
	socket().emit({type: 'open'});
	assert.equal(count(), 1);
	socket().emit(close);
	clock.advance(40_000);
	socket().emit({type: 'open'});
	assert.equal(count(), 2);
});

test('a message too long to read is not called a missing exchange', async () => {
	const {socket, view} = await startLive();
	const errorCode = 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH';
	socket().emit({type: 'close', reason: 'exchange: message too large', errorCode});
	assert.equal(
		view().reason,
		'the exchange sent a message that cannot be read: exchange: message too large',
	);
});

test('takes nothing from a socket it has given up', async () => {
	const {sockets, gets, view, clock, socket} = await startLive();
	socket().emit(event(105, 106));
	clock.advance(1000);
	const late = gets.at(-1);
	socket().emit(close);
	clock.advance(500);
	sockets[0]?.emit(event(101, 101, [['1', '9']]));
	await late?.answer(snapshot(500));
	assert.deepEqual([view().status, view().sequence], ['reconnecting', 100]);
});

test('a pair silent for ten minutes with live pings stays connected', async () => {
	const {socket, sockets, view, clock} = await startLive();
	for (let elapsed = 0; elapsed < 600; elapsed += 20) {
		clock.advance(20_000);
		socket().emit({type: 'ping'});
	}
	assert.deepEqual([sockets.length, view().status], [1, 'live']);
});

test('a socket without a sign of life turns stale, then is given up', async () => {
	const {socket, sockets, view, clock} = await startLive();
	clock.advance(22_000);
	assert.deepEqual([view().status, view().reason], ['stale', 'the exchange fell silent']);
	socket().emit({type: 'ping'});
	assert.deepEqual([view().status, view().reason], ['live', null]);
	clock.advance(25_000);
	assert.equal(view().reason, 'the exchange fell silent: no sign for 24 s');
	assert.equal(sockets.length, 2);
	assert.ok(sockets[0]?.isClosed);
});

test('a crossed book is not shown as live', async () => {
	const {socket, request, gets, view, clock} = await startLive();
	clock.advance(1000);
	socket().emit(event(101, 101, [['3', '1']]));
	assert.deepEqual([view().status, view().reason], ['resyncing', 'the book was crossed']);
	assert.equal(gets.length, 2);
	await request().answer(snapshot(101));
	assert.equal(view().status, 'live');
});

test('an unreadable message costs a resync, several the connection', async () => {
	const {socket, view} = await startLive();
	for (let count = 0; count < 3; count++) {
		socket().emit({type: 'message', data: '{"e":"depthUpdate"'});
		assert.equal(view().status, 'resyncing');
		assert.match(
			view().reason ?? '',
			/^the exchange sent a message that cannot be read: Binance: /,
		);
	}
	socket().emit({type: 'message', data: '{"e":"depthUpdate"'});
	assert.equal(view().status, 'reconnecting');
});

test('shows nothing a terminal would obey', async () => {
	const {socket, view} = await startLive();
	socket().emit({type: 'message', data: '\u001B[2J\u0007\u009B31mred'});
	assert.doesNotMatch(view().reason ?? '', /[\p{C}]/u);
});

test('resync compares the book with a fresh snapshot, live all the while', async () => {
	const {feed, socket, request, view, clock} = await startLive();
	clock.advance(1000);
	feed.resync();
	socket().emit(event(101, 102, [['1', '6']]));
	assert.equal(view().status, 'live');
	await request().answer(snapshot(101));
	assert.deepEqual([view().status, toRows(view().bids)], ['live', [['1', '6']]]);
	clock.advance(1000);
	assert.deepEqual(view().health.lastAudit, {at: clock.now() - 1000, differences: 0});
});

test('an audit that differs ends in a new book', async () => {
	const {feed, request, view, clock} = await startLive();
	clock.advance(1000);
	feed.resync();
	await request().answer(snapshot(100, '1.1'));
	assert.deepEqual(
		[view().status, view().reason],
		['resyncing', 'an audit failed: 2 levels differed from a fresh snapshot'],
	);
	clock.advance(2000);
	await request().answer(snapshot(100, '1.1'));
	assert.deepEqual([view().status, toRows(view().bids)], ['live', [['1.1', '5']]]);
	clock.advance(1000);
	const {audits, failedAudits, lastAudit} = view().health;
	assert.deepEqual([audits, failedAudits, lastAudit?.differences], [1, 1, 2]);
});

test('asks after three seconds of silence, and says the book is quiet', async () => {
	const {socket, request, gets, view, clock} = startBinance();
	socket().emit({type: 'open'});
	socket().emit(acknowledgement);
	clock.advance(2999);
	assert.equal(gets.length, 0);
	clock.advance(1);
	await request().answer(snapshot(100));
	assert.deepEqual([view().status, view().reason], ['live', 'no change since the snapshot']);
	socket().emit(event(101, 101));
	assert.deepEqual([view().status, view().reason], ['live', null]);
});

test('counts messages a second, down to none', async () => {
	const {socket, view, clock} = await startLive();
	for (let id = 101; id <= 149; id++) socket().emit(event(id, id));
	clock.advance(1000);
	assert.equal(view().messagesPerSecond, 50);
	clock.advance(5000);
	assert.equal(view().messagesPerSecond, 0);
});

test('stops for good', async () => {
	const {feed, socket, sockets, view, clock} = await startLive();
	feed.stop();
	assert.ok(socket().isClosed);
	socket().emit(close);
	clock.advance(120_000);
	assert.deepEqual([sockets.length, view().status], [1, 'live']);
});

const gzip = (text: string) => ({type: 'message' as const, data: gzipSync(text)});
const topic = 'market.steemusdt.depth.step0';
const push = gzip(`{"ch":"${topic}","ts":5,"tick":{"version":9,"bids":[[1.0,1.0]],"asks":[]}}`);

for (const [name, refusal] of Object.entries({
	'the market has no MBP': gzip('{"status":"error","err-msg":"invalid mbp.150.symbol steemusdt"}'),
	'the path is not there': {type: 'close', reason: 'HTTP status 404', status: 404} as const,
})) {
	test(`falls back to the whole books where ${name}`, () => {
		const {socket, sockets, view, clock} = startFeedRun(huobi, 'steemusdt');
		assert.equal(socket().url, 'ws://exchange/feed');
		if (refusal.type === 'message') socket().emit({type: 'open'});
		socket().emit(refusal);
		clock.advance(0);
		assert.deepEqual([sockets.length, socket().url], [2, 'ws://exchange/ws']);
		socket().emit({type: 'open'});
		assert.deepEqual(socket().sent, [`{"sub":"${topic}","id":"sub-1"}`]);
		socket().emit(push);
		assert.deepEqual([view().status, view().sequence], ['live', 9]);
	});
}

test('tries another channel after three losses without a book', () => {
	const {socket, sockets, clock} = startFeedRun(huobi, 'steemusdt');
	for (let loss = 0; loss < 3; loss++) {
		socket().emit({type: 'close', reason: 'HTTP status 503', status: 503});
		clock.advance(5000);
	}
	assert.deepEqual(
		sockets.map(({url}) => url.slice(-5)),
		['/feed', '/feed', '/feed', 'ge/ws'],
	);
});

const refused = {
	type: 'close',
	reason: 'connection refused',
	errorCode: 'ECONNREFUSED',
} as const;

test('no channel is better than another where nothing can be reached', () => {
	const {socket, sockets, clock} = startFeedRun(huobi, 'steemusdt');
	for (let loss = 0; loss < 9; loss++) {
		const count = sockets.length;
		socket().emit(refused);
		while (sockets.length === count) clock.advance(500);
	}
	assert.deepEqual(
		sockets.map(({url}) => url.slice(-5)),
		Array.from({length: 10}, () => '/feed'),
	);
});

test('goes back to the better channel with the next connection, once the other one did well', () => {
	const {socket, sockets, view, clock} = startFeedRun(huobi, 'steemusdt');
	for (let loss = 0; loss < 3; loss++) {
		socket().emit({type: 'close', reason: 'HTTP status 503', status: 503});
		clock.advance(5000);
	}
	socket().emit({type: 'open'});
	socket().emit(push);
	for (let second = 0; second < 12; second++) {
		clock.advance(1000);
		socket().emit(gzip('{"ping":1}'));
	}
	assert.deepEqual([view().status, socket().url.slice(-5)], ['live', 'ge/ws']);
	socket().emit(refused);
	clock.advance(5000);
	assert.deepEqual([sockets.length, socket().url.slice(-5)], [5, '/feed']);
});

test('has failed, and tries again, where no channel is served', () => {
	const {socket, view, clock} = startFeedRun(huobi, 'steemusdt');
	for (let channel = 0; channel < 2; channel++) {
		socket().emit({type: 'open'});
		socket().emit(gzip('{"status":"error","err-msg":"invalid symbol steemusdt"}'));
		if (channel === 0) clock.advance(0);
	}
	assert.equal(view().status, 'failed');
	assert.match(view().reason ?? '', /does not serve this channel: invalid symbol steemusdt/);
	clock.advance(500);
	assert.equal(socket().url, 'ws://exchange/feed');
});

test('says "no data" where a listed market stays silent on every channel', () => {
	const {socket, view, clock} = startFeedRun(huobi, 'steemusdt');
	for (const subbed of ['market.steemusdt.mbp.150', topic]) {
		socket().emit({type: 'open'});
		socket().emit(gzip(`{"id":"sub-1","status":"ok","subbed":"${subbed}","ts":1}`));
		for (let second = 0; second < 15; second++) {
			socket().emit(gzip('{"ping":1}'));
			clock.advance(1000);
		}
	}
	assert.match(view().reason ?? '', /^listed, but no data has come yet/);
});

test('a lost connection is tried again now where it is wanted', async () => {
	const {feed, socket, sockets, view} = await startLive();
	assert.equal(feed.resync(), 'asked');
	socket().emit(close);
	assert.equal(view().status, 'reconnecting');
	const count = sockets.length;
	assert.equal(feed.resync(), 'trying');
	assert.equal(sockets.length, count + 1);
	assert.equal(view().retryAt, null);
	assert.equal(feed.resync(), 'not-waiting');
	socket().emit(close);
	assert.equal(feed.resync(), 'tried-lately');
	assert.equal(sockets.length, count + 1);
});
