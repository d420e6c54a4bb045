import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {test} from 'node:test';
import type {BusState} from '../../source/transport/bus.js';
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

/** A server that lets nobody listen to what is of others. */
const startStrict = async () => {
	const server = createServer(socket => {
		socket.on('error', () => undefined);
		socket.write(`INFO ${JSON.stringify(info)}\r\n`);
		socket.on('data', data => {
			const text = data.toString();
			if (text.includes('PING')) socket.write('PONG\r\n');
			for (const [, subject] of text.matchAll(/SUB (other\.\S+)/g))
				socket.write(`-ERR 'Permissions Violation for Subscription to "${subject}"'\r\n`);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {server, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
};

test('what may not be listened to ends the bus only where nobody wants to be told of it', async t => {
	const {server, address} = await startStrict();
	const bus = createNatsBus({
		...{address: {servers: [address], shown: 'nats://x', login: null, tls: null}},
		...{name: 'x', streams: [], random: () => 1},
		clock: {now: () => 0, after: () => () => undefined},
	});
	t.after(async () => {
		await bus.close();
		server.close();
	});
	const words = /does not allow to subscribe to other\.a/;
	const denied = new Promise<Error>(resolve => {
		bus.subscribe('own.a', () => undefined);
		bus.subscribe('other.a', () => undefined, resolve);
	});
	assert.match((await denied).message, words);
	await new Promise(resolve => setImmediate(resolve));
	assert.equal(bus.state().type, 'connected');
	const failed = new Promise<BusState>(resolve => void bus.onState(resolve));
	bus.subscribe('other.a', () => undefined);
	const state = await failed;
	assert.ok(state.type === 'failed');
	assert.match(state.error.message, words);
});

/** A server that leads to one that stores, or does not for a while. Each connection can be ended. */
const startLeaf = async () => {
	const stage = {doesStore: true, end: () => {}};
	const server = createServer(socket => {
		stage.end = () => socket.destroy();
		socket.on('error', () => undefined);
		socket.write(`INFO ${JSON.stringify({...info, headers: true, jetstream: false})}\r\n`);
		let sid = '';
		socket.on('data', data => {
			const text = data.toString();
			if (text.includes('PING')) socket.write('PONG\r\n');
			sid = /SUB _INBOX\S+ (\S+)/.exec(text)?.[1] ?? sid;
			const [, reply] = /PUB \$JS\.API\.INFO (\S+)/.exec(text) ?? [];
			if (reply === undefined) return;
			if (stage.doesStore) socket.write(`MSG ${reply} ${sid} 2\r\n{}\r\n`);
			else socket.write(`HMSG ${reply} ${sid} 16 16\r\nNATS/1.0 503\r\n\r\n\r\n`);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {server, stage, address: `127.0.0.1:${(server.address() as AddressInfo).port}`};
};

test('where a server stored before, one that does not for a while is tried again', async t => {
	const {server, stage, address} = await startLeaf();
	const told: string[] = [];
	const bus = createNatsBus({
		...{address: {servers: [address], shown: 'nats://x', login: null, tls: null}},
		...{name: 'x', streams: [], random: () => 1},
		clock: {
			now: () => 0,
			after(_, callback) {
				setImmediate(callback);
				return () => undefined;
			},
		},
	});
	t.after(async () => {
		await bus.close();
		stage.end();
		server.close();
	});
	await new Promise<void>(resolve => {
		bus.onState(state => {
			const reason = 'reason' in state ? `: ${state.reason}` : '';
			told.push(`${state.type}${reason}`);
			if (told.length === 1) {
				stage.doesStore = false;
				stage.end();
			}
			if (told.length === 4) stage.doesStore = true;
			if (state.type === 'failed' || (told.length > 4 && state.type === 'connected')) resolve();
		});
	});
	assert.equal(told[0], 'connected');
	assert.equal(told[1], 'lost: the connection to nats://x was lost');
	assert.match(told[2] ?? '', /^lost: the server does not store messages/);
	assert.equal(told.at(-1), 'connected');
});
