import assert from 'node:assert/strict';
import {once} from 'node:events';
import http from 'node:http';
import net, {type AddressInfo} from 'node:net';
import {test, type TestContext} from 'node:test';
import {WebSocketServer} from 'ws';
import {createLiveTransport} from '../../source/transport/live.js';
import {TransportError, type SocketEvent} from '../../source/transport/transport.js';
import {startDeafProxy, startHttpProxy, startSocksProxy} from '../helpers/proxies.js';

/** An exchange with both kinds of connection; returns its port. */
const startExchange = async (t: TestContext): Promise<string> => {
	const server = http.createServer((_request, response) => response.end('body'));
	const sockets = new WebSocketServer({server});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => {
		for (const socket of sockets.clients) socket.terminate();
		server.close();
	});
	return `${(server.address() as AddressInfo).port}`;
};

const createTransport = (t: TestContext, proxy: string, timeoutMs = 10_000) => {
	const url = new URL(proxy);
	const transport = createLiveTransport({timeoutMs, proxyFor: () => ({url, name: url.host})});
	t.after(transport.close);
	return transport;
};

type Close = SocketEvent & {type: 'close'};

/** What a websocket and a request come to. */
const tryBoth = async (transport: ReturnType<typeof createTransport>, host: string) => {
	const first = new Promise<SocketEvent>(resolve => {
		const socket = transport.connect(`ws://${host}/ws`, event => {
			resolve(event);
			socket.close();
		});
	});
	const answer = transport.get(`http://${host}/`).then(
		({body}) => body,
		(error: unknown) => error as TransportError,
	);
	return {event: await first, answer: await answer};
};

const withLogin = (url: string, login: string) => url.replace('//', `//${login}@`);

for (const [name, start] of [
	['HTTP', startHttpProxy],
	['SOCKS 5', startSocksProxy],
] as const) {
	test(`reaches an exchange through a proxy of ${name}`, async t => {
		const proxy = await start();
		t.after(proxy.close);
		const port = await startExchange(t);
		const both = await tryBoth(createTransport(t, proxy.url), `127.0.0.1:${port}`);
		assert.deepEqual(both, {event: {type: 'open'}, answer: 'body'});
		assert.deepEqual(proxy.targets, [`127.0.0.1:${port}`, `127.0.0.1:${port}`]);
	});
}

for (const scheme of ['socks5', 'socks5h', 'socks']) {
	test(`leaves names to a proxy of ${scheme}`, async t => {
		const proxy = await startSocksProxy({resolve: () => '127.0.0.1'});
		t.after(proxy.close);
		const port = await startExchange(t);
		const transport = createTransport(t, proxy.url.replace('socks5', scheme));
		const both = await tryBoth(transport, `only-the-proxy-knows.test:${port}`);
		assert.deepEqual(both, {event: {type: 'open'}, answer: 'body'});
		assert.equal(proxy.targets[0], `only-the-proxy-knows.test:${port}`);
	});
}

test('gives an HTTP proxy its name and password', async t => {
	const proxy = await startHttpProxy();
	t.after(proxy.close);
	const port = await startExchange(t);
	const transport = createTransport(t, withLogin(proxy.url, 'me%40home:p%3Aw%2F'));
	await tryBoth(transport, `127.0.0.1:${port}`);
	assert.deepEqual(proxy.logins, ['me@home:p:w/', 'me@home:p:w/']);
});

test('gives a SOCKS proxy its name and password', async t => {
	const proxy = await startSocksProxy({login: 'me:secret'});
	t.after(proxy.close);
	const port = await startExchange(t);
	const transport = createTransport(t, withLogin(proxy.url, 'me:secret'));
	const both = await tryBoth(transport, `127.0.0.1:${port}`);
	assert.deepEqual(both, {event: {type: 'open'}, answer: 'body'});
});

