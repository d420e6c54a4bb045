import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {after, test} from 'node:test';
import WebSocket from 'ws';
import type {UntimedEvent} from '../../source/capture/capture-format.js';
import {serve} from '../../source/commands/serve.js';
import {createTraffic} from '../../source/serve/read-traffic.js';
import {serveCapture, type Served} from '../../source/serve/serve-capture.js';
import {
	binanceEvents,
	captureHeader,
	captureText,
	huobiEvents,
	writeCapture,
} from '../helpers/capture-lines.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(folder, {recursive: true});
});

type Step = readonly [ms: number, event: UntimedEvent];

let files = 0;

const write = (steps: readonly Step[], ids: readonly string[] = ['binance']): string =>
	writeCapture(
		join(folder, `${++files}.jsonl`),
		captureText(
			steps.map(([t, event]) => ({t, ...event})),
			{...captureHeader, exchanges: ids},
		),
	);

const start = async (path: string, isLooped = false, fromMs = 0) => {
	const clock = createFakeClock();
	const served = await serveCapture({
		...{paths: [path], clock, speed: 1, fromMs, isLooped},
		...{host: '127.0.0.1', port: 0},
	});
	return {clock, served};
};

/** A connection, and what came on it, one after the other. */
const connect = async (address: string) => {
	const socket = new WebSocket(address);
	const came: string[] = [];
	let wake: () => void = () => undefined;
	socket.on('message', data => {
		came.push((data as Buffer).toString());
		wake();
	});
	await once(socket, 'open');
	return {
		socket,
		ask: (message: object) => {
			socket.send(JSON.stringify(message));
		},
		async next(): Promise<string> {
			while (came.length === 0) await new Promise<void>(resolve => (wake = resolve));
			return came.shift() ?? '';
		},
	};
};

const get = async ({environment}: Served, path: string) => {
	const response = await fetch(`${environment['STEEM_TUI_BINANCE_REST']}${path}`);
	return {status: response.status, body: (await response.json()) as Record<string, unknown>};
};

const wsOf = ({environment}: Served, id: string) =>
	environment[`STEEM_TUI_${id.toUpperCase()}_WS`] ?? '';

/** Real time after which something never comes; how many turns it takes says nothing where others want the processor. */
const giveUpMs = 60_000;

/** Lets the capture's reader have its turns, and its time go on, until something is so. */
const until = async (
	clock: ReturnType<typeof createFakeClock>,
	isSo: () => boolean | Promise<boolean>,
) => {
	for (const from = performance.now(); performance.now() - from < giveUpMs;) {
		if (await isSo()) return;
		clock.advance(20);
		await new Promise(resolve => setImmediate(resolve));
	}
	assert.fail('it never came to that');
};

const {open, update, snapshot} = binanceEvents;
const depth = '/api/v3/depth?symbol=STEEMBTC&limit=1000';
const stream = 'steembtc@depth@100ms';
const textOf = (event: UntimedEvent) => (event.kind === 'ws' ? event.data : '');

const list = {symbols: [{symbol: 'STEEMBTC'}]};
const listed = (symbols: object): UntimedEvent => ({
	...{kind: 'http', url: 'https://api.binance.com/api/v3/exchangeInfo', status: 200},
	data: JSON.stringify(symbols),
});
const session: readonly Step[] = [
	[0, open()],
	[1, listed(list)],
	[100, update(9, 10)],
	[200, snapshot(10, [['0.10', '5']], [['0.11', '7']])],
	[300, update(11, 12, {bids: [['0.09', '1']]})],
	[400, update(13, 13)],
];

test('acknowledges and tells what was recorded', async () => {
	const {clock, served} = await start(write(session));
	const {ask, next} = await connect(`${wsOf(served, 'binance')}/stream`);
	ask({method: 'SUBSCRIBE', params: [stream], id: 7});
	assert.equal(await next(), '{"result":null,"id":7}');
	await until(clock, async () => (await get(served, depth)).status === 200);
	assert.deepEqual(JSON.parse(await next()), JSON.parse(textOf(update(9, 10))));
	await served.stop();
});

