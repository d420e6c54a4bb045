import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLogins} from '../../source/session/logins.js';

const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;

test('endpoints are known to others without their logins', () => {
	const {without} = createLogins();
	assert.deepEqual(
		without({ws: ['wss://me:s3cret@a/x', 'wss://b'], rest: 'https://t0ken@c:8080/d@e'}),
		{ws: ['wss://a/x', 'wss://b'], rest: 'https://c:8080/d@e'},
	);
});

test('a login goes to its own address and to no other that begins alike', () => {
	const {without, loginFor} = createLogins();
	without({ws: 'ws://me:one@h:1', rest: 'http://me:two@h:1/mirror'});
	without({ws: 'ws://h:1/open', rest: 'http://me:three@h:1/mirror/deeper'});
	for (const [url, login] of [
		['ws://h:1/stream?streams=x', 'me:one'],
		['ws://h:10/stream', null],
		['ws://h:1.example/stream', null],
		['ws://h:1/open/ws', null],
		['http://h:1/mirror/api', 'me:two'],
		['http://h:1/mirrors/api', null],
		['http://h:1/mirror/deeper/api', 'me:three'],
		['http://h:1/', null],
	] as const)
		assert.equal(loginFor(url), login === null ? undefined : basic(login), url);
});
