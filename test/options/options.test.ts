import assert from 'node:assert/strict';
import {test} from 'node:test';
import {exchanges} from '../../source/exchanges/index.js';
import {maskLogin, splitLogin} from '../../source/options/login.js';
import {
	parseCount,
	parseDuration,
	parseEndpoint,
	parseExchanges,
	parseMarket,
	parsePath,
	UsageError,
} from '../../source/options/options.js';

for (const [text, ms] of [
	['500ms', 500],
	['10s', 10_000],
	['5m', 300_000],
	['1.5h', 5_400_000],
	['5', 5000],
	['0.25', 250],
] as const) {
	test(`reads the duration ${text}`, () => {
		assert.equal(parseDuration(text), ms);
	});
}

for (const text of [
	'',
	'0',
	'-1',
	'5,5',
	'0s',
	'-1s',
	'10 s',
	'5d',
	's',
	'1e3s',
	'999999h',
	'Infinitys',
])
	test(`refuses the duration ${JSON.stringify(text)}`, () => {
		assert.throws(() => parseDuration(text), UsageError);
	});

test('reads whole numbers from a bound up', () => {
	assert.equal(parseCount('a count', 1)('20'), 20);
	for (const text of ['0', '-1', '1.5', '1e3', '', 'x', '99999999999999999'])
		assert.throws(() => parseCount('a count', 1)(text), UsageError);
});

for (const [text, path] of [
	['~', '/home/me'],
	['~/', '/home/me/'],
	['~/a/b.cast', '/home/me/a/b.cast'],
	['/a/~/b', '/a/~/b'],
	['a~', 'a~'],
	['~.cast', '~.cast'],
	['~backup.cast', '~backup.cast'],
	['./~', './~'],
	['-', '-'],
] as const)
	test(`takes ${text} for the path ${path}`, () => {
		assert.equal(parsePath(text, '/home/me'), path);
	});

for (const text of ['', '~root', '~root/a', 'a\0b'])
	test(`refuses the path ${JSON.stringify(text)}`, () => {
		assert.throws(() => parsePath(text, '/home/me'), UsageError);
	});

test('picks exchanges by id in the order of the registry', () => {
	const ids = (text: string) => parseExchanges(exchanges)(text).map(({id}) => id);
	assert.deepEqual(ids('huobi,binance'), ['binance', 'huobi']);
	assert.deepEqual(ids(' Huobi '), ['huobi']);
	assert.deepEqual(ids('HTX,gate.io,huobi'), ['huobi', 'gate']);
});

test('takes a market for a single exchange', () => {
	const [binance, huobi] = parseExchanges(exchanges)('Huobi:BTC/KRW,binance');
	assert.deepEqual([binance?.id, binance?.wanted], ['binance', undefined]);
	assert.deepEqual(huobi?.wanted, {type: 'pair', base: 'BTC', quote: 'KRW'});
	assert.deepEqual(parseExchanges(exchanges)('huobi:btckrw')[0]?.wanted, {
		type: 'word',
		word: 'BTCKRW',
	});
	assert.throws(() => parseExchanges(exchanges)('huobi:'), /"" is not a market: write STEEM\/USDT/);
	assert.throws(() => parseExchanges(exchanges)('huobi:a b'), /"a b" is not a market/);
	assert.throws(() => parseExchanges(exchanges)(':BTC/KRW'), /is not an exchange/);
});

test('names the exchanges to choose from', () => {
	for (const text of ['mtgox', 'binance,mtgox', '', ','])
		assert.throws(
			() => parseExchanges(exchanges)(text),
			/is not an exchange: choose from binance, huobi/,
		);
});

for (const [text, type] of [
	['STEEM/USDT', 'pair'],
	['steem-usdt', 'pair'],
	['steemusdt', 'word'],
] as const) {
	test(`takes ${text} for a ${type}`, () => {
		assert.equal(parseMarket(text).type, type);
	});
}

for (const text of ['', '/', 'STEEM/', '/USDT', 'A/B/C', 'STEEM USDT', '\u001B[2J', '--x'])
	test(`refuses the market ${JSON.stringify(text)}`, () => {
		assert.throws(() => parseMarket(text), UsageError);
	});

test('takes the slashes off the end of an endpoint', () => {
	assert.equal(
		parseEndpoint('X', 'http://127.0.0.1:8/mirror//', 'rest'),
		'http://127.0.0.1:8/mirror',
	);
});

for (const [kind, text] of [
	['ws', 'http://127.0.0.1'],
	['rest', 'ws://127.0.0.1'],
	['ws', 'nonsense'],
	['rest', 'http://me:%ff@127.0.0.1'],
	['rest', 'http:me:word@127.0.0.1'],
	['rest', 'http:/me:word@127.0.0.1'],
	['rest', 'http:\\\\me:word@127.0.0.1'],
	['rest', 'http:\\/me:word@127.0.0.1'],
	['ws', 'ws:me:word@127.0.0.1'],
	['rest', 'http://me:wo\trd@127.0.0.1'],
] as const) {
	test(`refuses ${text} for ${kind}`, () => {
		assert.throws(
			() => parseEndpoint('NAME', text, kind),
			/^UsageError: NAME is "(?!.*word).*": write an address/,
		);
	});
}

for (const [address, plain, login, shown] of [
	['wss://host:9443', 'wss://host:9443', null, 'wss://host:9443'],
	['http://host/x@y', 'http://host/x@y', null, 'http://host/x@y'],
	['https://me:s3cret@host/x@y', 'https://host/x@y', 'me:s3cret', 'https://me:***@host/x@y'],
	['https://me:s3@cr%3Aet@host:1', 'https://host:1', 'me:s3@cr:et', 'https://me:***@host:1'],
	['https://t0ken@host', 'https://host', 't0ken:', 'https://***@host'],
] as const) {
	test(`knows the address ${address} from the login in it`, () => {
		const authorization = login === null ? null : `Basic ${Buffer.from(login).toString('base64')}`;
		assert.deepEqual(splitLogin(address), {address: plain, authorization});
		assert.equal(maskLogin(address), shown);
	});
}

test('an endpoint that is refused shows no secret of its own', () => {
	for (const text of [
		'https://h/?key=s3cret',
		'ftp://me:s3cret@h',
		'https://me:s3/cret@h',
		'https://s3cret@h/#x',
	])
		assert.throws(
			() => parseEndpoint('NAME', text, 'rest'),
			(error: Error) => /^NAME is /.test(error.message) && !error.message.includes('cret'),
		);
});