test('answers with the book of the moment', async () => {
	const {clock, served} = await start(write(session));
	const before = await get(served, depth);
	assert.equal(before.status, 503);
	assert.match(String(before.body['error']), /not proven at this moment/);
	await connect(`${wsOf(served, 'binance')}/stream`);
	let body: Record<string, unknown> = {};
	await until(clock, async () => {
		({body} = await get(served, depth));
		return body['lastUpdateId'] === 12;
	});
	assert.deepEqual(body, {
		lastUpdateId: 12,
		bids: [
			['0.1', '5'],
			['0.09', '1'],
		],
		asks: [['0.11', '7']],
	});
	await served.stop();
});

test('answers with the trades of before that were recorded by then', async () => {
	const path = '/api/v3/trades?symbol=STEEMBTC&limit=500';
	const data = '[{"id":1,"price":"0.1","qty":"1","time":1700000000000,"isBuyerMaker":true}]';
	const answer = {kind: 'http', url: `https://api.binance.com${path}`, status: 200, data} as const;
	const {clock, served} = await start(write([...session, [5000, answer]]));
	const {socket} = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	await until(clock, async () => (await get(served, depth)).status === 200);
	assert.equal((await get(served, path)).status, 404);
	await until(clock, async () => (await get(served, path)).status === 200);
	assert.deepEqual((await get(served, path)).body, JSON.parse(data));
	socket.terminate();
	await served.stop();
});

test('tells no level beyond those that are known whole', async () => {
	const side = (sign: 1 | -1): [string, string][] =>
		Array.from({length: 500}, (_, rank) => [String(10_000 + sign * (rank + 1)), '1']);
	const thinned: readonly Step[] = [
		[0, open()],
		[200, snapshot(10, side(-1), side(1))],
		[300, update(11, 12)],
		[
			400,
			update(13, 13, {
				bids: [
					['9999', '0'],
					['5000', '1'],
				],
			}),
		],
	];
	const {clock, served} = await start(write(thinned));
	await connect(`${wsOf(served, 'binance')}/stream`);
	let body: Record<string, unknown> = {};
	await until(clock, async () => {
		({body} = await get(served, depth));
		return body['lastUpdateId'] === 13;
	});
	// Of 499 that are known, as many as a snapshot may be cut at.
	const [bids, asks] = [body['bids'], body['asks']] as [unknown[], unknown[]];
	assert.deepEqual([bids.length, asks.length, bids[0]], [100, 100, ['9998', '1']]);
	await served.stop();
});

test('answers as was recorded where fewer levels are known than could be told', async () => {
	const side = (sign: 1 | -1): [string, string][] =>
		Array.from({length: 100}, (_, rank) => [String(10_000 + sign * (rank + 1)), '1']);
	const thinned: readonly Step[] = [
		[0, open()],
		[200, snapshot(10, side(-1), side(1))],
		[300, update(11, 12)],
		[400, update(13, 13, {bids: [['9999', '0']]})],
		[500, update(14, 14, {bids: [['9997', '2']]})],
	];
	const {clock, served} = await start(write(thinned));
	const {next} = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	const told = async () => (JSON.parse(await next()) as {data: {u: number}}).data.u;
	let last = 0;
	void (async () => {
		while (last < 14) last = await told();
	})();
	await until(clock, () => last === 14);
	const {body} = await get(served, depth);
	const [bids, asks] = [body['bids'], body['asks']] as [unknown[], unknown[]];
	// Of 99 levels nobody could tell that there are more.
	assert.deepEqual([body['lastUpdateId'], bids.length, asks.length], [10, 100, 100]);
	const {body: few} = await get(served, depth.replace('1000', '50'));
	assert.deepEqual([few['lastUpdateId'], (few['bids'] as unknown[]).length], [14, 50]);
	await served.stop();
});

test('refuses addresses that are none', async () => {
	const {served} = await start(write(session));
	assert.equal((await get(served, '//')).status, 404);
	assert.equal((await get(served, '/api/v3/exchangeInfo')).status, 200);
	await served.stop();
});

test('tells whose a connection is by what the recorder wrote', () => {
	const traffic = createTraffic(['bitstamp', 'coinbase']);
	const openOf = (exchange: string) =>
		traffic.open({t: 0, kind: 'open', url: 'ws://127.0.0.1:9/', connection: 1, exchange});
	assert.deepEqual(['bitstamp', 'coinbase'].map(openOf), ['bitstamp', 'coinbase']);
});

