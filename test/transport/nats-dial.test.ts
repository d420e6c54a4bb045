import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import {test} from 'node:test';
import {createNatsTransport} from '../../source/transport/nats-dial.js';

test('a connection to a server that says nothing is closed when it is given up', async t => {
	const server = createServer();
	t.after(() => server.close());
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	for (const isThere of [true, false]) {
		const transport = createNatsTransport();
		const accepted = once(server, 'connection') as Promise<[Socket]>;
		const connecting = transport.connect({hostname: '127.0.0.1', port, tlsName: ''}, {});
		connecting.catch(() => undefined);
		if (isThere) await accepted;
		await transport.close();
		const [socket] = await accepted;
		socket.resume();
		await once(socket, 'close');
		assert.ok(transport.isClosed);
	}
});
