import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import http, {type RequestListener} from 'node:http';
import https from 'node:https';
import type {AddressInfo, Server} from 'node:net';
import {test, type TestContext} from 'node:test';
import {startHttpProxy} from '../helpers/proxies.js';
import {runProgram} from '../helpers/run-program.js';

type Line = {check: string; exchange?: string; result: string; sentence: string; remedy?: string};

const surroundings = {TERM: 'xterm-256color', LANG: 'C.UTF-8'};

/** Binance at `address`, checked; the findings by check. */
const doctor = async (
	address: string,
	environment: Record<string, string> = {},
	...args: string[]
) => {
	const tls = address.startsWith('https') ? 's' : '';
	const host = new URL(address).host;
	const {code, stdout, stderr} = await runProgram(
		['doctor', '--json', '--exchange', 'binance', ...args],
		{
			...surroundings,
			STEEM_TUI_BINANCE_WS: `ws${tls}://${host}`,
			STEEM_TUI_BINANCE_REST: `http${tls}://${host}`,
			...environment,
		},
	);
	assert.equal(stderr, '');
	const lines = stdout.map(line => JSON.parse(line) as Line);
	return {code, lines: new Map(lines.map(line => [line.check, line]))};
};

const serve = async (t: TestContext, server: Server) => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => server.close());
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const serveHttp = async (t: TestContext, listener: RequestListener) =>
	`http://${await serve(t, http.createServer(listener))}`;

test('finds all well in the demo', async () => {
	const {code, stdout, stderr} = await runProgram(['doctor', '--demo'], surroundings);
	assert.deepEqual([code, stderr], [0, '']);
	const text = stdout.join('\n');
	for (const exchange of ['Binance', 'Huobi'])
		for (const check of ['DNS', 'TLS', 'REST', 'clock', 'WebSocket'])
			assert.match(text, new RegExp(`^ok +${exchange} ${check} `, 'm'));
	assert.match(stdout.at(-1) ?? '', /^All that is needed is there\./);
});

test('prints one JSON object a check', async () => {
	const {code, stdout} = await runProgram(['doctor', '--demo', '--json'], surroundings);
	const lines = stdout.map(line => JSON.parse(line) as Line);
	assert.equal(code, 0);
	assert.deepEqual(
		lines.map(({check, exchange}) => (exchange ? `${exchange} ${check}` : check)),
		[
			'node inflate config terminal colours unicode'.split(' '),
			'dns tls rest clock websocket proof'.split(' ').map(check => `binance ${check}`),
			'dns tls rest clock websocket proof'.split(' ').map(check => `huobi ${check}`),
		].flat(),
	);
	for (const {result, remedy} of lines) assert.equal(remedy !== undefined, result !== 'ok');
});

test('ends with 1 where a port is closed', async () => {
	const {code, lines} = await doctor('http://127.0.0.1:1');
	assert.equal(code, 1);
	for (const check of ['rest', 'websocket']) {
		assert.equal(lines.get(check)?.result, 'fail');
		assert.match(lines.get(check)?.sentence ?? '', /127\.0\.0\.1:1: connection refused/);
		assert.match(lines.get(check)?.remedy ?? '', /comes from environment STEEM_TUI_BINANCE_/);
	}
});

for (const [status, remedy] of [
	[451, /does not serve this place/],
	[500, /trouble of its own/],
] as const) {
	test(`explains a server that answers with ${status}`, async t => {
		const address = await serveHttp(t, (_request, response) => response.writeHead(status).end());
		const {code, lines} = await doctor(address);
		assert.equal(code, 1);
		for (const check of ['rest', 'websocket']) {
			assert.match(lines.get(check)?.sentence ?? '', new RegExp(`HTTP status ${status}`));
			assert.match(lines.get(check)?.remedy ?? '', remedy);
		}
	});
}

test('explains a certificate that is not trusted', async t => {
	const pem = readFileSync(new URL('../fixtures/self-signed.pem', import.meta.url));
	const server = https.createServer({key: pem, cert: pem});
	server.on('tlsClientError', () => undefined);
	const {code, lines} = await doctor(`https://${await serve(t, server)}`);
	assert.equal(code, 1);
	assert.match(
		lines.get('tls')?.sentence ?? '',
		/certificate not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
	);
	assert.match(lines.get('tls')?.remedy ?? '', /NODE_EXTRA_CA_CERTS/);
	assert.match(lines.get('dns')?.sentence ?? '', /is an address/);
});

