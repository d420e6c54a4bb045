import assert from 'node:assert/strict';
import {once} from 'node:events';
import type {IncomingMessage} from 'node:http';
import {connect, type Socket} from 'node:net';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {WebSocket} from 'ws';
import {settleLoopback} from '../helpers/loopback.js';
import {getBytes, withSimulator, type Message} from './peer.js';
import {openRaw} from './raw-peer.js';

type ExchangeId = 'binance' | 'huobi';

const both = ['binance', 'huobi'] as const;
const paths = {binance: '/stream?streams=btcusdt@depth@100ms', huobi: '/feed'};
const topic = 'market.btcusdt.mbp.150';

/** A simulator with a peer that hears of one busy market on one exchange. */
const withPeer = (
	exchange: ExchangeId,
	run: (
		context: Parameters<Parameters<typeof withSimulator>[0]>[0] & {
			open(): ReturnType<typeof openRaw>;
			peer: Awaited<ReturnType<typeof openRaw>>;
		},
	) => Promise<void>,
) =>
	withSimulator(async context => {
		const {ws} = context.simulator.endpoints[exchange];
		const open = async () => {
			const peer = await openRaw(exchange, ws + paths[exchange]);
			if (exchange === 'huobi') peer.send({sub: topic, id: 1});
			await peer.drain();
			return peer;
		};
		await run({...context, open, peer: await open()});
	});

/** Whether a connection made now hears of the market as always. */
const isServed = async (context: {
	open(): ReturnType<typeof openRaw>;
	clock: {advance(ms: number): void};
}) => {
	const peer = await context.open();
	context.clock.advance(2000);
	const frames = await peer.drain();
	peer.socket.terminate();
	return frames.length > 3;
};

/** What a handshake is answered with in place of a socket. */
const refusalOf = async (url: string) => {
	const socket = new WebSocket(url);
	socket.on('error', () => {});
	const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
	response.resume();
	socket.terminate();
	return response;
};

for (const {name, exchanges, code, reason} of [
	{name: 'close', exchanges: both, code: 1001, reason: /^going away$/},
	{name: 'close-1006', exchanges: both, code: 1006, reason: /^$/},
	{name: 'close-1012', exchanges: both, code: 1012, reason: /^service restart$/},
	{
		name: 'bad-pong-close',
		exchanges: ['huobi'],
		code: 1003,
		reason: /^ping check expired, session: [0-9a-f-]{36}$/,
	},
	{name: 'day-cut', exchanges: ['binance'], code: 1001, reason: /24 hours/},
] as const) {
	for (const exchange of exchanges) {
		test(`${name} on ${exchange} ends each connection with ${String(code)}`, () =>
			withPeer(exchange, async context => {
				const second = await context.open();
				context.simulator.inject(name, {exchange});
				for (const {closed} of [context.peer, second]) {
					const end = await closed;
					assert.equal(end.code, code);
					assert.match(end.reason, reason);
				}
				assert.ok(await isServed(context));
			}));
	}
}

