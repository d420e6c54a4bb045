import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import WebSocket from 'ws';
import {serveCapture} from '../../source/serve/serve-capture.js';
import {createSlowClients} from '../../source/serve/slow-clients.js';
import {captureHeader, captureText, writeCapture} from '../helpers/capture-lines.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

/** Clients for which so many bytes wait. */
const createClients = (...waiting: number[]) => ({
	waiting,
	unsent: () => waiting,
	dropSlow(bytes: number) {
		waiting.splice(0, Infinity, ...waiting.filter(own => own < bytes));
	},
});

test('waits for clients where nothing else holds the pace, but not for ever', async () => {
	const clock = createFakeClock();
	const clients = createClients(5_000_000, 0);
	const hold = createSlowClients(() => clients, clock, false);
	let hasGoneOn = false;
	const wait = async () => {
		await hold();
		hasGoneOn = true;
	};
	let waited = wait();
	clock.advance(9000);
	await Promise.resolve();
	assert.equal(hasGoneOn, false);
	clients.waiting[0] = 900_000;
	clock.advance(20);
	await waited;
	assert.deepEqual(clients.waiting, [900_000, 0]);

	clients.waiting[0] = 5_000_000;
	waited = wait();
	clock.advance(10_000);
	await waited;
	assert.deepEqual(clients.waiting, [0], 'who takes nothing is ended');
	assert.equal(hold(), null);
});

test('ends whoever takes the least where the capture has a pace', () => {
	const clients = createClients(200_000_000, 50_000_000, 1000);
	const hold = createSlowClients(() => clients, createFakeClock(), true);
	assert.equal(hold(), null);
	assert.equal(clients.waiting.length, 3, 'there is room for them');
	clients.waiting[1] = 60_000_000;
	assert.equal(hold(), null);
	assert.deepEqual(clients.waiting, [60_000_000, 1000]);
});

test('holds no more for a client that reads nothing, and tells the others all', async t => {
	const topic = 'steemusdt@trade';
	const url = `wss://stream.binance.com:9443/stream?streams=${topic}`;
	const count = 20_000;
	const filler = 'x'.repeat(1000);
	const tell = (id: number) => JSON.stringify({stream: topic, data: {e: 'trade', t: id, filler}});
	const events = [
		{t: 0, kind: 'open' as const, url, connection: 1},
		...Array.from({length: count}, (_, id) => ({
			...{t: id + 1, kind: 'ws' as const, connection: 1, data: tell(id)},
		})),
	];
	const path = writeCapture(join(folder, 'long.jsonl'), captureText(events, captureHeader));
	const clock = createFakeClock();
	const served = await serveCapture({
		...{paths: [path], clock, speed: Infinity, fromMs: 0, isLooped: false},
		...{host: '127.0.0.1', port: 0},
	});
	t.after(() => served.stop());
	const address = new URL(`${served.environment['STEEM_TUI_BINANCE_WS']}/stream?streams=${topic}`);
	const stuck = connect(Number(address.port), '127.0.0.1');
	stuck.on('error', () => undefined);
	const isEnded = once(stuck, 'close');
	await once(stuck, 'connect');
	const ask = [
		`GET ${address.pathname}${address.search} HTTP/1.1`,
		...['Host: localhost', 'Upgrade: websocket', 'Connection: Upgrade'],
		...['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13', '', ''],
	];
	const client = new WebSocket(address);
	let came = 0;
	client.on('message', () => came++);
	await once(client, 'open');
	stuck.pause();
	stuck.write(ask.join('\r\n'));
	let isOver = false;
	void served.played.then(() => (isOver = true));
	while (!isOver) {
		clock.advance(100);
		await new Promise(resolve => setImmediate(resolve));
	}
	stuck.resume();
	await isEnded;
	while (came < count) await once(client, 'message');
	client.close();
});