test('names who certified a server that is trusted', async t => {
	const path = new URL('../fixtures/self-signed.pem', import.meta.url).pathname;
	const pem = readFileSync(path);
	const server = https.createServer({key: pem, cert: pem}, (_request, response) => {
		response.end(`{"serverTime":${Date.now()}}`);
	});
	const {lines} = await doctor(`https://${await serve(t, server)}`, {NODE_EXTRA_CA_CERTS: path});
	const tls = lines.get('tls');
	// Whether the certificate covers the address is the fixture's affair.
	assert.match(tls?.sentence ?? '', /speaks TLSv1\.3, certified by |ERR_TLS_CERT_ALTNAME_INVALID/);
});

test('warns of a clock that is off, and does not fail for it', async t => {
	const address = await serveHttp(t, (_request, response) =>
		response.end(`{"serverTime":${Date.now() + 60_000}}`),
	);
	const {lines} = await doctor(address);
	assert.equal(lines.get('clock')?.result, 'warn');
	const sentence = lines.get('clock')?.sentence ?? '';
	const [, seconds, give] =
		/clock is (\d\d\.\d) s behind that of Binance, give or take (\d+) ms/.exec(sentence) ?? [];
	// How far it may be from the truth depends on how long the answer took, which is told, too.
	assert.ok(Math.abs(Number(seconds) - 60) <= Number(give) / 1000 + 0.1, sentence);
	assert.equal(lines.get('rest')?.result, 'ok');
});

test('goes through a proxy', async t => {
	const proxy = await startHttpProxy();
	t.after(proxy.close);
	const address = await serveHttp(t, (_request, response) =>
		response.end(`{"serverTime":${Date.now()}}`),
	);
	const {lines} = await doctor(address, {}, '--proxy', proxy.url);
	assert.equal(lines.get('rest')?.result, 'ok');
	assert.deepEqual([...new Set(proxy.targets)], [new URL(address).host]);
});

test('goes on with all checks where a proxy refuses', async t => {
	const proxy = await startHttpProxy(407);
	t.after(proxy.close);
	const {code, lines} = await doctor('https://exchange.test', {}, '--proxy', proxy.url);
	assert.equal(code, 1);
	assert.match(lines.get('dns')?.sentence ?? '', /^exchange\.test is left to the proxy 127/);
	for (const check of ['tls', 'rest', 'websocket']) {
		const {result, sentence, remedy} = lines.get(check) ?? {};
		assert.equal(result, 'fail');
		assert.match(
			sentence ?? '',
			/^the proxy 127\.0\.0\.1:\d+ wants a name and password \(HTTP 407/,
		);
		assert.match(remedy ?? '', /^write them into its address/);
	}
});

test('says that a proxy does not accept the password it was given', async t => {
	const proxy = await startHttpProxy(407);
	t.after(proxy.close);
	const url = proxy.url.replace('//', '//me:s3cret@');
	const {lines} = await doctor('https://exchange.test', {}, '--proxy', url);
	for (const check of ['tls', 'rest', 'websocket']) {
		const {sentence, remedy} = lines.get(check) ?? {};
		assert.match(sentence ?? '', /does not accept the name and password given \(HTTP 407/);
		assert.match(remedy ?? '', /^correct them in its address/);
	}
});

test('tells to check a proxy that does not answer', async () => {
	const {code, lines} = await doctor('http://127.0.0.1:2', {}, '--proxy', 'http://127.0.0.1:1');
	assert.equal(code, 1);
	assert.equal(lines.get('rest')?.remedy, 'check the proxy 127.0.0.1:1');
});

test('every failure has its remedy, or names the check that told it', async () => {
	const {code, stdout} = await runProgram(
		['doctor', '--proxy', 'http://127.0.0.1:1'],
		surroundings,
	);
	assert.equal(code, 1);
	const failures = stdout.flatMap((line, index) => (/^fail/.test(line) ? [index] : []));
	assert.ok(failures.length >= 6);
	for (const index of failures) assert.match(stdout[index + 1] ?? '', /^ {10,}remedy: /);
	const remedies = failures.map(index => (stdout[index + 1] ?? '').trim());
	assert.equal(remedies[0], 'remedy: check the proxy 127.0.0.1:1');
	assert.ok(remedies.slice(1).every(remedy => remedy === 'remedy: as for Binance TLS'));
});
