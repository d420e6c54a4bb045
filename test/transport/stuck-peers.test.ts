import assert from 'node:assert/strict';
import {before, test, type TestContext} from 'node:test';
import {dial} from '../../source/transport/dial.js';
import {createLiveTransport, type LiveTransport} from '../../source/transport/live.js';
import {TransportError} from '../../source/transport/transport.js';
import {
	dripping,
	drippingSocks,
	ending,
	flood,
	flooding,
	grantingHttp,
	startStuckPeer,
	type Behaviour,
} from '../helpers/stuck-peer.js';

/** Ways from us to the peer that is stuck: it is the exchange itself, or a proxy. */
const ways = ['no proxy', 'http', 'https', 'socks4', 'socks5'] as const;

type Way = (typeof ways)[number];

/** How often each is tried: what leaks adds up. */
const attempts = 4;

const start = async (
	t: TestContext,
	way: Way,
	behave: Behaviour,
	timeoutMs: number,
	login = '',
) => {
	const peer = await startStuckPeer(behave);
	t.after(peer.close);
	const proxy = {
		url: new URL(`${way}://${login}127.0.0.1:${peer.port}`.replace('no proxy', 'http')),
	};
	const transport = createLiveTransport({
		timeoutMs,
		proxyFor: () => (way === 'no proxy' ? undefined : {...proxy, name: proxy.url.host}),
	});
	t.after(transport.close);
	const host = way === 'no proxy' ? `127.0.0.1:${peer.port}` : '127.0.0.1:9';
	return {peer, transport, host};
};

/** Who is to blame, in words. */
const blamed = (way: Way) => (way === 'no proxy' ? /^127/ : /^the proxy 127\.0\.0\.1:\d+[: ]/);

// Loaded where it is used, which takes longer than the time that is given here.
before(() => import('../../source/transport/socks.js'));

type Failure = {readonly reason: string; readonly code: string | undefined};

const fromSocket = (transport: LiveTransport, url: string): Promise<Failure> =>
	new Promise((resolve, reject) => {
		transport.connect(url, event => {
			if (event.type === 'close') resolve({reason: event.reason, code: event.errorCode});
			else reject(new Error(`it has a ${event.type}`));
		});
	});

const fromRequest = async (transport: LiveTransport, url: string): Promise<Failure> => {
	const error = await transport.get(url).then(
		() => assert.fail('it was answered'),
		(problem: unknown) => problem,
	);
	assert.ok(error instanceof TransportError);
	return {reason: error.message, code: error.errorCode};
};

/** All of several attempts, at sockets and at requests. */
const tryAll = async (transport: LiveTransport, host: string, tls: '' | 's' = '') => {
	const failures: Failure[] = [];
	for (let count = 0; count < attempts; count++)
		failures.push(
			...(await Promise.all([
				fromSocket(transport, `ws${tls}://${host}/ws`),
				fromRequest(transport, `http${tls}://${host}/`),
			])),
		);
	return failures;
};

for (const way of ways) {
	for (const [name, behave] of Object.entries(dripping))
		test(`with ${way}: a peer that ${name} is given up in time and left`, async t => {
			const {peer, transport, host} = await start(t, way, behave, 60);
			const failures = await tryAll(transport, host);
			await peer.untilLeft();
			// On a busy machine the time may be over before there is a connection.
			assert.ok(peer.count() > 0);
			for (const {reason} of failures) assert.match(reason, blamed(way));
		});

	for (const [name, behave] of Object.entries({...flooding, ...ending}))
		test(`with ${way}: a peer that ${name} is left before the time is over`, async t => {
			const {peer, transport, host} = await start(t, way, behave, 100_000, 'me:secret@');
			for (const {reason, code} of await tryAll(transport, host)) {
				assert.notEqual(code, 'ETIMEDOUT', reason);
				assert.doesNotMatch(reason, /secret/);
				assert.match(reason, blamed(way));
			}
			await peer.untilLeft();
			assert.equal(peer.count(), 2 * attempts);
		});
}

for (const [name, behave] of Object.entries(drippingSocks))
	test(`with socks5: a peer that ${name} is given up in time and left`, async t => {
		const {peer, transport, host} = await start(t, 'socks5', behave, 60);
		for (const {code} of await tryAll(transport, host)) assert.equal(code, 'ETIMEDOUT');
		await peer.untilLeft();
		assert.ok(peer.count() > 0);
	});

for (const tls of ['', 's'] as const) {
	test(`a tunnel in which nobody answers ${tls && 'with TLS '}is left in time`, async t => {
		const {peer, transport, host} = await start(
			t,
			'http',
			grantingHttp(() => undefined),
			60,
		);
		for (const {reason, code} of await tryAll(transport, host, tls)) {
			assert.equal(code, 'ETIMEDOUT');
			// On a busy machine the time may be over before the tunnel stands.
			assert.match(reason, /the proxy 127\.0\.0\.1:\d+\)?: no answer/);
		}
		await peer.untilLeft();
		assert.ok(peer.count() > 0);
	});

	test(`a tunnel ${tls && 'with TLS '}full of nothing is left before the time is over`, async t => {
		const behave = grantingHttp(flood('', '\0'));
		const {peer, transport, host} = await start(t, 'http', behave, 100_000);
		for (const {code} of await tryAll(transport, host, tls)) assert.notEqual(code, 'ETIMEDOUT');
		await peer.untilLeft();
		assert.equal(peer.count(), 2 * attempts);
	});
}

test('a request is given up in time although a lookup never ends', async t => {
	const transport = createLiveTransport({
		timeoutMs: 20,
		lookup: () => new Promise(() => undefined),
	});
	t.after(transport.close);
	const {code} = await fromRequest(transport, 'http://exchange.test/');
	assert.equal(code, 'ETIMEDOUT');
});

test('who is waited for is the proxy, and then the host behind it', async t => {
	const peer = await startStuckPeer(grantingHttp(() => undefined));
	t.after(peer.close);
	const url = new URL(`http://127.0.0.1:${peer.port}`);
	const abort = new AbortController();
	const turns: string[] = [];
	const dialled = dial(new URL('https://exchange.test/'), {
		proxy: {url, name: 'p:1'},
		signal: abort.signal,
		onTurn(who) {
			turns.push(who);
			if (turns.length === 2) abort.abort(new TransportError('over'));
		},
	});
	await assert.rejects(dialled, /over/);
	assert.deepEqual(turns, ['the proxy p:1', 'exchange.test (through the proxy p:1)']);
	await peer.untilLeft();
});
