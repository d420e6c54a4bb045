import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {binance} from '../../source/exchanges/binance/index.js';
import {coinbase} from '../../source/exchanges/coinbase/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {upbit} from '../../source/exchanges/upbit/index.js';
import {createHostHolds} from '../../source/feed/host-holds.js';
import {createSharedSockets} from '../../source/feed/shared-sockets.js';
import type {SocketEvent} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

const dayMs = 24 * 3_600_000;

const start = (exchange: Exchange, path: string) => {
	const clock = createFakeClock(1_000_000);
	const fake = createFakeTransport();
	const holds = createHostHolds(clock);
	const connect = createSharedSockets({exchange, transport: fake.transport, holds, clock});
	return {
		...{clock, holds, ...fake},
		join(name: string, topic = name) {
			const events: SocketEvent[] = [];
			const messages: string[] = [];
			const socket = connect({address: 'ws://x', path, topics: [topic]}, event => {
				events.push(event);
				// Its bytes are good until the next one comes.
				if (event.type === 'message') messages.push(event.data.toString());
			});
			return {
				...{socket, events},
				messages: () => messages,
				types: () => events.map(({type}) => type),
			};
		},
	};
};

const startBinance = () => start(binance, '/stream?streams=a');

const of = (stream: string) => `{"stream":"${stream}","data":{}}`;

test('brings each what is of its topics', () => {
	const {clock, join, socket} = startBinance();
	const [a, b] = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	assert.deepEqual([a.types(), b.types()], [['open'], ['open']]);
	clock.advance(1);
	assert.deepEqual([socket().timed, socket().sent], ['on time 1', []]);
	clock.advance(250);
	assert.deepEqual(socket().sent, ['{"method":"SUBSCRIBE","params":["b"],"id":1}']);
	for (const data of [of('a'), of('b'), of('a')]) socket().emit({type: 'message', data});
	socket().emit({type: 'message', data: Buffer.from(of('b')), isText: true});
	assert.deepEqual(
		[a.messages(), b.messages()],
		[
			[of('a'), of('a')],
			[of('b'), of('b')],
		],
	);
});

test('who joins later hears since when the socket is open', () => {
	const {clock, join, socket, sockets} = startBinance();
	join('a');
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(50_000);
	const late = join('b');
	clock.advance(0);
	assert.deepEqual(late.events, [{type: 'open', since: 1_000_000}]);
	assert.equal(sockets.length, 1);
	clock.advance(250);
	assert.deepEqual(socket().sent, ['{"method":"SUBSCRIBE","params":["b"],"id":1}']);
});

test('who joins and leaves at once is not told that the socket is open', () => {
	const {clock, join, socket} = startBinance();
	join('a');
	clock.advance(0);
	socket().emit({type: 'open'});
	const late = join('b');
	late.socket.close();
	clock.advance(1000);
	assert.deepEqual(late.events, []);
});

test('a topic that is on no more ends its member alone', () => {
	const {clock, join, socket} = startBinance();
	const [a, b] = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(1000);
	const tell = (id: number, result: unknown) => {
		socket().emit({type: 'message', data: JSON.stringify({result, id})});
	};
	tell(1, null);
	for (const [id, topics] of [['a', 'b'], ['a']].entries()) {
		clock.advance(60_000);
		assert.equal(socket().sent.at(-1), `{"method":"LIST_SUBSCRIPTIONS","id":${id + 2}}`);
		tell(id + 2, topics);
	}
	assert.deepEqual(b.events.at(-1), {type: 'close', reason: 'the exchange ended b'});
	const {length} = b.events;
	for (const stream of ['a', 'b']) socket().emit({type: 'message', data: of(stream)});
	clock.advance(2000);
	assert.equal(b.events.length, length, 'nothing follows');
	assert.deepEqual(a.messages(), [of('a')]);
	assert.ok(!a.types().includes('close'));
});

