import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import type {AddressInfo} from 'node:net';
import {test, type TestContext} from 'node:test';
import tls from 'node:tls';
import {systemClock} from '../../source/clock.js';
import {checkExchange} from '../../source/doctor/exchange-checks.js';
import {createProbes} from '../../source/doctor/probes.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
import {createProxies} from '../../source/session/proxy.js';
import {createLiveTransport} from '../../source/transport/live.js';
import {startHttpProxy, startSocksProxy} from '../helpers/proxies.js';
import {
	dripping,
	drippingSocks,
	ending,
	flooding,
	startStuckPeer,
	type Behaviour,
} from '../helpers/stuck-peer.js';

/** All checks of an exchange behind a proxy that is none. */
const check = async (t: TestContext, address: string, timeoutMs = 10_000) => {
	const proxyFor = createProxies({address, noProxy: ''});
	const transport = createLiveTransport({proxyFor, timeoutMs});
	t.after(transport.close);
	const [exchange] = defaultExchanges;
	assert.ok(exchange);
	// An address: SOCKS 4 takes no names.
	const endpoints = {ws: 'wss://192.0.2.1:9443', rest: 'https://192.0.2.1'};
	const groups = checkExchange(
		{exchange, endpoints},
		{
			transport,
			probes: createProbes(timeoutMs),
			proxyFor,
			clock: systemClock,
			addressFrom: () => null,
			market: {base: 'STEEM', quote: 'USDT'},
		},
	);
	return (await Promise.all(groups)).flat();
};

/** Checks that no proxy has a part in. */
const isOfNoProxy: ReadonlySet<string> = new Set(['DNS', 'clock', 'proof']);

/** All checks are made, and those that go through the proxy blame it. */
const assertBlamed = (findings: Awaited<ReturnType<typeof check>>, address: string) => {
	assert.deepEqual(
		findings.map(finding => `${finding.check} ${finding.result}`),
		['DNS ok', 'TLS fail', 'REST fail', 'clock warn', 'WebSocket fail', 'proof ok'],
	);
	const {host} = new URL(address);
	for (const {check: name, sentence, remedy} of findings) {
		if (isOfNoProxy.has(name)) continue;
		assert.ok(sentence.includes(`the proxy ${host}`), sentence);
		assert.match(remedy ?? '', /prox|into its address|in its address/, name);
		assert.doesNotMatch(sentence + remedy, /s3cret|undefined|TypeError|not a function/);
	}
};

for (const status of [301, 403, 404, 407, 451, 500, 502, 503])
	test(`blames a proxy that refuses with ${status}`, async t => {
		const proxy = await startHttpProxy(status);
		t.after(proxy.close);
		assertBlamed(await check(t, proxy.url), proxy.url);
	});

test('blames a proxy that does not accept its login', async t => {
	const proxy = await startHttpProxy(407);
	t.after(proxy.close);
	const address = proxy.url.replace('//', '//me:s3cret@');
	assertBlamed(await check(t, address), address);
});

test('leaves a proxy alone that asks for a pause', async t => {
	const proxy = await startHttpProxy({status: 429, more: 'Retry-After: 60\r\n'});
	t.after(proxy.close);
	const findings = await check(t, proxy.url);
	assert.deepEqual(
		findings.map(finding => `${finding.check} ${finding.result}`),
		['DNS ok', 'TLS fail', 'REST fail', 'clock warn', 'WebSocket warn', 'proof ok'],
	);
	const name = `the proxy ${new URL(proxy.url).host}`;
	for (const {check: what, sentence} of findings)
		if (!isOfNoProxy.has(what)) assert.ok(sentence.includes(name), sentence);
});

for (const refusal of [1, 2, 3, 4, 5, 6, 7, 8, 99])
	test(`blames a SOCKS proxy that refuses with ${refusal}`, async t => {
		const proxy = await startSocksProxy({refusal});
		t.after(proxy.close);
		assertBlamed(await check(t, proxy.url), proxy.url);
	});

test('blames a SOCKS proxy that wants another login', async t => {
	const proxy = await startSocksProxy({login: 'me:right'});
	t.after(proxy.close);
	for (const login of ['', 'me:s3cret@']) {
		const address = proxy.url.replace('//', `//${login}`);
		assertBlamed(await check(t, address), address);
	}
});

const socks4Refusal: Behaviour = client => client.end(Buffer.from([0, 91, 0, 0, 0, 0, 0, 0]));

for (const scheme of ['http', 'https', 'socks4', 'socks5']) {
	for (const [name, behave] of Object.entries({...flooding, ...ending, refuses: socks4Refusal}))
		test(`blames a proxy of ${scheme} that ${name}`, async t => {
			const peer = await startStuckPeer(behave);
			t.after(peer.close);
			const address = `${scheme}://me:s3cret@127.0.0.1:${peer.port}`;
			assertBlamed(await check(t, address), address);
			await peer.untilLeft();
		});

	for (const [name, behave] of Object.entries({...dripping, ...drippingSocks}))
		test(`blames a proxy of ${scheme} that ${name}`, async t => {
			const peer = await startStuckPeer(behave);
			t.after(peer.close);
			const address = `${scheme}://127.0.0.1:${peer.port}`;
			assertBlamed(await check(t, address, 80), address);
			await peer.untilLeft();
		});

	test(`blames a proxy of ${scheme} whose name is not found`, async t => {
		// Longer than a label may be: no name server is asked.
		const address = `${scheme}://${'x'.repeat(64)}.test:3128`;
		assertBlamed(await check(t, address), address);
	});

	test(`blames a proxy of ${scheme} that is not there`, async t => {
		assertBlamed(await check(t, `${scheme}://127.0.0.1:1`), `${scheme}://127.0.0.1:1`);
	});
}

test('blames a proxy whose certificate is not trusted', async t => {
	const pem = readFileSync(new URL('../fixtures/self-signed.pem', import.meta.url));
	const server = tls.createServer({key: pem, cert: pem}).on('tlsClientError', () => undefined);
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	t.after(() => server.close());
	const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const findings = await check(t, address);
	assertBlamed(findings, address);
	assert.match(findings[1]?.sentence ?? '', /certificate not trusted/);
});
