import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createClientCalls} from '../../source/feed/client-calls.js';

/** A client that can read nothing, and tells why it is to begin anew. */
const start = () =>
	createClientCalls(input => {
		if (input.type === 'resync') return [{type: 'syncing', fault: input.fault}];
		throw new Error('no JSON');
	});

const message = {type: 'message', data: '{'} as const;
const fault = {code: 'bad-message', detail: 'no JSON'};

test('a message that cannot be read makes the book begin anew', () => {
	assert.deepEqual(start().ask(message, true), [{type: 'syncing', fault}]);
});

test('too many of them end the connection, in time forgiven', () => {
	const calls = start();
	const ask = () => calls.ask(message, false)[0]?.type;
	assert.deepEqual([ask(), ask(), ask(), ask()], ['syncing', 'syncing', 'syncing', 'reconnect']);
	calls.calm();
	assert.equal(ask(), 'syncing');
});

test('an answer that cannot be read is nothing against a book in sync', () => {
	const response = {type: 'response', body: '{'} as const;
	assert.deepEqual(start().ask(response, true), []);
	assert.deepEqual(start().ask(response, false), [{type: 'syncing', fault}]);
});