for (const exchange of both) {
	test(`silence on ${exchange}: not a byte comes any more, REST and others go on`, () =>
		withPeer(exchange, async context => {
			const {peer, clock, simulator, get} = context;
			clock.advance(1000);
			await peer.drain();
			simulator.inject('silence', {exchange});
			const {bytesRead} = (peer.socket as unknown as {_socket: Socket})._socket;
			peer.socket.ping();
			peer.socket.close();
			clock.advance(15_000);
			const path = exchange === 'binance' ? '/api/v3/time' : '/v1/common/timestamp';
			assert.equal((await get(exchange, path)).status, 200);
			assert.ok(await isServed(context));
			assert.equal((peer.socket as unknown as {_socket: Socket})._socket.bytesRead, bytesRead);
			assert.equal(peer.socket.readyState, WebSocket.CLOSING);
			peer.socket.terminate();
		}));

	test(`trickle on ${exchange}: a byte each 20 ms for 10 s, then all of it`, () =>
		withPeer(exchange, async ({peer, clock, simulator}) => {
			clock.advance(400);
			await peer.drain();
			simulator.inject('trickle', {exchange});
			const socket = (peer.socket as unknown as {_socket: Socket})._socket;
			const before = socket.bytesRead;
			for (let bytes = 1; bytes <= 100; bytes++) {
				clock.advance(20);
				await settleLoopback();
				assert.ok(socket.bytesRead <= before + bytes);
			}
			assert.ok(socket.bytesRead > before + 50);
			clock.advance(7990);
			clock.advance(10);
			const frames = await peer.drain();
			assert.ok(frames.length > 10);
			const {sequence} = simulator.book(exchange, 'BTC/USDT');
			assert.ok(frames.at(-1)?.text?.includes(`":${String(sequence)},`));
		}));

	test(`late on ${exchange}: for 30 s all comes 8 s late and in order, pongs too`, () =>
		withPeer(exchange, async ({peer, clock, simulator}) => {
			clock.advance(400);
			await peer.drain();
			const heard: string[] = [];
			for (const type of ['pong', 'message']) peer.socket.on(type, () => heard.push(type));
			simulator.inject('late', {exchange});
			const pass = async (tenths: number) => {
				for (let count = 0; count < tenths; count++) {
					clock.advance(100);
					await settleLoopback();
				}
			};
			peer.socket.ping();
			await settleLoopback();
			await pass(79);
			assert.deepEqual(heard, []);
			await pass(2);
			assert.equal(heard[0], 'pong');
			await pass(140);
			const inTime = heard.length;
			assert.ok(inTime > 10);
			await pass(79);
			const frames = await peer.drain();
			assert.ok(heard.length - inTime > frames.length / 3);
			const {sequence} = simulator.book(exchange, 'BTC/USDT');
			assert.ok(frames.at(-1)?.text?.includes(`":${String(sequence)},`));
		}));

	test(`ping-flood on ${exchange}: a thousand pings, whose pongs are no offence`, () =>
		withPeer(exchange, async context => {
			const {peer, simulator} = context;
			simulator.inject('ping-flood', {exchange});
			await peer.drain();
			assert.equal(peer.pings(), 1000);
			await peer.drain();
			context.clock.advance(1000);
			assert.ok((await peer.drain()).length > 0);
		}));

	test(`refused on ${exchange}: gone for 5 s, then back on the same port`, () =>
		withPeer(exchange, async context => {
			const {peer, clock, simulator} = context;
			const {rest} = simulator.endpoints[exchange];
			simulator.inject('refused', {exchange});
			assert.equal((await peer.closed).code, 1006);
			const refused = async () => {
				await assert.rejects(fetch(rest), ({cause}: Error) => {
					assert.equal((cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
					return true;
				});
			};
			await refused();
			clock.advance(4999);
			await refused();
			clock.advance(1);
			assert.equal((await fetch(rest)).status, 404);
			assert.ok(await isServed(context));
		}));

	test(`a refusing ${exchange} can be stopped`, async () => {
		await withPeer(exchange, ({simulator}) => {
			simulator.inject('refused', {exchange});
			return Promise.resolve();
		});
	});

	test(`host-silence on ${exchange}: handshakes, REST and open sockets, for 20 s`, () =>
		withPeer(exchange, async context => {
			const {peer, simulator, clock} = context;
			simulator.inject('host-silence', {exchange});
			const socket = (peer.socket as unknown as {_socket: Socket})._socket;
			const before = socket.bytesRead;
			const {rest, ws} = simulator.endpoints[exchange];
			const asked = fetch(rest, {signal: AbortSignal.timeout(200)});
			const hanging = new WebSocket(ws + paths[exchange], {handshakeTimeout: 200});
			await Promise.all([
				assert.rejects(asked, /timeout/),
				assert.rejects(once(hanging, 'open'), /timed out/),
			]);
			clock.advance(20_000);
			assert.ok(await isServed(context));
			assert.equal(socket.bytesRead, before, 'the old socket stays half-open');
			peer.socket.terminate();
		}));

	test(`upgrade-hang on ${exchange}: one handshake stays without an answer`, () =>
		withPeer(exchange, async context => {
			const {peer, simulator} = context;
			simulator.inject('upgrade-hang', {exchange});
			assert.equal((await peer.closed).code, 1006);
			const {ws} = simulator.endpoints[exchange];
			const hanging = new WebSocket(ws + paths[exchange]);
			const failed = once(hanging, 'error').catch(() => {});
			await once((hanging as unknown as {_req: NodeJS.EventEmitter})._req, 'finish');
			assert.ok(await isServed(context));
			assert.equal(hanging.readyState, WebSocket.CONNECTING);
			hanging.terminate();
			await failed;
		}));
}

const date = new Date(1_700_000_005_000).toUTCString();

for (const {name, exchanges, status, retryAfter} of [
	{name: 'upgrade-503', exchanges: both, status: 503, retryAfter: undefined},
	{name: 'upgrade-503-date', exchanges: both, status: 503, retryAfter: date},
	{name: 'upgrade-429', exchanges: both, status: 429, retryAfter: '5'},
	{name: 'upgrade-418', exchanges: ['binance'], status: 418, retryAfter: date},
] as const) {
	for (const exchange of exchanges) {
		test(`${name} on ${exchange}: two handshakes fail, the third does not`, () =>
			withPeer(exchange, async context => {
				const {peer, simulator} = context;
				simulator.inject(name, {exchange});
				assert.equal((await peer.closed).code, 1006);
				for (let count = 0; count < 2; count++) {
					const refused = await refusalOf(simulator.endpoints[exchange].ws + paths[exchange]);
					assert.deepEqual(
						[refused.statusCode, refused.headers['retry-after']],
						[status, retryAfter],
					);
				}
				assert.ok(await isServed(context));
			}));
	}
}

for (const exchange of both) {
	test(`login-page on ${exchange}: handshakes end at a page, by 302 and by 200`, () =>
		withPeer(exchange, async context => {
			const {peer, simulator} = context;
			simulator.inject('login-page', {exchange});
			assert.equal((await peer.closed).code, 1006);
			for (const status of [302, 200]) {
				const refused = await refusalOf(simulator.endpoints[exchange].ws + paths[exchange]);
				assert.equal(refused.statusCode, status);
				assert.equal(refused.headers['location'], status === 302 ? '/login' : undefined);
				assert.equal(refused.headers['content-type'], 'text/html');
			}
			assert.ok(await isServed(context));
		}));
}

test('what lies in wait for handshakes gives up after 30 s', () =>
	withPeer('binance', async context => {
		context.simulator.inject('upgrade-503', {exchange: 'binance'});
		context.clock.advance(30_000);
		assert.ok(await isServed(context));
	}));

test('shutdown: the event, wrapped as the connection is, and the end 10 s later', () =>
	withSimulator(async ({clock, simulator, binance}) => {
		const combined = await binance('/stream?streams=steembnb@depth');
		const raw = await binance('/ws/steembnb@depth');
		simulator.inject('shutdown');
		const data = {e: 'serverShutdown', E: clock.now()};
		assert.deepEqual(await combined.next(), {stream: '!serverShutdown', data});
		assert.deepEqual(await raw.next(), data);
		clock.advance(9999);
		const probe = {method: 'LIST_SUBSCRIPTIONS', id: 1};
		assert.deepEqual(await raw.drain(probe, ({id}) => id === 1), []);
		clock.advance(1);
		assert.equal((await raw.closed).code, 1001);
		assert.equal((await combined.closed).code, 1001);
	}));

test('clock-skew: every time told is wrong for a minute, and nothing else', () =>
	withSimulator(async ({clock, simulator, binance, huobi, get}) => {
		const stream = await binance('/ws/btcusdt@depth@100ms');
		const offsets = async () => {
			const feed = await huobi('/feed');
			clock.advance(400);
			const {body: time} = await get('binance', '/api/v3/time');
			const {body: stamp} = await get('huobi', '/v1/common/timestamp');
			feed.send({sub: topic, id: 1});
			const told: Message[] = [];
			while (told.at(-1)?.['subbed'] === undefined) told.push(await feed.next());
			const probe = {method: 'LIST_SUBSCRIPTIONS', id: 1};
			const events = await stream.drain(probe, ({id}) => id === 1);
			const now = clock.now();
			return [time['serverTime'], stamp['data'], told.at(-1)?.['ts'], events.at(-1)?.['E']].map(
				value => Math.round((Number(value) - now) / 1000),
			);
		};
		assert.deepEqual(await offsets(), [0, 0, 0, 0]);
		simulator.inject('clock-skew');
		assert.deepEqual(await offsets(), [90, 90, 90, 90]);
		clock.advance(29_600);
		assert.deepEqual(await offsets(), [-90, -90, -90, -90]);
		clock.advance(29_600);
		assert.deepEqual(await offsets(), [0, 0, 0, 0]);
	}));

test('bomb on huobi: 100 KB that hold 100 MB', () =>
	withPeer('huobi', async ({peer, clock, simulator}) => {
		const {rss} = process.memoryUsage();
		simulator.inject('bomb', {exchange: 'huobi'});
		const [frame] = await peer.drain().catch(() => []);
		assert.equal(frame?.text, null, 'too much for the peer, too');
		assert.ok(frame.data.length > 90_000 && frame.data.length < 120_000);
		assert.ok(process.memoryUsage().rss - rss < 300e6);
		clock.advance(1000);
		assert.ok((await peer.drain()).length > 0);
	}));

test('bomb on binance: the next REST answer', () =>
	withSimulator(async ({simulator}) => {
		simulator.inject('bomb', {exchange: 'binance'});
		const get = (path: string) => getBytes(simulator.endpoints.binance.rest + path);
		const {headers, body} = await get('/api/v3/depth?symbol=STEEMUSDT');
		assert.equal(headers['content-encoding'], 'gzip');
		assert.ok(body.length > 90_000 && body.length < 120_000);
		const unpacked = gunzipSync(body);
		assert.equal(unpacked.length, 100 * 1024 * 1024);
		assert.ok(!unpacked.subarray(-1000).some(byte => byte !== 32));
		assert.equal((await get('/api/v3/ping')).body.toString(), '{}');
	}));

for (const exchange of both) {
	test(`huge-message on ${exchange}: 100 MB in frames, held by nobody`, () =>
		withSimulator(async ({simulator}) => {
			const {host, port} = new URL(simulator.endpoints[exchange].ws);
			const socket = connect(Number(port), '127.0.0.1');
			const key = 'dGhlIHNhbXBsZSBub25jZQ==';
			socket.write(
				`GET ${paths[exchange]} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
			);
			await once(socket, 'data');
			const {rss} = process.memoryUsage();
			let most = 0;
			let first: Buffer | undefined;
			socket.on('data', (chunk: Buffer) => {
				first ??= chunk;
				most = Math.max(most, process.memoryUsage.rss());
			});
			simulator.inject('huge-message', {exchange});
			while (socket.bytesRead < 100e6) await once(socket, 'data');
			assert.equal(first?.[0], exchange === 'huobi' ? 0x02 : 0x01, 'the first of several frames');
			assert.ok(most - rss < 60e6, `${String(Math.round((most - rss) / 1e6))} MB`);
			socket.destroy();
		}));

	test(`huge-message on ${exchange}: a peer with a limit leaves`, () =>
		withPeer(exchange, async context => {
			context.simulator.inject('huge-message', {exchange});
			assert.equal((await context.peer.closed).code, 1006);
			assert.ok(await isServed(context));
		}));
}
