import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {test} from 'node:test';
import {createNatsBus} from '../../source/transport/nats.js';

const info = {server_id: 'x', version: '2.10.0', jetstream: true, max_payload: 1_048_576};

/** A server that lets everybody in, and ends each connection at once. */
const startFickle = async () => {
	const server = createServer(socket => {
		socket.on('error', () => undefined);
		socket.write(`INFO ${JSON.stringify(info)}\r\n`);
		socket.on('data', data => {
			if (data.includes('PING')) socket.end('PONG\r\n');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {server, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
};

test('a server that ends each connection is asked less and less often', async () => {
	const {server, address} = await startFickle();
	const waits: number[] = [];
	const bus = createNatsBus({
		...{address: {servers: [address], shown: 'nats://x', login: null, tls: null}},
		...{name: 'x', streams: [], random: () => 1},
		clock: {
			now: () => 0,
			after(ms, callback) {
				waits.push(ms);
				setImmediate(callback);
				return () => undefined;
			},
		},
	});
	await new Promise<void>(resolve => {
		bus.onState(() => {
			if (waits.length === 7) resolve();
		});
	});
	assert.deepEqual(waits.slice(0, 7), [100, 200, 400, 800, 1600, 2000, 2000]);
	await bus.close();
	server.close();
});
