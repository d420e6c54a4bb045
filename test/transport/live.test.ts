import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import http, {type IncomingMessage, type ServerResponse} from 'node:http';
import https from 'node:https';
import net, {type AddressInfo, type Server} from 'node:net';
import {test, type TestContext} from 'node:test';
import {gzipSync} from 'node:zlib';
import {WebSocketServer, type WebSocket} from 'ws';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settleLoopback} from '../helpers/loopback.js';
import {runTimersBy} from '../helpers/timers-by.js';
import {packMany} from '../../source/simulator/faults/pack-many.js';
import {createLiveTransport, type LiveTransportOptions} from '../../source/transport/live.js';
import {
	TransportError,
	type SocketEvent,
	type Transport,
} from '../../source/transport/transport.js';

/** Starts a server on a free port; it ends with the test. Returns `127.0.0.1:PORT`. */
const listen = async (t: TestContext, server: Server): Promise<string> => {
	const sockets = new Set<net.Socket>();
	server.on('connection', socket => sockets.add(socket));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const closedPort = async (): Promise<string> => {
	const server = net.createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return `127.0.0.1:${port}`;
};

const serveSockets = async (t: TestContext, onSocket: (socket: WebSocket) => void) => {
	const server = http.createServer();
	new WebSocketServer({server}).on('connection', onSocket);
	return listen(t, server);
};

const serveHttp = (
	t: TestContext,
	onRequest: (request: IncomingMessage, response: ServerResponse) => void,
) => listen(t, http.createServer(onRequest));

const createTransport = (t: TestContext, options: LiveTransportOptions = {}) => {
	const transport = createLiveTransport(options);
	t.after(() => {
		transport.close();
	});
	return transport;
};

/** The transport's time, in hand for the length of a test: nothing is too slow unless it is let pass. */
const holdTime = (t: TestContext) => {
	const clock = createFakeClock();
	t.after(runTimersBy(clock));
	return clock;
};

/** Connects and keeps what happens, with a promise of the first event of a type. */
const connect = (transport: Transport, url: string) => {
	const events: SocketEvent[] = [];
	const waiting = new Map<SocketEvent['type'], (event: SocketEvent) => void>();
	const socket = transport.connect(url, event => {
		events.push(event);
		waiting.get(event.type)?.(event);
	});
	const until = <T extends SocketEvent['type']>(type: T) =>
		new Promise<SocketEvent & {type: T}>(resolve => {
			const isWanted = (event: SocketEvent): event is SocketEvent & {type: T} =>
				event.type === type;
			const event = events.find(isWanted);
			if (event) resolve(event);
			else waiting.set(type, next => isWanted(next) && resolve(next));
		});
	return {socket, events, until};
};

/** The error of a request that must fail. */
const failure = async (answer: Promise<unknown>): Promise<TransportError> => {
	try {
		await answer;
	} catch (error) {
		assert.ok(error instanceof TransportError);
		return error;
	}
	return assert.fail('the request succeeded');
};

/** Finds no host of any name, without asking the network. */
const findNone = () => Promise.reject(Object.assign(new Error('not found'), {code: 'ENOTFOUND'}));

test('delivers text, bytes and pings in order', async t => {
	const host = await serveSockets(t, socket => {
		socket.send('{"u":1}');
		socket.send('Grüße €');
		socket.send(Buffer.from([0x1f, 0x8b, 8, 0]));
		socket.ping();
		socket.close(1003, 'ping check expired, session: 1');
	});
	const {events, until} = connect(createTransport(t), `ws://${host}/ws`);
	await until('close');
	assert.deepEqual(events, [
		{type: 'open'},
		{type: 'message', data: Buffer.from('{"u":1}'), isText: true},
		{type: 'message', data: Buffer.from('Grüße €'), isText: true},
		{type: 'message', data: Buffer.from([0x1f, 0x8b, 8, 0])},
		{type: 'ping'},
		{
			type: 'close',
			reason: `${host} closed with 1003: ping check expired, session: 1`,
			code: 1003,
		},
	]);
});

test('gives a mirror the login that belongs to its address, and nobody else', async t => {
	const asked: (string | undefined)[] = [];
	const server = http.createServer((request, response) => {
		asked.push(request.headers.authorization);
		response.end('{}');
	});
	new WebSocketServer({server}).on('connection', (socket, request) => {
		asked.push(request.headers.authorization);
		socket.close();
	});
	const host = await listen(t, server);
	const transport = createTransport(t, {
		loginFor: url => (url.includes('/mine') ? 'Basic bWU6c2VjcmV0' : undefined),
	});
	await transport.get(`http://${host}/mine`);
	await transport.get(`http://${host}/other`);
	for (const path of ['mine', 'other'])
		await connect(transport, `ws://${host}/${path}`).until('close');
	const login = 'Basic bWU6c2VjcmV0';
	assert.deepEqual(asked, [login, undefined, login, undefined]);
});

test('sends text as text', async t => {
	const host = await serveSockets(t, socket => {
		socket.on('message', (data, isBinary) => {
			socket.send(`${isBinary ? 'bytes' : 'text'} ${data.toString()}`);
		});
	});
	const {socket, until} = connect(createTransport(t), `ws://${host}`);
	await until('open');
	socket.send('{"sub":"é"}');
	const data = Buffer.from('text {"sub":"é"}');
	assert.deepEqual(await until('message'), {type: 'message', data, isText: true});
});

test('answers pings by itself', async t => {
	let pong = '';
	const host = await serveSockets(t, socket => {
		socket.on('pong', data => {
			pong = data.toString();
			socket.close();
		});
		socket.ping('1618678073643');
	});
	const {until} = connect(createTransport(t), `ws://${host}`);
	await until('close');
	assert.equal(pong, '1618678073643');
});

test('pings, and hears the answer', async t => {
	const host = await serveSockets(t, () => undefined);
	const {socket, until} = connect(createTransport(t), `ws://${host}`);
	// Before it is open there is nobody to be asked.
	socket.ping();
	await until('open');
	socket.ping('awake 1');
	assert.deepEqual(await until('pong'), {type: 'pong', payload: 'awake 1'});
});

test('offers no compression and follows the path', async t => {
	const server = http.createServer();
	const seen: (string | undefined)[] = [];
	new WebSocketServer({server, perMessageDeflate: true}).on('connection', (socket, request) => {
		seen.push(request.url, request.headers['sec-websocket-extensions']);
		socket.close();
	});
	const {until} = connect(createTransport(t), `ws://${await listen(t, server)}/ws/a@depth?b=1`);
	await until('close');
	assert.deepEqual(seen, ['/ws/a@depth?b=1', undefined]);
});

test('drops what is sent before the socket is open', async t => {
	const received: string[] = [];
	const host = await serveSockets(t, socket => {
		socket.on('message', data => {
			received.push(data.toString());
			socket.close();
		});
	});
	const {socket, until} = connect(createTransport(t), `ws://${host}`);
	socket.send('early');
	await until('open');
	socket.send('in time');
	await until('close');
	socket.send('late');
	assert.deepEqual(received, ['in time']);
});

test('never calls back before it returns', async t => {
	const transport = createTransport(t);
	for (const url of [`ws://${await closedPort()}`, 'not an address', 'ftp://127.0.0.1']) {
		let hasReturned = false;
		const closed = new Promise<void>(resolve => {
			transport.connect(url, event => {
				assert.ok(hasReturned);
				assert.equal(event.type, 'close');
				resolve();
			});
		});
		hasReturned = true;
		await closed;
	}
});

test('keeps terminal codes out of a reason', async t => {
	const host = await serveSockets(t, socket => {
		socket.close(1008, 'a\u001b[2Jb\nc\u202ed');
	});
	const {reason} = await connect(createTransport(t), `ws://${host}`).until('close');
	assert.equal(reason, `${host} closed with 1008: a [2Jb c d`);
});

const refusals = [
	{status: 404, name: 'no such path'},
	{status: 451, name: 'a place that is not served'},
	{status: 301, name: 'a redirect'},
];
for (const {status, name} of refusals) {
	test(`closes with status ${status} on ${name}`, async t => {
		const host = await serveHttp(t, (_request, response) => response.writeHead(404).end());
		const server = http.createServer();
		server.on('upgrade', (_request, socket) => {
			socket.end(`HTTP/1.1 ${status} No\r\nLocation: http://${host}/\r\n\r\n`);
		});
		const upgradeHost = await listen(t, server);
		const {events, until} = connect(createTransport(t), `ws://${upgradeHost}`);
		await until('close');
		const reason = `${upgradeHost} answered with HTTP status ${status}`;
		const answer = {status, headers: {location: `http://${host}/`}, body: ''};
		assert.deepEqual(events, [{type: 'close', reason, status, answer}]);
	});
}

test('closes on a refused connection', async t => {
	const host = await closedPort();
	const {events, until} = connect(createTransport(t), `ws://${host}`);
	await until('close');
	const reason = `${host}: connection refused`;
	assert.deepEqual(events, [{type: 'close', reason, errorCode: 'ECONNREFUSED'}]);
});

test('closes on a host that is not found', async t => {
	const {events, until} = connect(createTransport(t, {lookup: findNone}), 'ws://nowhere.test');
	await until('close');
	const reason = 'nowhere.test: host not found';
	assert.deepEqual(events, [{type: 'close', reason, errorCode: 'ENOTFOUND'}]);
});

test('closes when the connection is lost', async t => {
	const host = await serveSockets(t, socket => {
		socket.terminate();
	});
	const {events, until} = connect(createTransport(t), `ws://${host}`);
	const {reason} = await until('close');
	assert.equal(events.length, 2);
	assert.equal(reason, `${host}: connection lost`);
});

test('waits only so long for a peer that leaves its close half done', async t => {
	const server = http.createServer();
	const sockets = new WebSocketServer({server});
	const host = await listen(t, server);
	sockets.on('connection', (_socket, request) => {
		// A close frame with code 1000, after which the connection stays.
		request.socket.write(Buffer.from([0x88, 2, 0x03, 0xe8]));
		request.socket.end = () => request.socket;
	});
	const clock = holdTime(t);
	const {events, until} = connect(createTransport(t, {timeoutMs: 60}), `ws://${host}`);
	await until('open');
	await settleLoopback();
	clock.advance(60);
	await until('close');
	const reason = `${host} closed with 1000`;
	assert.deepEqual(events, [{type: 'open'}, {type: 'close', reason, code: 1000}]);
});

test('closes on a message over the bound', async t => {
	const host = await serveSockets(t, socket => {
		socket.send('x'.repeat(1000));
		socket.send('x'.repeat(1001));
		socket.send('after');
	});
	const transport = createTransport(t, {maxMessageBytes: 1000});
	const {events, until} = connect(transport, `ws://${host}`);
	const {reason, errorCode} = await until('close');
	assert.equal(reason, `${host}: message too large`);
	assert.equal(errorCode, 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH');
	assert.equal(events.length, 3);
});

test('closes on bytes that are no websocket', async t => {
	const host = await listen(
		t,
		net.createServer(socket => socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
	);
	const {events, until} = connect(createTransport(t), `ws://${host}`);
	const {reason} = await until('close');
	assert.match(reason, /^127\.0\.0\.1:\d+: Parse Error/);
	assert.equal(events.length, 1);
});

const stalls: {name: string; stall: (socket: net.Socket) => void}[] = [
	{name: 'says nothing', stall: () => undefined},
	{
		name: 'never ends its answer',
		stall: socket => {
			const timer = setInterval(() => socket.write('a'), 5);
			socket.write('HTTP/1.1 101 Switching\r\nX: ');
			socket.on('close', () => clearInterval(timer)).on('error', () => undefined);
		},
	},
];
for (const {name, stall} of stalls) {
	test(`gives a server up that ${name}`, async t => {
		const host = await listen(t, net.createServer(stall));
		const transport = createTransport(t, {timeoutMs: 60});
		const {events, until} = connect(transport, `ws://${host}`);
		await until('close');
		const reason = `${host}: no answer within 0.06 s`;
		assert.deepEqual(events, [{type: 'close', reason, errorCode: 'ETIMEDOUT'}]);
		const {message, errorCode} = await failure(transport.get(`http://${host}/`));
		assert.deepEqual({message, errorCode}, {message: reason, errorCode: 'ETIMEDOUT'});
	});
}

test('tells nothing after its own close', async t => {
	const events: SocketEvent[] = [];
	const server = http.createServer();
	const sockets = new WebSocketServer({server});
	const host = await listen(t, server);
	const peerOpened = once(sockets, 'connection');
	const socket = createTransport(t).connect(`ws://${host}`, event => {
		events.push(event);
		if (event.type === 'message') socket.close();
	});
	const [peer] = (await peerOpened) as [WebSocket];
	for (let index = 0; index < 10; index++) peer.send(`${index}`);
	peer.ping();
	// The peer learns that it was meant.
	assert.deepEqual((await once(peer, 'close'))[0], 1005);
	socket.close();
	assert.deepEqual(events, [
		{type: 'open'},
		{type: 'message', data: Buffer.from('0'), isText: true},
	]);
});

test('tells nothing when closed before it is open', async t => {
	const server = net.createServer();
	const host = await listen(t, server);
	const {socket, events} = connect(createTransport(t), `ws://${host}`);
	const [peer] = (await once(server, 'connection')) as [net.Socket];
	socket.close();
	peer.resume().on('error', () => undefined);
	await once(peer, 'close');
	assert.deepEqual(events, []);
});

test('tells nothing of a bad address after close', async t => {
	const {socket, events} = connect(createTransport(t), 'not an address');
	socket.close();
	await new Promise(resolve => setImmediate(resolve));
	assert.deepEqual(events, []);
});

test('ends everything at once on close', async t => {
	const server = http.createServer(() => undefined);
	new WebSocketServer({server});
	const host = await listen(t, server);
	const transport = createLiveTransport();
	const {events, until} = connect(transport, `ws://${host}`);
	await until('open');
	const answer = failure(transport.get(`http://${host}/slow`));
	await once(server, 'request');
	transport.close();
	server.close();
	assert.equal((await answer).message, `${host}: the request was given up`);
	await once(server, 'close');
	assert.deepEqual(events, [{type: 'open'}]);
});

test('holds no process that is done with it', async t => {
	const server = http.createServer((request, response) => {
		if (request.url === '/answer') response.end('body');
	});
	new WebSocketServer({server});
	const host = await listen(t, server);
	const stalledHost = await listen(t, net.createServer());
	const script = `
		import {createLiveTransport} from './source/transport/live.ts';
		const transport = createLiveTransport({timeoutMs: 60_000});
		const opened = transport.connect('ws://${host}', () => opened.close());
		transport.connect('ws://${stalledHost}', () => undefined).close();
		await transport.get('http://${host}/answer');
		transport.connect('ws://${host}', () => {
			transport.get('http://${host}/stalled').catch(() => console.log('given up'));
			transport.connect('ws://${stalledHost}', () => console.log('too late'));
			setImmediate(transport.close);
		});
	`;
	const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '--eval', script], {
		timeout: 120_000,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let output = '';
	child.stdout.on('data', chunk => (output += chunk));
	assert.deepEqual(await once(child, 'close'), [0, null]);
	assert.equal(output, 'given up\n');
});

for (const status of [200, 404, 500]) {
	test(`resolves with an answer of status ${status}`, async t => {
		const host = await serveHttp(t, (request, response) => {
			response.writeHead(status, {'Retry-After': '7', 'X-MBX-Used-Weight': '12'});
			response.end(`${request.method} ${request.url}`);
		});
		const answer = await createTransport(t).get(`http://${host}/api/v3/depth?limit=5`);
		assert.equal(answer.status, status);
		assert.equal(answer.headers['retry-after'], '7');
		assert.equal(answer.headers['x-mbx-used-weight'], '12');
		assert.equal(answer.body, 'GET /api/v3/depth?limit=5');
	});
}

test('joins characters cut between two chunks', async t => {
	const bytes = Buffer.from('Grüße €');
	const host = await serveHttp(t, (_request, response) => {
		response.write(bytes.subarray(0, 3), () => response.end(bytes.subarray(3)));
	});
	assert.equal((await createTransport(t).get(`http://${host}`)).body, 'Grüße €');
});

const packings: {name: string; encoding: string | null; isPacked: boolean}[] = [
	{name: 'gzip', encoding: 'gzip', isPacked: true},
	{name: 'gzip in capitals', encoding: 'GZIP', isPacked: true},
	{name: 'the older name of gzip', encoding: 'x-gzip', isPacked: true},
	{name: 'gzip of which nothing is said', encoding: null, isPacked: true},
	{name: 'gzip that is called none', encoding: 'identity', isPacked: true},
	{name: 'none', encoding: null, isPacked: false},
	{name: 'none by its name', encoding: 'Identity', isPacked: false},
	{name: 'none in plain words', encoding: 'None', isPacked: false},
	{name: 'none twice', encoding: 'identity, none', isPacked: false},
	{name: 'nothing and gzip', encoding: 'identity, gzip', isPacked: true},
	{name: 'gzip and nothing', encoding: 'X-GZip , none', isPacked: true},
];
for (const {name, encoding, isPacked} of packings) {
	test(`reads an answer with the packing ${name}`, async t => {
		const host = await serveHttp(t, (request, response) => {
			assert.equal(request.headers['accept-encoding'], 'gzip');
			if (encoding !== null) response.setHeader('content-encoding', encoding);
			response.end(isPacked ? gzipSync('{"symbols":[]}') : '{"symbols":[]}');
		});
		assert.equal((await createTransport(t).get(`http://${host}`)).body, '{"symbols":[]}');
	});
}

test('tells what a refused handshake was answered with', async t => {
	const server = http.createServer();
	server.on('upgrade', (_request, socket) => {
		socket.end('HTTP/1.1 418 No\r\nRetry-After: 7\r\n\r\n{"code":-1003,"msg":"banned"}');
	});
	const {until} = connect(createTransport(t), `ws://${await listen(t, server)}/`);
	const {answer} = await until('close');
	assert.deepEqual(
		[answer?.status, answer?.headers['retry-after'], answer?.body],
		[418, '7', '{"code":-1003,"msg":"banned"}'],
	);
});

test('keeps the beginning of a long refusal alone', async t => {
	holdTime(t);
	const server = http.createServer();
	server.on('upgrade', (_request, socket) => {
		socket.on('error', () => undefined);
		socket.write(`HTTP/1.1 503 No\r\n\r\n${'x'.repeat(100_000)}`);
	});
	const {until} = connect(createTransport(t), `ws://${await listen(t, server)}/`);
	assert.equal((await until('close')).answer?.body.length, 4096);
});

test('lets an answer take its time that keeps coming', async t => {
	const server = http.createServer();
	const host = await listen(t, server);
	const clock = holdTime(t);
	const answered = createTransport(t, {timeoutMs: 1200}).get(`http://${host}/`);
	const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
	for (const part of ['{"sym', 'bols"', ':[]', '}']) {
		response.write(part);
		await settleLoopback();
		clock.advance(1000);
	}
	response.end();
	assert.equal((await answered).body, '{"symbols":[]}');
});

test('bounds an answer that never ends', async t => {
	const host = await serveHttp(t, (_request, response) => {
		const timer = setInterval(() => response.write('x'), 5);
		response.on('close', () => clearInterval(timer));
	});
	const transport = createTransport(t, {timeoutMs: 10_000, maxAnswerMs: 60});
	const {message} = await failure(transport.get(`http://${host}/`));
	assert.equal(message, `${host}: the answer took longer than 0.06 s`);
});

test('follows no redirect', async t => {
	const host = await serveHttp(t, (request, response) => {
		assert.equal(request.url, '/');
		response.writeHead(302, {location: '/elsewhere'}).end();
	});
	const {status, headers} = await createTransport(t).get(`http://${host}`);
	assert.equal(status, 302);
	assert.equal(headers['location'], '/elsewhere');
});

const badAnswers: {
	name: string;
	answer: (response: ServerResponse) => void;
	words: RegExp;
	errorCode?: string;
}[] = [
	{
		name: 'is too long',
		answer: response => response.end('x'.repeat(1001)),
		words: /: the answer is longer than 1000 bytes$/,
	},
	{
		name: 'unpacks to more than allowed',
		answer: response =>
			response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1001))),
		words: /: the answer is longer than 1000 bytes$/,
	},
	{
		name: 'is not packed as it says',
		answer: response => response.setHeader('content-encoding', 'gzip').end('plain'),
		words: /: the answer is not what its header says: not packed as gzip$/,
		errorCode: 'Z_DATA_ERROR',
	},
	{
		name: 'is packed and cut off',
		answer: response =>
			response.setHeader('content-encoding', 'gzip').end(gzipSync('plain').subarray(0, 12)),
		words: /: the answer is packed as gzip, but damaged or cut off$/,
		errorCode: 'Z_BUF_ERROR',
	},
	{
		name: 'is packed twice',
		answer: response => response.setHeader('content-encoding', 'gzip, gzip').end('x'),
		words: /: the answer is packed as gzip, gzip, which was not asked for$/,
	},
	{
		name: 'is packed as nobody asked for',
		answer: response => response.setHeader('content-encoding', 'br').end('x'),
		words: /: the answer is packed as br, which was not asked for$/,
	},
	{
		name: 'is reset before it starts',
		answer: response => response.socket?.resetAndDestroy(),
		words: /: connection reset$/,
		errorCode: 'ECONNRESET',
	},
	{
		name: 'is reset in its middle',
		answer: response => response.write('half', () => response.socket?.resetAndDestroy()),
		words: /: connection reset$/,
		errorCode: 'ECONNRESET',
	},
	{
		name: 'ends early',
		answer: response => {
			response.setHeader('content-length', '100');
			response.write('half', () => response.socket?.end());
		},
		words: /: connection reset$/,
		errorCode: 'ECONNRESET',
	},
];
for (const {name, answer, words, errorCode} of badAnswers) {
	test(`rejects an answer that ${name}`, async t => {
		const host = await serveHttp(t, (_request, response) => answer(response));
		const error = await failure(createTransport(t, {maxBodyBytes: 1000}).get(`http://${host}/`));
		assert.match(error.message, words);
		assert.ok(error.message.startsWith(host));
		assert.equal(error.errorCode, errorCode);
	});
}