test('gives no push of before to whoever comes in a hole', async () => {
	const topic = 'market.steembtc.depth.step0';
	const push = (version: number, connection: number): UntimedEvent => ({
		...huobiEvents.message({
			...{ch: topic, ts: version},
			tick: {bids: [[0.1, 5]], asks: [[0.2, 1]], ts: version, version},
		}),
		...{connection},
	});
	const openWs = (connection: number): UntimedEvent => ({
		...{kind: 'open', url: 'wss://api.huobi.pro/ws', connection},
	});
	const path = write(
		[
			[0, openWs(1)],
			[100, push(1, 1)],
			[200, {...lost, connection: 1}],
			[300, openWs(2)],
			[90_000, push(2, 2)],
		],
		['huobi'],
	);
	const {clock, served} = await start(path);
	const first = await connect(`${wsOf(served, 'huobi')}/ws`);
	first.ask({sub: topic, id: 'first'});
	let isCut = false;
	first.socket.on('close', () => (isCut = true));
	await until(clock, () => isCut);
	const {socket, ask} = await connect(`${wsOf(served, 'huobi')}/ws`);
	const came: string[] = [];
	socket.on('message', data => came.push(gunzipSync(data as Buffer).toString()));
	ask({sub: topic, id: 'late'});
	ask({req: topic, id: 'asked'});
	await until(clock, () => came.some(text => text.includes('"subbed"')));
	for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
	assert.deepEqual(
		came.filter(text => text.includes('"tick"') || text.includes('"data"')),
		[],
	);
	await served.stop();
});

test('answers lists as they were recorded', async () => {
	const {served} = await start(write(session));
	assert.deepEqual(await get(served, '/api/v3/exchangeInfo?symbol=STEEMBTC'), {
		...{status: 200, body: list},
	});
	assert.equal((await get(served, '/api/v3/klines')).status, 404);
	const without = await start(write(session.filter(([, {kind}]) => kind !== 'http')));
	assert.equal((await get(without.served, '/api/v3/exchangeInfo')).status, 404);
	await served.stop();
	await without.served.stop();
});

test('lists what was there at the moment that is played, anew where it begins anew', async () => {
	const delisted = {symbols: []};
	const rest: readonly Step[] = [
		[500, listed(delisted)],
		[900, update(14, 14)],
	];
	const {clock, served} = await start(write([...session, ...rest]), true);
	const lists = async (wanted: object) => {
		// While it begins anew, nobody is let in.
		const {body} = (await get(served, '/api/v3/exchangeInfo').catch(() => null)) ?? {};
		return JSON.stringify(body) === JSON.stringify(wanted);
	};
	assert.ok(await lists(list), 'before anybody has connected');
	await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	await until(clock, () => lists(delisted));
	await until(clock, () => lists(list));
	await served.stop();
});

test('plays from the first connection on', async () => {
	const {clock, served} = await start(write(session));
	clock.advance(3_600_000);
	await new Promise(resolve => setImmediate(resolve));
	assert.equal((await get(served, depth)).status, 503);
	await served.stop();
});