test('one answer tells all who ask which topics are on', () => {
	const {clock, join, socket} = startBinance();
	const members = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(1000);
	for (const {socket: part} of members) part.send('{"method":"LIST_SUBSCRIPTIONS","id":1}');
	clock.advance(1000);
	const asked = socket().sent.filter(data => data.includes('LIST'));
	assert.deepEqual(asked, ['{"method":"LIST_SUBSCRIPTIONS","id":2}']);
	const data = '{"result":["a","b"],"id":2}';
	socket().emit({type: 'message', data});
	assert.deepEqual(
		members.map(({messages}) => messages()),
		[[data], [data]],
	);
});

test('an idle socket is not looked after all the time', () => {
	const {clock, join, socket} = startBinance();
	let timers = 0;
	const {after} = clock;
	clock.after = (ms, callback) => {
		timers++;
		return after(ms, callback);
	};
	join('a');
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(60_000);
	assert.ok(timers < 50, `${timers} timers in a minute`);
});

test('nobody joins a socket that is about to be ended', () => {
	const {clock, join, socket, sockets} = startBinance();
	join('a');
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(dayMs * (23.1 / 24));
	join('b');
	clock.advance(0);
	assert.equal(sockets.length, 2);
	socket().emit({type: 'open'});
	socket().emit({type: 'message', data: of('!serverShutdown')});
	join('c');
	clock.advance(0);
	assert.equal(sockets.length, 3);
});

test('one that follows another of its market has a socket besides', () => {
	const {clock, join, sockets} = startBinance();
	const [first] = [join('a'), join('b')];
	const next = join('a');
	clock.advance(0);
	assert.equal(sockets.length, 2);
	for (const socket of sockets) socket.emit({type: 'open'});
	first.socket.close();
	sockets[0]?.emit({type: 'message', data: of('a')});
	assert.deepEqual([first.messages(), next.messages()], [[], []]);
});

test('what was left is not come back to on the same socket', () => {
	const {clock, join, sockets} = startBinance();
	const a = join('a');
	join('b');
	clock.advance(0);
	sockets[0]?.emit({type: 'open'});
	a.socket.close();
	const again = join('a');
	clock.advance(0);
	sockets[0]?.emit({type: 'message', data: of('a')});
	assert.deepEqual([sockets.length, again.types()], [2, []]);
});

test('ends with its last member', () => {
	const {clock, join, socket} = startBinance();
	const [a, b] = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	a.socket.close();
	assert.equal(socket().isClosed, false);
	b.socket.close();
	assert.equal(socket().isClosed, true);
});

test('one that waits for its turn to be made is not silent', () => {
	const {clock, join, sockets} = start(coinbase, '/');
	// Two on each.
	const waiting = [...'abcdefgh'].map(topic => join(topic)).at(-1);
	clock.advance(2000);
	assert.deepEqual([sockets.length, waiting?.types()], [3, ['ping', 'ping']]);
});

test('a sign of life is one for all', () => {
	const {clock, join, socket} = startBinance();
	const [, b] = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(1000);
	const before = b.events.length;
	for (let count = 0; count < 100; count++) socket().emit({type: 'message', data: of('a')});
	clock.advance(1000);
	assert.deepEqual(b.events.slice(before), [{type: 'ping'}]);
	clock.advance(5000);
	assert.equal(b.events.length, before + 1);
});

test('what is told later than it came is no sign of life', () => {
	const {clock, join, socket} = startBinance();
	const [a, b] = [join('a'), join('b')];
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(1000);
	const [heardAt, before] = [clock.now(), b.events.length];
	clock.advance(5000);
	socket().emit({type: 'message', data: of('a'), heardAt});
	clock.advance(1000);
	assert.equal(a.events.at(-1)?.heardAt, heardAt);
	assert.equal(b.events.length, before);
});

test('pings of several at once are one', () => {
	const {clock, join, socket} = startBinance();
	const members = [join('a'), join('b'), join('c')];
	clock.advance(0);
	socket().emit({type: 'open'});
	for (const {socket: part} of members) part.ping('awake 1');
	clock.advance(1000);
	assert.deepEqual([socket().pings, socket().pinged], [1, 'awake 1']);
	socket().emit({type: 'pong', payload: 'awake 1'});
	for (const {events} of members)
		assert.deepEqual(events.at(-1), {type: 'pong', payload: 'awake 1'});
});