test('rejects a stalled answer in time', async t => {
	const host = await serveHttp(t, (_request, response) => response.write('half'));
	const clock = holdTime(t);
	const failed = failure(createTransport(t, {timeoutMs: 60}).get(`http://${host}/`));
	await settleLoopback();
	clock.advance(60);
	const error = await failed;
	assert.equal(error.message, `${host}: the answer stopped for 0.06 s`);
});

test('rejects what cannot be reached', async t => {
	const host = await closedPort();
	const refused = await failure(createTransport(t).get(`http://${host}/`));
	assert.equal(refused.message, `${host}: connection refused`);
	assert.equal(refused.errorCode, 'ECONNREFUSED');
	const lost = await failure(createTransport(t, {lookup: findNone}).get('http://nowhere.test/'));
	assert.equal(lost.message, 'nowhere.test: host not found');
	const bad = await failure(createTransport(t).get('not an address'));
	assert.equal(bad.message, 'not an address: Invalid URL');
});

test('names a certificate it does not trust', async t => {
	const pem = readFileSync(new URL('../fixtures/self-signed.pem', import.meta.url));
	const server = https.createServer({key: pem, cert: pem});
	new WebSocketServer({server});
	server.on('tlsClientError', () => undefined);
	const host = await listen(t, server);
	const words = `${host}: certificate not trusted (DEPTH_ZERO_SELF_SIGNED_CERT)`;
	const transport = createTransport(t);
	assert.equal((await failure(transport.get(`https://${host}/`))).message, words);
	assert.equal((await connect(transport, `wss://${host}`).until('close')).reason, words);
});

