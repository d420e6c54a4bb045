import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {decodeLine} from '../../source/capture/decode-line.js';
import {createTransportTap} from '../../source/recording/transport-tap.js';
import type {SocketEvent} from '../../source/transport/transport.js';
import {TransportError} from '../../source/transport/transport.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

const start = (keeps?: (url: string) => boolean) => {
	const fake = createFakeTransport();
	const tap = createTransportTap(fake.transport, keeps);
	const heard: SocketEvent[] = [];
	const events: UntimedEvent[] = [];
	return {
		fake,
		tap,
		heard,
		events,
		connect: (url = 'wss://x/feed') => tap.transport.connect(url, event => heard.push(event)),
		record: () => tap.start(event => events.push(event)),
	};
};

const ack = gzipSync('{"id":"sub-1","status":"ok","subbed":"market.steemusdt.mbp.150","ts":1}');
const subscribe = '{"sub":"market.steemusdt.mbp.150","id":"sub-1"}';

test('tells all that passes on a connection, in its order', () => {
	const {fake, connect, record, events, heard} = start();
	record();
	const socket = connect();
	fake.socket().emit({type: 'open'});
	socket.send(subscribe);
	fake.socket().emit({type: 'message', data: ack});
	fake.socket().emit({type: 'message', data: 'text'});
	fake.socket().emit({type: 'message', data: Buffer.from('{"é":1}'), isText: true});
	fake.socket().emit({type: 'message', data: Buffer.from([1, 2])});
	fake.socket().emit({type: 'ping'});
	socket.ping();
	fake.socket().emit({type: 'pong'});
	fake.socket().emit({type: 'close', reason: 'gone', code: 1006});
	assert.deepEqual(events, [
		{kind: 'open', url: 'wss://x/feed', connection: 1},
		{kind: 'sent', connection: 1, data: subscribe},
		{kind: 'ws', connection: 1, encoding: 'gzip+base64', data: ack.toString('base64')},
		{kind: 'ws', connection: 1, data: 'text'},
		{kind: 'ws', connection: 1, data: '{"é":1}'},
		{kind: 'ws', connection: 1, encoding: 'base64', data: 'AQI='},
		{kind: 'ping', connection: 1},
		{kind: 'ping', connection: 1, pong: true},
		{kind: 'close', connection: 1, reason: 'gone', code: 1006},
	]);
	assert.equal(heard.length, 8);
	assert.deepEqual([fake.socket().sent, fake.socket().pings], [[subscribe], 1]);
});

test('names the address of a connection that never opened', () => {
	const {fake, connect, record, events} = start();
	record();
	connect();
	fake.socket().emit({type: 'close', reason: 'answered with HTTP status 404', status: 404});
	assert.deepEqual(events, [
		{
			kind: 'close',
			connection: 1,
			url: 'wss://x/feed',
			reason: 'answered with HTTP status 404',
			status: 404,
		},
	]);
});

test('tells whose an address is, where it is known', () => {
	const fake = createFakeTransport();
	const of = (url: string) => (url.includes(':7001/') ? 'bitstamp' : undefined);
	const tap = createTransportTap(fake.transport, undefined, of);
	const connect = (url: string) => tap.transport.connect(url, () => undefined);
	connect('ws://127.0.0.1:7001/');
	fake.socket().emit({type: 'open'});
	const events: UntimedEvent[] = [];
	tap.start(event => events.push(event));
	connect('ws://127.0.0.1:7002/');
	fake.socket().emit({type: 'open'});
	connect('ws://127.0.0.1:7001/');
	fake.socket().emit({type: 'close', reason: 'gone'});
	const exchange = 'bitstamp';
	assert.deepEqual(events, [
		{kind: 'open', connection: 1, url: 'ws://127.0.0.1:7001/', exchange},
		{kind: 'open', connection: 2, url: 'ws://127.0.0.1:7002/'},
		{kind: 'close', connection: 3, url: 'ws://127.0.0.1:7001/', exchange, reason: 'gone'},
	]);
	for (const event of events) {
		const timed = {t: 1, ...event};
		assert.deepEqual(decodeLine(JSON.stringify(timed), 2), {type: 'event', event: timed});
	}
});

test('tells what a refused handshake was answered with', () => {
	const {fake, connect, record, events} = start();
	record();
	connect();
	const headers = {'retry-after': '9', server: 'x'};
	const answer = {status: 418, headers, body: 'banned'};
	fake.socket().emit({type: 'close', reason: 'HTTP 418', status: 418, answer});
	const [close] = events;
	assert.deepEqual(close, {
		kind: 'close',
		connection: 1,
		url: 'wss://x/feed',
		reason: 'HTTP 418',
		status: 418,
		headers: {'retry-after': '9'},
		data: 'banned',
	});
	const line = JSON.stringify({t: 1, ...close});
	assert.deepEqual(decodeLine(line, 2), {type: 'event', event: {t: 1, ...close}});
});

