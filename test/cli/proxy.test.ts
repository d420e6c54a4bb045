import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {Simulator} from '../../source/simulator/simulator.js';
import {startHttpProxy, startSocksProxy} from '../helpers/proxies.js';
import {runProgram} from '../helpers/run-program.js';
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

const reasonOf = async (proxy: string) => {
	const args = ['watch', '--json', '--exchange', 'binance', '--for', '1s', '--proxy', proxy];
	const {stdout} = await runProgram(args, environment);
	return (JSON.parse(stdout.at(-1) ?? '{}') as {reason?: string}).reason ?? '';
};

test('says that a proxy wants a password', async t => {
	const proxy = await startHttpProxy(407);
	t.after(proxy.close);
	assert.match(await reasonOf(proxy.url), /the proxy wants a name and password/);
});

test('says that a proxy cannot be reached', async () => {
	assert.match(
		await reasonOf('http://127.0.0.1:1'),
		/connection refused \(through the proxy 127\.0\.0\.1:1\)/,
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