const httpRefusals = [
	{
		status: 407,
		text: 'Proxy Authentication Required',
		code: 'PROXY_407_GIVEN',
		words:
			/^the proxy 127\.0\.0\.1:\d+ does not accept the name and password given \(HTTP 407 Proxy/,
	},
	{
		status: 403,
		text: 'Forbidden',
		words:
			/^the proxy 127\.0\.0\.1:\d+ does not allow the address exchange\.test:9443 \(HTTP 403 Forbidden\)$/,
	},
	{
		status: 451,
		text: 'No',
		words: /does not allow the address exchange\.test:9443 \(HTTP 451 No\)$/,
	},
	{status: 429, text: 'Too Many', words: /asks for fewer requests \(HTTP 429 Too Many\)$/},
	{
		status: 503,
		text: 'a\u001b[2Jb',
		words: /refuses a tunnel to exchange\.test:9443 for now \(HTTP 503 a \[2Jb\)$/,
	},
	{status: 302, text: 'Found', words: /\(HTTP 302 Found\)$/},
];
for (const {status, text, words, code = `PROXY_${status}`} of httpRefusals) {
	test(`names a proxy that refuses with ${status}, not the exchange`, async t => {
		const proxy = await startHttpProxy({status, text});
		t.after(proxy.close);
		const {event, answer} = await tryBoth(
			createTransport(t, withLogin(proxy.url, 'me:secret')),
			'exchange.test:9443',
		);
		const {reason, errorCode, status: told} = event as Close;
		assert.match(reason, words);
		assert.deepEqual([errorCode, told], [code, undefined]);
		assert.ok(answer instanceof TransportError);
		assert.deepEqual([answer.message, answer.errorCode], [reason, errorCode]);
		assert.doesNotMatch(reason, /secret/);
	});
}

for (const [scheme, start] of [
	['http', () => startHttpProxy(407)],
	['socks5', () => startSocksProxy({login: 'me:right'})],
] as const) {
	test(`says that an ${scheme} proxy wants a password where it had none`, async t => {
		const proxy = await start();
		t.after(proxy.close);
		const {event} = await tryBoth(createTransport(t, proxy.url), 'exchange.test:9443');
		assert.match((event as Close).reason, /wants a name and password/);
		assert.equal((event as Close).errorCode, 'PROXY_407');
	});
}

test('passes on the pause that a proxy asks for', async t => {
	const proxy = await startHttpProxy({status: 503, more: 'Retry-After: 90\r\n'});
	t.after(proxy.close);
	const {event, answer} = await tryBoth(createTransport(t, proxy.url), 'exchange.test:9443');
	assert.ok(answer instanceof TransportError);
	for (const told of [(event as Close).proxyAnswer, answer.proxyAnswer])
		assert.deepEqual([told?.status, told?.headers['retry-after']], [503, '90']);
});

const socksRefusals = [
	{
		name: 'a wrong password',
		options: {login: 'me:right'},
		code: 'PROXY_407_GIVEN',
		words: /does not accept the name and password given$/,
	},
	{
		name: 'its rules',
		options: {refusal: 2},
		code: 'PROXY_403',
		words: /does not allow a connection to exchange\.test:9443$/,
	},
	{
		name: 'names at all',
		options: {refusal: 8},
		code: 'PROXY_SOCKS',
		words: /takes no host names such as exchange\.test:9443$/,
	},
	{
		name: 'a host that it cannot reach',
		options: {refusal: 4},
		code: 'PROXY_502',
		words: /cannot reach exchange\.test:9443$/,
	},
];
for (const {name, options, code, words} of socksRefusals) {
	test(`names a SOCKS proxy that refuses because of ${name}`, async t => {
		const proxy = await startSocksProxy(options);
		t.after(proxy.close);
		const transport = createTransport(t, withLogin(proxy.url, 'me:secret'));
		const {event, answer} = await tryBoth(transport, 'exchange.test:9443');
		const {reason, errorCode} = event as Close;
		assert.match(reason, /^the proxy 127\.0\.0\.1:\d+ /);
		assert.match(reason, words);
		assert.equal(errorCode, code);
		assert.equal((answer as TransportError).message, reason);
		assert.doesNotMatch(JSON.stringify(answer) + reason, /secret/);
	});
}

test('names a proxy that cannot be reached', async t => {
	const server = net.createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	const transport = createTransport(t, `http://me:secret@127.0.0.1:${port}`);
	const {event, answer} = await tryBoth(transport, 'exchange.test:9443');
	const reason = `the proxy 127.0.0.1:${port}: connection refused`;
	assert.deepEqual(event, {type: 'close', reason, errorCode: 'ECONNREFUSED'});
	assert.equal((answer as TransportError).message, reason);
});

for (const scheme of ['http', 'socks5']) {
	test(`leaves nothing open at a proxy of ${scheme} that never answers`, async t => {
		const proxy = await startDeafProxy(scheme);
		t.after(proxy.close);
		const transport = createTransport(t, proxy.url, 80);
		const {event, answer} = await tryBoth(transport, 'exchange.test:9443');
		assert.equal((event as Close).errorCode, 'ETIMEDOUT');
		assert.equal((answer as TransportError).errorCode, 'ETIMEDOUT');
		while (proxy.open.size > 0) await new Promise(resolve => setImmediate(resolve));
	});

	test(`leaves nothing open at a proxy of ${scheme} when it is closed`, async t => {
		const proxy = await startDeafProxy(scheme);
		t.after(proxy.close);
		const transport = createTransport(t, proxy.url);
		const socket = transport.connect('wss://exchange.test/', () => assert.fail('an event'));
		const answer = assert.rejects(transport.get('https://exchange.test/'), /was given up/);
		while (proxy.open.size < 2) await new Promise(resolve => setImmediate(resolve));
		socket.close();
		transport.close();
		await answer;
		while (proxy.open.size > 0) await new Promise(resolve => setImmediate(resolve));
	});
}
