import assert from 'node:assert/strict';
import {Socket} from 'node:net';
import {test} from 'node:test';
import {connectAny, interleave} from '../../source/transport/connect-any.js';

/** Connections begun by hand, by their address. */
const createNetwork = (addresses: readonly string[]) => {
	const sockets = new Map<string, Socket>();
	const begun: string[] = [];
	const waiting: {count: number; resolve: () => void}[] = [];
	const options = {
		lookup: () => Promise.resolve(addresses),
		attemptDelayMs: 1,
		open(host: string) {
			const socket = new Socket();
			sockets.set(host, socket);
			begun.push(host);
			for (const {count, resolve} of waiting) if (begun.length >= count) resolve();
			return socket;
		},
	};
	return {
		options,
		begun,
		of(host: string): Socket {
			const socket = sockets.get(host);
			assert.ok(socket);
			return socket;
		},
		untilBegun: (count: number) =>
			new Promise<void>(resolve => {
				waiting.push({count, resolve});
				if (begun.length >= count) resolve();
			}),
	};
};

const connect = (
	network: ReturnType<typeof createNetwork>,
	signal = new AbortController().signal,
) => connectAny('far.test', 443, signal, network.options);

const failWith = (socket: Socket, code: string) =>
	socket.emit('error', Object.assign(new Error(code), {code}));

test('takes the families of addresses in turn', () => {
	assert.deepEqual(interleave(['::1', '::2', '::3', '1.1.1.1']), ['::1', '1.1.1.1', '::2', '::3']);
	assert.deepEqual(interleave(['1.1.1.1', '::1', '2.2.2.2']), ['1.1.1.1', '::1', '2.2.2.2']);
	assert.deepEqual(interleave([]), []);
});

test('waits on for a far address while others lead nowhere', async () => {
	const network = createNetwork(['2001:db8::1', '2001:db8::2', '192.0.2.1', '192.0.2.2']);
	const connected = connect(network);
	// Every other address was tried after it, and none took its place.
	await network.untilBegun(4);
	assert.deepEqual(network.begun, ['2001:db8::1', '192.0.2.1', '2001:db8::2', '192.0.2.2']);
	network.of('192.0.2.1').emit('connect');
	assert.equal(await connected, network.of('192.0.2.1'));
	for (const other of ['2001:db8::1', '2001:db8::2', '192.0.2.2'])
		assert.equal(network.of(other).destroyed, true);
	assert.equal(network.of('192.0.2.1').destroyed, false);
});

test('tries the next address at once where one fails', async () => {
	const network = createNetwork(['2001:db8::1', '192.0.2.1']);
	network.options.attemptDelayMs = 2 ** 30;
	const connected = connect(network);
	await network.untilBegun(1);
	failWith(network.of('2001:db8::1'), 'ENETUNREACH');
	network.of('192.0.2.1').emit('connect');
	assert.equal(await connected, network.of('192.0.2.1'));
});

test('fails with what says most of the host', async () => {
	const network = createNetwork(['2001:db8::1', '192.0.2.1']);
	const connected = connect(network);
	await network.untilBegun(2);
	failWith(network.of('2001:db8::1'), 'ENETUNREACH');
	failWith(network.of('192.0.2.1'), 'ECONNREFUSED');
	await assert.rejects(connected, {code: 'ECONNREFUSED'});
});

test('leaves no attempt behind when it is given up', async () => {
	const network = createNetwork(['2001:db8::1', '192.0.2.1']);
	const abort = new AbortController();
	const connected = connect(network, abort.signal);
	await network.untilBegun(2);
	abort.abort(new Error('given up'));
	await assert.rejects(connected, /given up/);
	for (const address of network.begun) assert.equal(network.of(address).destroyed, true);
});

test('gives up a lookup that never ends', async () => {
	const abort = new AbortController();
	const lookup = () => new Promise<never>(() => undefined);
	const connected = connectAny('far.test', 443, abort.signal, {lookup});
	abort.abort(new Error('given up'));
	await assert.rejects(connected, /given up/);
});
