import assert from 'node:assert/strict';
import {test} from 'node:test';
import {append} from '../../source/transport/nats-store.js';
import type {NatsLink} from '../../source/transport/nats-link.js';

const answering = (text: string) => {
	const nc = {request: () => Promise.resolve({data: Buffer.from(text)})};
	return {nc} as unknown as NatsLink;
};

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
