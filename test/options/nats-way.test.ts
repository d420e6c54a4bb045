import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	maskNatsUrl,
	parseNatsUrl,
	showNatsUrl,
	toNatsAddress,
	type NatsSettings,
} from '../../source/options/nats-way.js';
import {UsageError} from '../../source/options/options.js';

const nothing: NatsSettings = {
	...{url: null, user: null, password: null, token: null, nkeyFile: null, credsFile: null},
	...{caFile: null, certFile: null, keyFile: null},
};

const way = (url: string, settings: Partial<NatsSettings> = {}) =>
	toNatsAddress({...nothing, ...settings, url: parseNatsUrl(url)});

test('a server may be named in short', () => {
	for (const text of ['desk', 'nats://desk', 'NATS://desk:4222', 'nats://desk:4222/'])
		assert.deepEqual(way(text).servers, ['desk:4222'], text);
	assert.deepEqual(way('nats://[::1]').servers, ['[::1]:4222']);
	assert.deepEqual(way('[::1]:4333').servers, ['[::1]:4333']);
});

test('several servers stand with commas between', () => {
	const {servers, shown, tls} = way('nats://a:1, b,tls://c:3');
	assert.deepEqual(servers, ['a:1', 'b:4222', 'c:3']);
	assert.equal(shown, 'nats://a:1,nats://b:4222,tls://c:3');
	assert.deepEqual(tls, {caFile: null, certFile: null, keyFile: null});
});

test('a login in the URL is read, and never shown', () => {
	const url = 'nats://de%40sk:se:cr%2Fet@host';
	const {login, shown, servers} = way(url);
	assert.deepEqual(login, {type: 'password', user: 'de@sk', password: 'se:cr/et'});
	assert.deepEqual(servers, ['host:4222']);
	for (const text of [shown, showNatsUrl(url)]) assert.equal(text, 'nats://host:4222');
	assert.equal(maskNatsUrl(url), 'nats://***@host:4222');
	assert.deepEqual(way('nats://t0ken@host').login, {type: 'token', token: 't0ken'});
	assert.equal(maskNatsUrl('nats://t0ken@host'), 'nats://***@host:4222');
});

test('what is no server is refused without its password', () => {
	for (const text of [
		...['', ',', 'http://host', 'nats://', 'nats://a b', 'nats://host:99999', 'nats://host/path'],
		...[
			'nats://host?x',
			'nats://user:secret@',
			'nats://user:secret@a:b:c',
			'ws://user:secret@host',
		],
		...['nats://%zz:secret@host', 'nats//user:secret@host', 'nats//secret@host'],
	])
		assert.throws(
			() => parseNatsUrl(text),
			(error: unknown) =>
				error instanceof UsageError &&
				/is not a NATS server: write nats:\/\/HOST:4222/.test(error.message) &&
				!error.message.includes('secret'),
			text,
		);
});

test('settings name a way to log in', () => {
	const settings = {user: 'desk', password: 'p'};
	assert.deepEqual(way('host', settings).login, {type: 'password', ...settings});
	assert.deepEqual(way('host', {token: 't'}).login, {type: 'token', token: 't'});
	assert.deepEqual(way('host', {nkeyFile: '/n'}).login, {type: 'nkey', path: '/n'});
	assert.deepEqual(way('host', {credsFile: '/c'}).login, {type: 'creds', path: '/c'});
	assert.equal(way('host').login, null);
});

test('more than one way to log in is one too many', () => {
	for (const [url, settings] of [
		['nats://a:secret@host', {user: 'b'}],
		['nats://a:secret@host', {nkeyFile: '/n'}],
		['host', {token: 'secret', credsFile: '/c'}],
		['host', {user: 'a', token: 'secret'}],
	] as const)
		assert.throws(
			() => way(url, settings),
			(error: unknown) =>
				error instanceof UsageError &&
				/more than one way to log in to NATS, .+ and .+: leave one/.test(error.message) &&
				!error.message.includes('secret'),
		);
});

test('one login is for all servers, and logins that differ are too many', () => {
	const login = {type: 'password', user: 'a', password: 'secret'} as const;
	assert.deepEqual(way('nats://x,nats://a:secret@y').login, login);
	assert.deepEqual(way('nats://a:secret@x,nats://a:secret@y').login, login);
	for (const url of ['nats://a:secret@x,nats://b:secret@y', 'nats://a:secret@x,nats://secret@y'])
		assert.throws(
			() => way(url),
			(error: unknown) =>
				error instanceof UsageError &&
				/have logins that differ/.test(error.message) &&
				!error.message.includes('secret'),
			url,
		);
});

test('certificates demand TLS, and a key', () => {
	assert.equal(way('host').tls, null);
	assert.deepEqual(way('host', {caFile: '/ca'}).tls, {
		caFile: '/ca',
		certFile: null,
		keyFile: null,
	});
	assert.throws(() => way('host', {certFile: '/c'}), /needs its key/);
});
