import assert from 'node:assert/strict';
import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {test} from 'node:test';
import {systemClock} from '../../source/clock.js';
import {defaultExchanges} from '../../source/exchanges/index.js';
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
	/** Hosts of the sockets, in the order of their tries. */
	const tried: string[] = [];
	const session = startSession({
		wanted: {type: 'pair', base: 'STEEM', quote: 'USDT'},
		venues: defaultExchanges.map(exchange => {
			const {ws, rest} = simulator.endpoints[exchange.id as ExchangeId];
			return {
				exchange,
				endpoints: {
					ws: [`ws://${host}`, 'ws://127.0.0.1:1', ws],
					rest: [`http://${host}`, 'http://127.0.0.1:1', rest],
				},
			};
		}),
		transport: {
			...transport,
			connect(url, onEvent) {
				tried.push(new URL(url).host);
				return transport.connect(url, onEvent);
			},
		},
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
		// Books and trades share the way, and whoever is first moves it on: each tells of its own tries alone.
		for (const {text} of health.events.filter(event => event.text.includes('; trying ')))
			assert.match(text, new RegExp(`; trying (127\\.0\\.0\\.1:1|${served}) \\[[a-z-]+\\]$`));
		assert.ok(tried.includes(served));
	}
	assert.deepEqual(tried.slice(0, 2), [host, host]);
	assert.ok(tried.includes('127.0.0.1:1'));
});