test('tells that this side closed, once', () => {
	const {fake, connect, record, events} = start();
	record();
	const socket = connect();
	fake.socket().emit({type: 'open'});
	socket.close();
	socket.close();
	assert.deepEqual(events.at(-1), {kind: 'close', connection: 1, reason: 'closed by steem-tui'});
	assert.equal(events.length, 2);
	assert.ok(fake.socket().isClosed);
});

test('begins in mid-session with what is open and acknowledged', () => {
	const {fake, connect, record, events} = start();
	const gone = connect('wss://x/gone');
	fake.socket().emit({type: 'open'});
	gone.close();
	connect('wss://x/opening');
	const socket = connect();
	fake.socket().emit({type: 'open'});
	fake.socket().emit({type: 'message', data: gzipSync('{"ping":1}')});
	socket.send(subscribe);
	socket.send('{"pong":1}');
	fake.socket().emit({type: 'message', data: ack});
	fake.socket().emit({type: 'message', data: gzipSync('{"ch":"market.steemusdt.mbp.150"}')});
	record();
	assert.deepEqual(events, [
		{kind: 'open', url: 'wss://x/feed', connection: 3},
		{kind: 'sent', connection: 3, data: subscribe},
		{kind: 'ws', connection: 3, encoding: 'gzip+base64', data: ack.toString('base64')},
	]);
});

test('begins in mid-session with the streams that are on', () => {
	const {fake, connect, record, events} = start();
	const socket = connect('wss://x/stream?streams=a@depth');
	fake.socket().emit({type: 'open'});
	const list = '{"method":"LIST_SUBSCRIPTIONS","id":1}';
	const streams = '{"result":["a@depth"],"id":1}';
	socket.send(list);
	fake.socket().emit({type: 'message', data: streams});
	record();
	assert.deepEqual(events, [
		{kind: 'open', url: 'wss://x/stream?streams=a@depth', connection: 1},
		{kind: 'sent', connection: 1, data: list},
		{kind: 'ws', connection: 1, data: streams},
	]);
});

test('keeps no more than a bound of what was subscribed', () => {
	const {fake, connect, record, events} = start();
	const socket = connect();
	fake.socket().emit({type: 'open'});
	for (let count = 0; count < 5000; count++) socket.send(subscribe);
	record();
	assert.ok(events.length < 2100);
});

test('begins with all that many markets subscribed to, and the newest list of it', () => {
	const {fake, connect, record, events} = start();
	const socket = connect();
	fake.socket().emit({type: 'open'});
	const names = (from: number) => Array.from({length: 200}, (_, index) => `m${from + index}@depth`);
	const sends = [0, 200].map(from =>
		JSON.stringify({method: 'SUBSCRIBE', params: names(from), id: 1}),
	);
	const list = '{"method":"LIST_SUBSCRIPTIONS","id":2}';
	const listed = JSON.stringify({result: [...names(0), ...names(200)], id: 2});
	for (const sent of sends) {
		socket.send(sent);
		fake.socket().emit({type: 'message', data: '{"result":null,"id":1}'});
		for (let count = 0; count < 100; count++) {
			socket.send(list);
			fake.socket().emit({type: 'message', data: listed});
		}
	}
	record();
	assert.deepEqual(
		events.flatMap(event => ('data' in event ? [event.data] : [])),
		[sends[0], '{"result":null,"id":1}', sends[1], '{"result":null,"id":1}', list, listed],
	);
});

test('tells answers of any status, and that there was none', async () => {
	const {fake, tap, record, events} = start();
	record();
	const limited = tap.transport.get('https://x/depth');
	const limits = {'retry-after': '5', 'x-mbx-used-weight-1m': '50'};
	await fake
		.request()
		.answer({status: 429, headers: {...limits, date: 'x', etag: 'y'}, body: 'slow'});
	assert.equal((await limited).status, 429);
	const failing = tap.transport.get('https://x/depth');
	await Promise.all([
		assert.rejects(failing, /not found/),
		fake.request().fail(new TransportError('x: host not found', 'ENOTFOUND')),
	]);
	assert.deepEqual(events, [
		{
			kind: 'http',
			url: 'https://x/depth',
			status: 429,
			data: 'slow',
			headers: {...limits, date: 'x'},
		},
		{
			kind: 'http',
			url: 'https://x/depth',
			status: 0,
			data: 'x: host not found',
			errorCode: 'ENOTFOUND',
		},
	]);
});

test('begins with the newest answers worth keeping, never with books', async () => {
	const {fake, tap, record, events} = start(url => url.endsWith('/list'));
	for (const [url, body] of [
		['https://x/list', 'old'],
		['https://x/depth', 'book'],
		['https://x/list', 'new'],
	] as const) {
		void tap.transport.get(url);
		await fake.request().answer({body});
	}
	record();
	assert.deepEqual(events, [{kind: 'http', url: 'https://x/list', status: 200, data: 'new'}]);
});

test('tells nothing after it was stopped', () => {
	const {fake, connect, record, events} = start();
	const stop = record();
	connect();
	stop();
	fake.socket().emit({type: 'open'});
	assert.deepEqual(events, []);
});
