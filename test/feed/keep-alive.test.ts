import assert from 'node:assert/strict';
import {test} from 'node:test';
import {keepAlive} from '../../source/feed/keep-alive.js';
import type {SocketEvent, Transport} from '../../source/transport/transport.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = () => {
	const clock = createFakeClock(1000);
	const sent: string[] = [];
	const heard: string[] = [];
	const listeners: ((event: SocketEvent) => void)[] = [];
	const transport: Transport = {
		connect(_url, onEvent) {
			listeners.push(onEvent);
			const send = (data: string) => void sent.push(data);
			return {send, ping: () => undefined, close: () => undefined};
		},
		get: () => Promise.reject(new Error('not asked for')),
	};
	const ping = {data: (now: number) => `ping ${now}`, everyMs: 20_000};
	const {connect} = keepAlive(transport, ping, clock);
	const socket = connect('wss://x', event => heard.push(event.type));
	const emit = (event: SocketEvent) => listeners[0]?.(event);
	return {clock, sent, heard, socket, emit};
};

test('sends a sign of life by the clock while a socket is open', () => {
	const {clock, sent, heard, emit} = start();
	clock.advance(60_000);
	assert.deepEqual(sent, []);
	emit({type: 'open'});
	clock.advance(40_000);
	assert.deepEqual(sent, ['ping 81000', 'ping 101000']);
	emit({type: 'close', reason: 'gone'});
	clock.advance(60_000);
	assert.equal(sent.length, 2);
	assert.deepEqual(heard, ['open', 'close']);
});

test('sends none on a socket that was closed', () => {
	const {clock, sent, socket, emit} = start();
	emit({type: 'open'});
	socket.close();
	clock.advance(60_000);
	assert.deepEqual(sent, []);
});