test('names a server without TLS', async t => {
	const host = await serveHttp(t, (_request, response) => response.end());
	const transport = createTransport(t);
	const words = `${host}: TLS handshake failed`;
	assert.equal((await failure(transport.get(`https://${host}/`))).message, words);
	assert.equal((await connect(transport, `wss://${host}`).until('close')).reason, words);
});

test('reaches both kinds of host by the addresses of their names', async t => {
	const server = http.createServer((_request, response) => response.end('body'));
	new WebSocketServer({server});
	const host = await listen(t, server);
	const seen: string[] = [];
	const lookup = (name: string) => {
		seen.push(name);
		return Promise.resolve(['127.0.0.1']);
	};
	const transport = createTransport(t, {lookup});
	const port = host.split(':')[1];
	assert.equal((await transport.get(`http://rest.test:${port}/`)).body, 'body');
	await connect(transport, `ws://stream.test:${port}/`).until('open');
	assert.deepEqual(seen, ['rest.test', 'stream.test']);
});

test('keys and timers have their turn between messages of one packet', async t => {
	const host = await serveSockets(t, socket => {
		socket.send('one');
		socket.send('two');
		socket.send('three');
	});
	const seen: string[] = [];
	await new Promise<void>(resolve => {
		createTransport(t).connect(`ws://${host}`, event => {
			if (event.type !== 'message') return;
			seen.push(String(event.data));
			setImmediate(() => {
				seen.push('a turn');
				if (seen.length === 6) resolve();
			});
		});
	});
	assert.deepEqual(seen, ['one', 'a turn', 'two', 'a turn', 'three', 'a turn']);
});

for (const bytes of [6_000_000, 6_000_001])
	test(`a message of ${bytes} bytes is ${bytes > 6_000_000 ? 'too long' : 'taken'}`, async t => {
		const host = await serveSockets(t, socket => {
			socket.send(' '.repeat(bytes));
		});
		const event = await new Promise<SocketEvent>(resolve => {
			createTransport(t).connect(`ws://${host}`, event => {
				if (event.type !== 'open') resolve(event);
			});
		});
		if (event.type === 'message') assert.equal(event.data.length, 6_000_000);
		else assert.ok(event.type === 'close' && event.reason.endsWith('message too large'));
		assert.equal(event.type, bytes > 6_000_000 ? 'close' : 'message');
	});

test('a packed answer is unpacked no further than it may be long', async t => {
	const body = packMany({unit: '{},', megabytes: 100});
	const host = await serveHttp(t, (_request, response) => {
		response.setHeader('content-encoding', 'gzip').end(body);
	});
	const error = await failure(createTransport(t).get(`http://${host}/`));
	assert.match(error.message, /the answer is longer than 30000000 bytes$/);
});
