import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseListen} from '../../source/options/listen.js';
import {matches, parseMarketChoice, parseMarketFile} from '../../source/options/market-choice.js';
import {parseKeep, parseRotation} from '../../source/options/rotation.js';

const meant = (pattern: string) => {
	const choice = parseMarketChoice(pattern);
	assert.equal(choice.type, 'pattern');
	return ['STEEM/USDT', 'STEEM/BTC', 'STEEMX/USDT', 'BTC/USDT', 'BTC/USDC'].filter(name => {
		const [base = '', quote = ''] = name.split('/');
		return choice.type === 'pattern' && matches(choice, {base, quote});
	});
};

test('patterns mean the markets that are like them', () => {
	assert.deepEqual(meant('steem/*'), ['STEEM/USDT', 'STEEM/BTC']);
	assert.deepEqual(meant('*-usdt'), ['STEEM/USDT', 'STEEMX/USDT', 'BTC/USDT']);
	assert.deepEqual(meant('BTC/USD?'), ['BTC/USDT', 'BTC/USDC']);
	assert.deepEqual(meant('STEEM*'), ['STEEM/USDT', 'STEEM/BTC', 'STEEMX/USDT']);
	assert.equal(meant('*').length, 5);
	assert.throws(() => parseMarketChoice('STEEM/*/x'), /is not a pattern of markets/);
	assert.throws(() => parseMarketChoice('A.*B'), /is not a pattern of markets/);
});

test('a file names markets and patterns, a line each', () => {
	const choices = parseMarketFile('# mine\nSTEEM/USDT\n\n  btc/*  # all\r\nethusdt', 'list.txt');
	assert.deepEqual(choices, [
		{type: 'pair', base: 'STEEM', quote: 'USDT'},
		{type: 'pattern', text: 'BTC/*'},
		{type: 'word', word: 'ETHUSDT'},
	]);
	assert.throws(
		() => parseMarketFile('A/B\nA/B/C', 'list.txt'),
		/^UsageError: list\.txt, line 2: /,
	);
	assert.throws(() => parseMarketFile('# none\n', 'list.txt'), /list\.txt names no markets/);
});

test('an address without a host is of this machine alone', () => {
	assert.deepEqual(parseListen('9100'), {host: '127.0.0.1', port: 9100});
	assert.deepEqual(parseListen(':9100'), {host: '127.0.0.1', port: 9100});
	assert.deepEqual(parseListen('0.0.0.0:80'), {host: '0.0.0.0', port: 80});
	assert.deepEqual(parseListen('[::1]:9100'), {host: '::1', port: 9100});
	assert.deepEqual(parseListen('desk-1.lan:0'), {host: 'desk-1.lan', port: 0});
	for (const text of ['', 'host', '99999', '::1:80', 'http://x:80', 'a b:80', '-1'])
		assert.throws(() => parseListen(text), /is not an address to serve at/, text);
});

test('what is kept is said in days, hours, seconds or bytes', () => {
	assert.deepEqual(parseKeep('30d'), {type: 'time', ms: 30 * 86_400_000});
	assert.deepEqual(parseKeep('12h'), {type: 'time', ms: 43_200_000});
	assert.deepEqual(parseKeep('90s'), {type: 'time', ms: 90_000});
	assert.deepEqual(parseKeep('2w'), {type: 'time', ms: 14 * 86_400_000});
	assert.deepEqual(parseKeep('100GB'), {type: 'size', bytes: 1e11});
	assert.deepEqual(parseKeep('1.5TiB'), {type: 'size', bytes: 1.5 * 1024 ** 4});
	assert.throws(() => parseKeep('30'), /write 30d or 30GB/);
	for (const text of ['', 'all', '0d', '0GB', '-1d', '5m'])
		assert.throws(() => parseKeep(text), /how much to keep/, text);
	assert.deepEqual(parseRotation('day'), {type: 'day'});
	assert.throws(() => parseRotation('week'), /neither a duration nor a size.*or day/);
});
