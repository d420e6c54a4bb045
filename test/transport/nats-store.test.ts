import assert from 'node:assert/strict';
import {test} from 'node:test';
import {JetStreamApiError} from '@nats-io/jetstream';
import {headers as createHeaders, type Msg} from '@nats-io/transport-node';
import {toHeard} from '../../source/transport/nats-messages.js';
import {append, names} from '../../source/transport/nats-store.js';
import type {NatsLink} from '../../source/transport/nats-link.js';

const answering = (text: string) => ({
	requests: {ask: () => Promise.resolve(Buffer.from(text))},
});

test('an acknowledgement that is none is a fault of the bus', async () => {
	const options = {expected: 0};
	const stored = await append(answering('{"seq":7}'), 'a', Buffer.from('x'), options);
	assert.deepEqual(stored, {type: 'stored', sequence: 7});
	for (const text of ['nonsense', '', 'null', '{"seq":"7"}', '{"seq":7.5}', '{}'])
		await assert.rejects(append(answering(text), 'a', Buffer.from('x'), options), {
			name: 'BusError',
			code: 'failed',
		});
});

test('a stream that is not there yet has no names, and one that cannot be asked is a fault', async () => {
	const failing = (code: number, err_code: number) => {
		const error = new JetStreamApiError({code, err_code, description: 'no'});
		return {jsm: {streams: {info: () => Promise.reject(error)}}} as unknown as NatsLink;
	};
	assert.deepEqual(await names(failing(404, 10_059), 'S', 'a'), []);
	await assert.rejects(names(failing(503, 10_008), 'S', 'a'), {code: 'nobody'});
});

test('of what was heard the server tells its place, the sender the rest', () => {
	const own = createHeaders();
	const fields = {
		'Nats-Stream': 'S',
		'Nats-Sequence': '7',
		part: '1/2',
		'Nats-Last-Sequence': '5',
		'part-of': 'desk-1~1 2 3',
	};
	for (const [key, value] of Object.entries(fields)) own.set(key, value);
	const heard = toHeard({subject: 'a', data: Buffer.from('x'), headers: own} as unknown as Msg);
	assert.deepEqual([heard.sequence, heard.before], [7, 5]);
	assert.deepEqual(heard.headers, {part: '1/2', 'part-of': 'desk-1~1 2 3'});
	const plain = toHeard({subject: 'a', data: Buffer.from('x')} as unknown as Msg);
	assert.deepEqual([plain.sequence, plain.before, plain.headers], [null, null, {}]);
});
