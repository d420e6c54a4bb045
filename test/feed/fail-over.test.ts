import assert from 'node:assert/strict';
import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {systemClock} from '../../source/clock.js';
import {exchanges} from '../../source/exchanges/index.js';
import {startSession} from '../../source/session/session.js';
import type {ExchangeId} from '../../source/simulator/market-list.js';
import {startSimulator} from '../../source/simulator/simulator.js';
import {createLiveTransport} from '../../source/transport/live.js';

test('comes to live books over hosts that serve where the first ones do not', async t => {
	const blocked = http.createServer((_request, response) => response.writeHead(451).end());
	blocked.on('upgrade', (_request, socket) => {
		socket.end('HTTP/1.1 451 Unavailable For Legal Reasons\r\nContent-Length: 0\r\n\r\n');
	});
	blocked.listen(0, '127.0.0.1');
	await once(blocked, 'listening');
	t.after(() => blocked.close());
	const host = `127.0.0.1:${(blocked.address() as AddressInfo).port}`;
	const simulator = await startSimulator({seed: 1, clock: systemClock});
	t.after(() => simulator.stop());
	const transport = createLiveTransport();
	t.after(transport.close);
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
		venues: exchanges.map(exchange => {
			const {ws, rest} = simulator.endpoints[exchange.id as ExchangeId];
			return {
				exchange,
				endpoints: {
					ws: [`ws://${host}`, 'ws://127.0.0.1:1', ws],
					rest: [`http://${host}`, 'http://127.0.0.1:1', rest],
				},
			};
		}),
		transport,
		clock: systemClock,
		random: () => 1,
	});
	t.after(session.stop);
	const books = () => session.store.getView().books;
	await new Promise<void>(resolve => {
		session.store.subscribe(() => {
			if (books().every(({status}) => status === 'live')) resolve();
		});
	});
	for (const {exchange, health} of books()) {
		const {ws} = simulator.endpoints[exchange as ExchangeId];
		const {host: served} = new URL(ws);
		const texts = health.events.map(({text}) => text);
		assert.match(texts.find(text => text.includes('HTTP 451')) ?? '', /; trying 127\.0\.0\.1:1$/);
		assert.ok(texts.some(text => text.endsWith(`; trying ${served}`)));
	}
});