test('begins where it is told to: nobody hears of what is before', async () => {
	const rest: readonly Step[] = [
		[500, update(14, 14)],
		[600, update(15, 15)],
	];
	const {clock, served} = await start(write([...session, ...rest]), true, 350);
	// Where it begins, before anybody has connected.
	assert.equal((await get(served, depth)).body['lastUpdateId'], 12);
	/** What a client hears first; null where none is let in. */
	const listen = async () => {
		let isGone = false;
		const client = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`).catch(
			(error: NodeJS.ErrnoException) => {
				if (error.code !== 'ECONNREFUSED') throw error;
				return null;
			},
		);
		if (!client) return null;
		client.socket.on('close', () => (isGone = true));
		client.socket.on('error', () => undefined);
		let first = '';
		void client.next().then(text => (first = text));
		await until(clock, () => first !== '');
		return {first, isGone: () => isGone};
	};
	const client = await listen();
	assert.match(client?.first ?? '', /"u":13/);
	await until(clock, client?.isGone ?? (() => false));
	// And so it does anew, with whoever is there by then.
	let again = '';
	await until(clock, async () => {
		again = (await listen())?.first ?? '';
		return again !== '';
	});
	assert.match(again, /"u":1[345]/);
	await served.stop();
});

test('has its last books where it is over before it begins', async () => {
	const {served} = await start(write(session), true, 3_600_000);
	assert.equal((await get(served, depth)).body['lastUpdateId'], 13);
	await served.played;
	await served.stop();
});

const lost = {kind: 'close', connection: 1, reason: 'gone'} as const;

test('ends what goes over damage, and has no book behind it until one is proven', async () => {
	const text = (steps: readonly Step[]) => {
		const lines = captureText(
			steps.map(([t, event]) => ({t, ...event})),
			{...captureHeader, exchanges: ['binance']},
		);
		return steps === session ? lines : lines.slice(lines.indexOf('\n') + 1);
	};
	const damaged = gzipSync(text([[500, update(14, 14, {bids: [['0.09', '666']]})]]));
	damaged[damaged.length - 8] = (damaged[damaged.length - 8] ?? 0) ^ 1;
	const rest: readonly Step[] = [
		...Array.from({length: 8}, (_, at): Step => [900 + at * 5000, update(15 + at, 15 + at)]),
		[40_000, snapshot(22, [['0.10', '4']], [['0.11', '7']])],
		[40_100, update(23, 23)],
	];
	const path = join(folder, `${++files}.jsonl.gz`);
	writeFileSync(path, Buffer.concat([gzipSync(text(session)), damaged, gzipSync(text(rest))]));
	const {clock, served} = await start(path);
	const first = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	let isCut = false;
	first.socket.on('close', () => (isCut = true));
	await until(clock, async () => (await get(served, depth)).body['lastUpdateId'] === 13);
	assert.equal(isCut, false);
	let {status} = await get(served, depth);
	await until(clock, async () => {
		({status} = await get(served, depth));
		return isCut;
	});
	assert.equal(status, 503);
	let body: Record<string, unknown> = {};
	await until(clock, async () => {
		({body} = await get(served, depth));
		return body['lastUpdateId'] === 23;
	});
	assert.deepEqual(body['bids'], [['0.1', '4']]);
	await served.stop();
});

test('ends what ended in the recording, but not at its end', async () => {
	const again: readonly Step[] = [
		...session,
		[500, lost],
		[600, open(2)],
		[700, snapshot(20, [['0.10', '5']], [['0.11', '7']])],
		[800, update(21, 22, {connection: 2})],
		[900, {...lost, connection: 2}],
	];
	const {clock, served} = await start(write(again));
	const first = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	let code = 0;
	first.socket.on('close', (closed: number) => (code = closed));
	await until(clock, () => code === 1001);
	const second = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	let isOver = false;
	void served.played.then(() => (isOver = true));
	await until(clock, () => isOver);
	assert.equal(second.socket.readyState, WebSocket.OPEN);
	// What was last is what there is.
	assert.equal((await get(served, depth)).body['lastUpdateId'], 22);
	await served.stop();
});

test('begins anew with new connections', async () => {
	const {clock, served} = await start(write(session), true);
	const first = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	let isGone = false;
	first.socket.on('close', () => (isGone = true));
	first.socket.on('error', () => undefined);
	await until(clock, () => isGone);
	await served.stop();
});

test('a capture of a moment is not read over and over at once', async () => {
	let plays = 0;
	const clock = {
		...createFakeClock(),
		after(_: number, callback: () => void) {
			plays++;
			setImmediate(callback);
			return () => undefined;
		},
	};
	const paths = [write([[0, open()]])];
	const way = {speed: 1, fromMs: 0, isLooped: true, host: '127.0.0.1', port: 0};
	const served = await serveCapture({...way, paths, clock});
	const {socket} = await connect(`${wsOf(served, 'binance')}/stream?streams=${stream}`);
	socket.on('error', () => undefined);
	while (plays < 3) await new Promise(resolve => setImmediate(resolve));
	await served.stop();
	await served.played;
});

const arg = {channel: 'books', instId: 'STEEM-USDT'};

const okx = (action: string, seqId: number, prevSeqId: number, bids: string[][]): UntimedEvent => ({
	kind: 'ws',
	connection: 1,
	data: JSON.stringify({
		...{arg, action},
		data: [{asks: [['0.2', '1', '0', '1']], bids, ts: '1700000000000', seqId, prevSeqId}],
	}),
});

test('begins late subscriptions with the whole book', async () => {
	const bid = ['0.1', '5', '0', '1'];
	const path = write(
		[
			[0, {kind: 'open', url: 'wss://ws.okx.com:8443/ws/v5/public', connection: 1}],
			[10, {kind: 'sent', connection: 1, data: JSON.stringify({op: 'subscribe', args: [arg]})}],
			[20, {kind: 'ws', connection: 1, data: JSON.stringify({event: 'subscribe', arg})}],
			[100, okx('snapshot', 5, -1, [bid])],
			[200, okx('update', 9, 5, [['0.09', '2', '0', '1']])],
			[90_000, okx('update', 11, 9, [])],
		],
		['okx'],
	);
	const {clock, served} = await start(path);
	const {ask, next} = await connect(`${wsOf(served, 'okx')}/ws/v5/public`);
	const books = `${served.environment['STEEM_TUI_OKX_REST']}/api/v5/market/books?instId=STEEM-USDT&sz=5`;
	await until(clock, async () => (await (await fetch(books)).text()).includes('"seqId":9'));
	ask({id: 'mine', op: 'subscribe', args: [arg]});
	const {event, id} = JSON.parse(await next()) as Record<string, unknown>;
	assert.deepEqual([event, id], ['subscribe', 'mine']);
	const whole = JSON.parse(await next()) as {
		action: string;
		data: {seqId: number; bids: unknown}[];
	};
	assert.deepEqual(
		[whole.action, whole.data[0]?.seqId, whole.data[0]?.bids],
		['snapshot', 9, [bid, ['0.09', '2', '0', '1']]],
	);
	await served.stop();
});

type CoinbaseUpdate = {
	readonly side: string;
	readonly price_level: string;
	readonly new_quantity: string;
};

const coinbase = (
	connection: number,
	sequence_num: number,
	bids: readonly (readonly [price: string, size: string])[],
	type = 'update',
): UntimedEvent => {
	const timestamp = '2026-08-16T23:37:04.190019123Z';
	const updates = bids.map(([price_level, new_quantity]) => ({
		...{side: 'bid', event_time: timestamp, price_level, new_quantity},
	}));
	const events = [{type, product_id: 'STEEM-BTC', updates}];
	return {
		...{kind: 'ws', connection},
		data: JSON.stringify({channel: 'l2_data', client_id: '', timestamp, sequence_num, events}),
	};
};

test('goes on with the other of two overlapping connections', async () => {
	const openWs = (connection: number): UntimedEvent => ({
		...{kind: 'open', url: 'wss://advanced-trade-ws.coinbase.com', connection},
	});
	const size = (number: number) => [['0.1', String(number)]] as const;
	const both = Array.from({length: 30}, (_, index): readonly Step[] => [
		[200 + 10 * index, coinbase(1, 2 + index, size(10 + index))],
		[201 + 10 * index, coinbase(2, 1 + index, size(10 + index))],
	]).flat();
	const path = write(
		[
			[0, openWs(1)],
			[
				10,
				coinbase(
					1,
					0,
					[
						['0.1', '1'],
						['0.09', '4'],
					],
					'snapshot',
				),
			],
			[100, coinbase(1, 1, size(9))],
			[150, openWs(2)],
			[
				160,
				coinbase(
					2,
					0,
					[
						['0.1', '9'],
						['0.09', '4'],
					],
					'snapshot',
				),
			],
			...both,
			[600, {kind: 'close', connection: 1, reason: 'renewed'}],
			[700, coinbase(2, 31, size(100))],
			[800, coinbase(2, 32, [['0.09', '0']])],
			[900, coinbase(2, 33, size(101))],
		],
		['coinbase'],
	);
	const {clock, served} = await start(path);
	const {socket, ask} = await connect(wsOf(served, 'coinbase'));
	const came: {
		sequence_num: number;
		channel: string;
		events: readonly {type: string; updates: readonly CoinbaseUpdate[]}[];
	}[] = [];
	socket.on('message', data =>
		came.push(JSON.parse((data as Buffer).toString()) as (typeof came)[0]),
	);
	let isCut = false;
	socket.on('close', () => (isCut = true));
	ask({type: 'subscribe', channel: 'level2', product_ids: ['STEEM-BTC']});
	let isOver = false;
	void served.played.then(() => (isOver = true));
	await until(
		clock,
		() => isOver && came.some(({events}) => JSON.stringify(events).includes('"101"')),
	);
	const book = new Map<string, string>();
	for (const {channel, events} of came) {
		if (channel !== 'l2_data') continue;
		for (const {type, updates} of events) {
			if (type === 'snapshot') book.clear();
			for (const {price_level, new_quantity} of updates)
				if (new_quantity === '0') book.delete(price_level);
				else book.set(price_level, new_quantity);
		}
	}
	assert.deepEqual([...book], [['0.1', '101']]);
	assert.deepEqual(
		came.map(({sequence_num}) => sequence_num),
		came.map((_, index) => index),
		'the connection counts without a hole',
	);
	assert.equal(isCut, false);
	await served.stop();
});

/** Runs the command on a capture. */
const run = async (command: readonly string[], port = 0, more: readonly string[] = []) => {
	const written: string[] = [];
	const complaints: string[] = [];
	const code = await serve(
		{
			...{paths: [write(session), ...more], speed: 1, fromMs: 0, isLooped: false},
			...{host: '127.0.0.1', port, command},
		},
		{
			process,
			console: {
				write: text => written.push(text) > 0,
				complain: text => complaints.push(text),
			},
			clock: createFakeClock(),
			stopped: command.length > 0 ? new Promise<number>(() => undefined) : Promise.resolve(130),
		},
	);
	return {code, written, complaints};
};

test('prints the variables, one a line, and all at once', async () => {
	const {code, written} = await run([]);
	assert.equal(code, 130);
	const [ws = '', rest = '', ...others] = written.join('').split('\n');
	assert.match(ws, /^STEEM_TUI_BINANCE_WS=ws:\/\/127\.0\.0\.1:\d+\/binance$/);
	assert.match(rest, /^STEEM_TUI_BINANCE_REST=http:\/\/127\.0\.0\.1:\d+\/binance$/);
	assert.deepEqual(others, ['']);
	// Whoever reads the first and goes is not met by a second: that would end what is served.
	assert.equal(written.length, 1);
});

test('calls no capture over that is stopped before its end', async () => {
	const complaints: string[] = [];
	let stop = (_code: number) => {};
	const stopped = new Promise<number>(resolve => (stop = resolve));
	const code = await serve(
		{
			...{paths: [write(session)], speed: 1, fromMs: 0, isLooped: false},
			...{host: '127.0.0.1', port: 0, command: []},
		},
		{
			...{process, clock: createFakeClock(), stopped},
			console: {
				write: () => setImmediate(stop, 130).hasRef(),
				complain: text => complaints.push(text),
			},
		},
	);
	assert.deepEqual([code, complaints], [130, []]);
});

test('runs a command, and ends as it does', async () => {
	const program = `process.exit(/^ws:.*binance$/.test(process.env.STEEM_TUI_BINANCE_WS) ? 7 : 1)`;
	const {code, written} = await run([process.execPath, '-e', program]);
	assert.deepEqual([code, written], [7, []]);
	const missing = await run(['/nowhere/program']);
	assert.equal(missing.code, 1);
	assert.match(missing.complaints[0] ?? '', /\/nowhere\/program cannot be run/);
});

test('tells of a file among others that is no capture, and serves the rest', async () => {
	const path = join(folder, 'none.jsonl');
	writeFileSync(path, 'hello\n');
	const {code, complaints} = await run([process.execPath, '-e', 'process.exit(7)'], 0, [path]);
	assert.equal(code, 7);
	assert.deepEqual(complaints, [`${path}: it is not a capture: line 1: not JSON; it is left out`]);
});

test('refuses a pipe, as what comes through it comes once', async () => {
	const pipe = join(folder, 'pipe.jsonl');
	execFileSync('mkfifo', [pipe]);
	const {code, complaints} = await run([], 0, [pipe]);
	assert.equal(code, 1);
	const says = 'is a pipe, and serve reads its capture more than once: save it to a file first';
	assert.deepEqual(complaints, [`${pipe} ${says}`]);
});

test('says which port cannot be had', async () => {
	const other = createServer();
	other.listen(0, '127.0.0.1');
	await once(other, 'listening');
	const {port} = other.address() as {port: number};
	const {code, complaints} = await run([], port);
	other.close();
	assert.equal(code, 1);
	const says = 'cannot be listened on: another program listens there';
	assert.deepEqual(complaints, [`127.0.0.1:${port} ${says}`]);
});
