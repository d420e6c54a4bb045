import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import {WebSocket} from 'ws';
import {startSimulated} from '../helpers/simulated.js';

const megabyte = 1024 * 1024;

for (const {bytes, becomes} of [
	{bytes: megabyte, becomes: 'answered'},
	{bytes: megabyte + 1, becomes: 'closed'},
])
	test(`a client that sends ${bytes} bytes at once is ${becomes}`, async t => {
		const {simulator} = await startSimulated(3);
		t.after(simulator.stop);
		const socket = new WebSocket(`${simulator.endpoints.binance.ws}/stream`);
		// Where it is cut off in the midst of what it sends.
		socket.on('error', () => undefined);
		await once(socket, 'open');
		socket.send('a'.repeat(bytes));
		const closed = once(socket, 'close').then(() => 'closed');
		const answered = once(socket, 'message').then(() => 'answered');
		assert.equal(await Promise.race([closed, answered]), becomes);
	});
