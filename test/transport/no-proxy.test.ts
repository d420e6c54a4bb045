import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isExcepted} from '../../source/transport/no-proxy.js';

const rows: readonly (readonly [noProxy: string, url: string, isExpected: boolean])[] = [
	['', 'https://api.binance.com', false],
	['api.binance.com', 'https://api.binance.com', true],
	['API.Binance.COM', 'https://api.binance.com', true],
	['binance.com', 'https://api.binance.com', true],
	['.binance.com', 'https://api.binance.com', true],
	['..binance.com', 'https://api.binance.com', true],
	['*.binance.com', 'https://api.binance.com', true],
	['.binance.com', 'https://binance.com', true],
	['binance.com.', 'https://api.binance.com', true],
	['binance.com', 'https://api.binance.com./', true],
	['binance.com', 'https://notbinance.com', false],
	['api.binance.com', 'https://binance.com', false],
	['com', 'https://api.binance.com', true],
	['*', 'https://api.binance.com', true],
	['a.test, *', 'https://api.binance.com', true],
	['a.test,binance.com', 'wss://stream.binance.com:9443', true],
	['a.test binance.com', 'wss://stream.binance.com:9443', true],
	[' ,\ta.test ,, binance.com ,', 'wss://stream.binance.com:9443', true],
	['binance.com:9443', 'wss://stream.binance.com:9443', true],
	['binance.com:443', 'wss://stream.binance.com:9443', false],
	['binance.com:443', 'wss://stream.binance.com', true],
	['binance.com:80', 'ws://stream.binance.com', true],
	['.', 'https://api.binance.com', false],
	['10.1.2.3', 'http://10.1.2.3:8080', true],
	['10.1.2.3:8080', 'http://10.1.2.3:8080', true],
	['10.1.2.3:80', 'http://10.1.2.3:8080', false],
	['2.3', 'http://10.1.2.3', false],
	['10.0.0.0/8', 'http://10.1.2.3', true],
	['10.0.0.0/8', 'http://11.1.2.3', false],
	['10.1.2.3/32', 'http://10.1.2.3', true],
	['192.168.0.0/16', 'http://192.168.7.1:99', true],
	['0.0.0.0/0', 'http://192.168.7.1', true],
	['10.0.0.0/33', 'http://10.1.2.3', false],
	['10.0.0.0/x', 'http://10.1.2.3', false],
	['10.0.0.0/8', 'http://api.binance.com', false],
	['::1', 'http://[::1]:80', true],
	['[::1]', 'http://[::1]:80', true],
	['[::1]:81', 'http://[::1]:80', false],
	['0:0:0:0:0:0:0:1', 'http://[::1]', true],
	['fd00::/8', 'http://[fd12::1]', true],
	['fd00::/8', 'http://[fe80::1]', false],
	['fd00::/8', 'http://10.1.2.3', false],
];
for (const [noProxy, url, isExpected] of rows) {
	test(`"${noProxy}" ${isExpected ? 'excepts' : 'does not except'} ${url}`, () => {
		assert.equal(isExcepted(noProxy, url), isExpected);
	});
}
