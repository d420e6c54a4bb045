import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import type {Simulator} from '../../source/simulator/simulator.js';
import {startHttpProxy, startSocksProxy} from '../helpers/proxies.js';
import {runProgram, runUntil} from '../helpers/run-program.js';
import {startSimulated} from '../helpers/simulated.js';

let simulator: Simulator;
let environment: Readonly<Record<string, string>>;

before(async () => {
	({simulator, environment} = await startSimulated(3));
});

after(() => simulator.stop());

const hosts = () =>
	Object.values(simulator.endpoints)
		.map(({rest}) => new URL(rest).host)
		.sort();

for (const [name, startProxy] of Object.entries({http: startHttpProxy, socks5: startSocksProxy})) {
	test(`follows both exchanges through an ${name} proxy`, async t => {
		const proxy = await startProxy();
		t.after(proxy.close);
		const {code, stdout} = await runProgram(['book', '--json', '--proxy', proxy.url], environment);
		assert.deepEqual([code, stdout.length], [0, 2]);
		assert.deepEqual([...new Set(proxy.targets)].sort(), hosts());
	});
}

for (const variable of ['HTTPS_PROXY', 'ALL_PROXY', 'https_proxy']) {
	test(`takes the proxy from ${variable}`, async t => {
		const proxy = await startHttpProxy();
		t.after(proxy.close);
		const args = ['markets', 'steem/usdt', '--json'];
		const {code} = await runProgram(args, {...environment, [variable]: proxy.url});
		assert.deepEqual([code, proxy.targets.length], [0, 2]);
	});
}

test('takes a proxy without a scheme for an http one', async t => {
	const proxy = await startHttpProxy();
	t.after(proxy.close);
	const {code} = await runProgram(['markets', 'steem/usdt', '--json'], {
		...environment,
		HTTPS_PROXY: proxy.url.replace('http://', ''),
	});
	assert.deepEqual([code, proxy.targets.length], [0, 2]);
});

test('goes straight to what NO_PROXY excepts, and in the demo', async t => {
	const proxy = await startHttpProxy();
	t.after(proxy.close);
	const proxied = {...environment, HTTPS_PROXY: proxy.url};
	await runProgram(['markets', 'steem'], {...proxied, NO_PROXY: '127.0.0.1'});
	await runProgram(['markets', 'steem', '--demo'], proxied);
	assert.deepEqual(proxy.targets, []);
});

/** Why nothing is followed through a proxy. */
const reasonOf = async (proxy: string) => {
	const args = ['watch', '--json', '--exchange', 'binance', '--proxy', proxy];
	const {stdout} = await runUntil(line => line.includes('"reconnecting"'), args, environment);
	return (JSON.parse(stdout.at(-1) ?? '{}') as {reason?: string}).reason ?? '';
};

for (const [status, words] of [
	[407, /the proxy 127\.0\.0\.1:\d+ wants a name and password \(HTTP 407 No\); write them into/],
	[
		403,
		/the proxy 127\.0\.0\.1:\d+ does not allow the address .* \(HTTP 403 No\); ask who runs it/,
	],
	[502, /the proxy 127\.0\.0\.1:\d+ refuses a tunnel to .* \(HTTP 502 No\); it cannot reach/],
] as const) {
	test(`says that a proxy refuses with ${status}, and what to do`, async t => {
		const proxy = await startHttpProxy(status);
		t.after(proxy.close);
		assert.match(await reasonOf(proxy.url), words);
	});
}

test('says that a proxy cannot be reached', async () => {
	assert.match(
		await reasonOf('http://127.0.0.1:1'),
		/the proxy 127\.0\.0\.1:1: connection refused/,
	);
});

test('refuses a proxy that is none', async () => {
	const {code, stderr} = await runProgram(['book', '--proxy', 'ftp://x']);
	assert.equal(code, 2);
	assert.match(
		stderr,
		/"ftp:\/\/x" is not a proxy: write http:\/\/host:port or socks5:\/\/host:port/,
	);
});

for (const [name, args, more] of [
	['a flag', ['book', '--proxy', 'ftp://me:s3"cr@et@x'], {}],
	['parameters of a flag', ['book', '--proxy', 'http://x:1/?token=s3cret'], {}],
	['a flag without a scheme', ['book', '--proxy', 'me:s3cret@x:y:z'], {}],
	['a flag of another name', ['book', '--prox=http://me:s3cret@x'], {}],
	['an argument', ['book', 'http://me:s3cret@x'], {}],
	['a variable', ['book'], {HTTPS_PROXY: 'ftp://me:s3cret@x'}],
	['a proxy that is not there', ['doctor'], {ALL_PROXY: 'me:s3cret@127.0.0.1:1'}],
	['the settings', ['config'], {https_proxy: 'socks5h://me:s3cret@x:1'}],
	['the settings as JSON', ['config', '--json', '--proxy', 'http://me:s3cr@t/s3cret@x:1'], {}],
] as const) {
	test(`shows no password of ${name}`, async () => {
		const {stdout, stderr} = await runProgram(args, more);
		const text = stdout.join('\n') + stderr;
		assert.doesNotMatch(text, /s3"?cr/);
		assert.ok(text.length > 0);
	});
}

test('records no password of a proxy', async t => {
	const proxy = await startSocksProxy({login: 'me:s3cret'});
	t.after(proxy.close);
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-'));
	t.after(() => rmSync(folder, {recursive: true}));
	const path = join(folder, 'feed.jsonl');
	// Longer than the capture waits for the lists of markets: it has begun by then.
	const args = ['record', '-o', path, '--for', '6s'];
	const url = proxy.url.replace('//', '//me:s3cret@');
	const {code} = await runProgram(args, {...environment, ALL_PROXY: url});
	assert.equal(code, 0);
	assert.equal(proxy.logins[0], 'me:s3cret');
	assert.doesNotMatch(readFileSync(path, 'utf8'), /s3cret/);
});