test('never sends a sixth message in a second', () => {
	const {clock, join, socket} = startBinance();
	join('a');
	clock.advance(0);
	socket().emit({type: 'open'});
	for (let count = 0; count < 100; count++) {
		const {socket: part} = join(`m${count}`);
		part.ping(`${count}`);
		part.send(`{"method":"LIST_SUBSCRIPTIONS","id":1}`);
		clock.advance(20);
		const {sent, pings} = socket();
		assert.ok(sent.length + pings <= 1 + ((count + 1) * 20) / 250);
	}
});

const pack = (text: string) => ({type: 'message', data: gzipSync(text)}) as const;

test('clients that ask for their topics themselves are let in one by one', () => {
	const {clock, join, socket} = start(huobi, '/feed');
	const members = ['x', 'y', 'z'].map(name => join(`market.${name}.mbp.150`));
	clock.advance(0);
	socket().emit({type: 'open'});
	// The first turn is that of a ping.
	clock.advance(200);
	assert.deepEqual(
		members.map(({types}) => types()),
		[['open'], [], []],
	);
	clock.advance(400);
	assert.deepEqual(
		members.map(({types}) => types().includes('open')),
		[true, true, true],
	);
});

test('a request refused is told to whom it was of alone, and a ping is answered once', () => {
	const {clock, join, socket} = start(huobi, '/feed');
	const [x, y] = ['x', 'y'].map(name => join(`market.${name}.mbp.150`));
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(400);
	x?.socket.send('{"sub":"market.x.mbp.150","id":"sub-1"}');
	y?.socket.send('{"sub":"market.y.mbp.150","id":"sub-1"}');
	clock.advance(400);
	assert.deepEqual(
		socket().sent.map(sent => (JSON.parse(sent) as {id: string}).id),
		['sub-1.1', 'sub-1.2'],
	);
	const error = '{"status":"error","id":"sub-1.2","err-code":"bad-request","err-msg":"invalid"}';
	socket().emit(pack(error));
	socket().emit(pack('{"ping":1618678073643}'));
	socket().emit(pack('{"ch":"market.x.mbp.150","ts":1,"tick":{}}'));
	assert.deepEqual(x?.messages(), ['{"ch":"market.x.mbp.150","ts":1,"tick":{}}']);
	assert.deepEqual(y?.messages(), [error]);
	assert.deepEqual(socket().sent.slice(2), ['{"pong":1618678073643}']);
});

test('what waits to be sent for one that has left is not sent', () => {
	const {clock, join, socket} = start(huobi, '/feed');
	const [x, y] = [join('x'), join('y')];
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(600);
	x.socket.send('{"id":"a"}');
	x.socket.send('{"id":"b"}');
	y.socket.send('{"id":"c"}');
	x.socket.close();
	clock.advance(200);
	assert.deepEqual(socket().sent, ['{"id":"c"}']);
});

test('what cannot be unpacked is told to all', () => {
	const {clock, join, socket} = start(huobi, '/feed');
	const members = ['x', 'y'].map(name => join(`market.${name}.mbp.150`));
	clock.advance(0);
	socket().emit({type: 'open'});
	clock.advance(400);
	socket().emit({type: 'message', data: Buffer.from('no gzip')});
	assert.deepEqual(
		members.map(({messages}) => messages()),
		[['no gzip'], ['no gzip']],
	);
});

test('what waits for its turn is not connected once the host asks for a pause', () => {
	const {clock, holds, join, sockets} = start(upbit, '/websocket/v1');
	const members = ['a', 'b', 'c'].map(name => join(name, 'x'));
	clock.advance(0);
	assert.equal(sockets.length, 1);
	holds.learn('ws://x', {status: 429, headers: {'retry-after': '30'}, body: ''});
	clock.advance(10_000);
	assert.equal(sockets.length, 1);
	const ends = members.map(({events}) => events.at(-1));
	const told = {type: 'close', reason: 'not connected to x', isShared: true};
	assert.deepEqual(ends, [undefined, told, told]);
	clock.advance(20_000);
	join('b', 'x');
	clock.advance(0);
	assert.equal(sockets.length, 2);
});
