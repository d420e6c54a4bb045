import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import {
	applyLevels,
	sortSide,
	toNumbers,
	withSimulator,
	type Message,
	type NaiveSide,
	type Peer,
} from './peer.js';

type Event = {U: number; u: number; b: [string, string][]; a: [string, string][]} & Message;

/** Everything that came before the reply to a control message. */
const drain = (peer: Peer, id = 'probe') =>
	peer.drain({method: 'LIST_SUBSCRIPTIONS', id}, message => message['id'] === id);

const unwrap = (message: Message) => message['data'] as Event;

for (const market of ['STEEM/USDT', 'STEEM/BTC', 'BTC/USDT', 'FOO/BAR']) {
	test(`stream and snapshot make the book of ${market}`, () =>
		withSimulator(
			async ({clock, binance, get, simulator}) => {
				const symbol = market.replace('/', '');
				const stream = `${symbol.toLowerCase()}@depth@100ms`;
				const peer = await binance(`/stream?streams=${stream}`);
				clock.advance(3000);
				const {body} = await get('binance', `/api/v3/depth?symbol=${symbol}&limit=5000`);
				clock.advance(27_000);
				const messages = await drain(peer);
				assert.ok(messages.length > 20);

				const bids: NaiveSide = new Map();
				const asks: NaiveSide = new Map();
				applyLevels(bids, body['bids']);
				applyLevels(asks, body['asks']);
				let id = body['lastUpdateId'] as number;
				let previous: number | null = null;
				let compared = 0;
				for (const message of messages) {
					assert.equal(message['stream'], stream);
					const event = unwrap(message);
					assert.ok(event.u >= event.U && event.b.length + event.a.length > 0);
					if (previous !== null) assert.equal(event.U, previous + 1);
					previous = event.u;
					if (event.u <= id) continue;
					assert.ok(event.U <= id + 1);
					applyLevels(bids, event.b);
					applyLevels(asks, event.a);
					id = event.u;
					const truth = simulator.bookAt('binance', market, id);
					if (!truth) continue;
					compared++;
					assert.deepEqual(sortSide(bids, 'bids'), toNumbers(truth.bids));
					assert.deepEqual(sortSide(asks, 'asks'), toNumbers(truth.asks));
				}
				assert.ok(compared > 10);
				assert.equal(id, simulator.book('binance', market).sequence);
			},
			{markets: ['FOO/BAR']},
		));
}

test('the slow stream merges a second into one event', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/stream?streams=btcusdt@depth/btcusdt@depth@100ms');
		clock.advance(10_000);
		const messages = await drain(peer);
		const slow = messages.filter(({stream}) => stream === 'btcusdt@depth').map(unwrap);
		const fast = messages.filter(({stream}) => stream === 'btcusdt@depth@100ms').map(unwrap);
		assert.ok(slow.length <= 10 && fast.length > 2 * slow.length);
		const merged: NaiveSide = new Map();
		const single: NaiveSide = new Map();
		for (const [index, {U, u, b}] of slow.entries()) {
			if (index > 0) assert.equal(U, (slow[index - 1]?.u ?? NaN) + 1);
			applyLevels(merged, b);
			for (const event of fast) if (event.u >= U && event.u <= u) applyLevels(single, event.b);
			assert.deepEqual(sortSide(merged, 'bids'), sortSide(single, 'bids'));
		}
	}));

test('events look as documented', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/ws/btcusdt@depth@100ms');
		clock.advance(2000);
		const event = await peer.next();
		assert.deepEqual(Object.keys(event), ['e', 'E', 's', 'U', 'u', 'b', 'a']);
		assert.equal(event['e'], 'depthUpdate');
		assert.equal(event['s'], 'BTCUSDT');
		for (const message of [event, ...(await drain(peer))])
			for (const level of [...(message as Event).b, ...(message as Event).a])
				for (const text of level) assert.match(text, /^\d+\.\d{8}$/);
	}));

test('sends nothing while nothing changes, and removals as zero', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/ws/steemusdt@depth@100ms');
		clock.advance(15_000);
		const events = (await drain(peer)) as Event[];
		assert.ok(events.length > 5 && events.length < 120);
		const sizes = events.flatMap(({b, a}) => [...b, ...a]).map(([, size]) => size);
		assert.ok(sizes.includes('0.00000000'));
	}));

test('the same seed sends the same messages', async () => {
	const record = async (seed: number) => {
		let messages: Message[] = [];
		await withSimulator(
			async ({clock, binance}) => {
				const peer = await binance('/ws/steemusdt@depth@100ms');
				clock.advance(20_000);
				messages = await drain(peer);
			},
			{seed},
		);
		return messages;
	};
	const first = await record(1);
	assert.deepEqual(await record(1), first);
	assert.notDeepEqual(await record(2), first);
});

test('accepts unknown, upper-case, halted and silent streams without data', () =>
	withSimulator(async ({clock, binance}) => {
		const streams = [
			'nosuchusdt@depth@100ms',
			'STEEMUSDT@depth@100ms',
			'steemusdt@depth@250ms',
			'steembnb@depth@100ms',
			'xemusdt@depth@100ms',
			'htusdt@depth@100ms',
		];
		const peer = await binance('/ws');
		peer.send({method: 'SUBSCRIBE', params: streams, id: 1});
		assert.deepEqual(await peer.next(), {result: null, id: 1});
		clock.advance(60_000);
		peer.send({method: 'LIST_SUBSCRIPTIONS', id: 2});
		assert.deepEqual(await peer.next(), {result: streams, id: 2});
	}));

test('subscribes and unsubscribes while running', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/stream');
		const stream = 'btcusdt@depth@100ms';
		peer.send({method: 'SUBSCRIBE', params: [stream], id: 'a1'});
		assert.deepEqual(await peer.next(), {result: null, id: 'a1'});
		clock.advance(2000);
		assert.equal((await peer.next())['stream'], stream);
		await drain(peer);
		peer.send({method: 'SET_PROPERTY', params: ['combined', false], id: 5});
		assert.deepEqual(await peer.next(), {result: null, id: 5});
		clock.advance(2000);
		assert.equal((await peer.next())['e'], 'depthUpdate');
		await drain(peer);
		peer.send({method: 'GET_PROPERTY', params: ['combined'], id: 6});
		assert.deepEqual(await peer.next(), {result: false, id: 6});
		peer.send({method: 'UNSUBSCRIBE', params: [stream], id: null});
		assert.deepEqual(await peer.next(), {result: null, id: null});
		clock.advance(5000);
		assert.deepEqual(await drain(peer), []);
	}));

const badRequests = [
	{name: 'text that is no JSON', sent: '{oops', code: 3},
	{name: 'a list', sent: [1], code: 2},
	{name: 'an unknown method', sent: {method: 'DANCE', params: [], id: 1}, code: 2, id: 1},
	{name: 'a missing method', sent: {params: [], id: 1}, code: 2, id: 1},
	{name: 'missing params', sent: {method: 'SUBSCRIBE', id: 1}, code: 2, id: 1},
	{name: 'a bad id', sent: {method: 'LIST_SUBSCRIPTIONS', id: 1.5}, code: 2},
	{
		name: 'a stream that is no text',
		sent: {method: 'SUBSCRIBE', params: [1], id: 1},
		code: 2,
		id: 1,
	},
	{
		name: 'too many parameters',
		sent: {method: 'SUBSCRIBE', params: Array.from({length: 1025}, String), id: 1},
		code: 2,
		id: 1,
	},
	{
		name: 'an unknown property',
		sent: {method: 'GET_PROPERTY', params: ['speed'], id: 1},
		code: 0,
		id: 1,
	},
	{
		name: 'a property of the wrong type',
		sent: {method: 'SET_PROPERTY', params: ['combined', 'yes'], id: 1},
		code: 1,
		id: 1,
	},
];

for (const {name, sent, code, id} of badRequests) {
	test(`answers ${name} with code ${String(code)}`, () =>
		withSimulator(async ({binance}) => {
			const peer = await binance('/ws');
			peer.send(sent);
			const reply = await peer.next();
			assert.equal(reply['code'], code);
			assert.equal(typeof reply['msg'], 'string');
			assert.equal(reply['id'], id);
		}));
}

test('disconnects at the sixth message within a second', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/ws');
		for (const wait of [0, 0, 0, 0, 999]) {
			clock.advance(wait);
			await drain(peer);
		}
		clock.advance(1);
		for (let count = 0; count < 4; count++) await drain(peer);
		peer.send({method: 'LIST_SUBSCRIPTIONS', id: 'sixth'});
		assert.deepEqual(await peer.closed, {code: 1008, reason: 'Too many requests'});
	}));

test('pings with a frame every 20 s', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/ws');
		const payloads: string[] = [];
		peer.socket.on('ping', data => payloads.push(data.toString()));
		for (let count = 0; count < 6; count++) {
			const pinged = once(peer.socket, 'ping');
			clock.advance(20_000);
			await pinged;
			// The reply comes after the pong was read.
			await drain(peer);
		}
		assert.deepEqual(payloads.slice(0, 2), ['1700000020000', '1700000040000']);
		assert.equal(payloads.length, 6);
	}));

test('drops a connection whose pong is a minute late', () =>
	withSimulator(async ({clock, binance}) => {
		const peer = await binance('/ws', {autoPong: false});
		// Unsolicited pongs do not count.
		peer.socket.on('ping', () => {
			peer.socket.pong('something else');
		});
		for (let count = 0; count < 3; count++) {
			const pinged = once(peer.socket, 'ping');
			clock.advance(20_000);
			await pinged;
			await drain(peer);
		}
		clock.advance(20_000);
		assert.equal((await peer.closed).code, 1006);
	}));

test('refuses a socket on any other path', () =>
	withSimulator(async ({binance}) => {
		await assert.rejects(binance('/feed'), /404/);
		await assert.rejects(binance('/ws/%ff'), /404/);
	}));

test('answers ping and time', () =>
	withSimulator(async ({get}) => {
		assert.deepEqual((await get('binance', '/api/v3/ping')).body, {});
		const {body} = await get('binance', '/api/v3/time');
		assert.deepEqual(body, {serverTime: 1_700_000_000_000});
		assert.equal((await get('binance', '/api/v1/depth?symbol=STEEMUSDT')).status, 404);
	}));

test('cuts the snapshot to its limit', () =>
	withSimulator(async ({get, simulator}) => {
		const count = async (limit: string) => {
			const {body} = await get('binance', `/api/v3/depth?symbol=STEEMUSDT${limit}`);
			return (body['asks'] as unknown[]).length;
		};
		const all = simulator.book('binance', 'STEEM/USDT').asks.length;
		assert.equal(await count(''), 100);
		assert.equal(await count('&limit=7'), 7);
		assert.equal(await count('&limit=9999'), all);
	}));

test('the snapshot is as new as the stream', () =>
	withSimulator(async ({clock, get, simulator}) => {
		simulator.book('binance', 'STEEM/USDT');
		clock.advance(30_000);
		const {body} = await get('binance', '/api/v3/depth?symbol=STEEMUSDT&limit=5000');
		const {sequence, bids} = simulator.book('binance', 'STEEM/USDT');
		assert.equal(body['lastUpdateId'], sequence);
		assert.deepEqual(toNumbers(body['bids'] as [string, string][]), toNumbers(bids));
	}));

const refusals = [
	{query: 'depth?symbol=NOPEUSDT', code: -1121, msg: 'Invalid symbol.'},
	{query: 'depth?symbol=HTUSDT', code: -1121, msg: 'Invalid symbol.'},
	{query: 'depth?symbol=steemusdt', code: -1100},
	{query: 'depth', code: -1102},
	{query: 'depth?symbol=STEEMUSDT&limit=x', code: -1100},
	{query: 'depth?symbol=STEEMUSDT&limit=0', code: -1102},
	{query: 'exchangeInfo?symbol=NOPEUSDT', code: -1121},
	{query: 'exchangeInfo?symbols=STEEMUSDT', code: -1100},
	{query: 'exchangeInfo?symbol=STEEMUSDT&symbols=["STEEMBTC"]', code: -1128},
];

for (const {query, code, msg} of refusals) {
	test(`refuses ${query} with ${String(code)}`, () =>
		withSimulator(async ({get}) => {
			const {status, body} = await get('binance', `/api/v3/${query}`);
			assert.equal(status, 400);
			assert.equal(body['code'], code);
			if (msg !== undefined) assert.equal(body['msg'], msg);
		}));
}

test('lists markets with tick size, step and status', () =>
	withSimulator(
		async ({get}) => {
			const read = async (query: string) =>
				(await get('binance', `/api/v3/exchangeInfo${query}`)).body['symbols'] as Message[];
			const [steem, ...none] = await read('?symbol=STEEMUSDT');
			assert.deepEqual(none, []);
			assert.equal(steem?.['status'], 'TRADING');
			assert.equal(steem['baseAsset'], 'STEEM');
			const [price, lot] = steem['filters'] as Message[];
			assert.equal(price?.['tickSize'], '0.00010000');
			assert.equal(lot?.['stepSize'], '0.10000000');
			const names = (await read('?symbols=["STEEMBNB","FOOBAR"]')).map(info => [
				info['symbol'],
				info['status'],
			]);
			assert.deepEqual(names, [
				['STEEMBNB', 'BREAK'],
				['FOOBAR', 'TRADING'],
			]);
			const all = (await read('')).map(({symbol}) => symbol);
			assert.ok(all.length > 50 && all.includes('BNBUSDT') && !all.includes('HTUSDT'));
		},
		{markets: ['foo/bar']},
	));

test('a halted market has an empty snapshot', () =>
	withSimulator(async ({get, simulator}) => {
		const {body} = await get('binance', '/api/v3/depth?symbol=STEEMBNB');
		const {sequence} = simulator.book('binance', 'STEEM/BNB');
		assert.deepEqual(body, {lastUpdateId: sequence, bids: [], asks: []});
	}));

test('a silent market has a snapshot that stays', () =>
	withSimulator(async ({clock, get}) => {
		const first = await get('binance', '/api/v3/depth?symbol=XEMUSDT');
		assert.equal((first.body['bids'] as unknown[]).length, 100);
		clock.advance(30_000);
		assert.deepEqual((await get('binance', '/api/v3/depth?symbol=XEMUSDT')).body, first.body);
	}));

test('counts weight by the minute and answers 429 beyond 6000', () =>
	withSimulator(async ({clock, get}) => {
		const depth = (limit: number) =>
			get('binance', `/api/v3/depth?symbol=STEEMUSDT&limit=${String(limit)}`);
		const used = async (limit: number) =>
			Number((await depth(limit)).headers.get('X-MBX-USED-WEIGHT-1M'));
		assert.equal(await used(100), 5);
		assert.equal(await used(101), 30);
		assert.equal(await used(1000), 80);
		assert.equal(await used(5000), 330);
		await get('binance', '/api/v3/exchangeInfo?symbol=STEEMUSDT');
		for (let count = 0; count < 22; count++) await depth(5000);
		assert.equal(await used(100), 5855);
		clock.advance(10_000);
		const {status, headers, body} = await depth(5000);
		assert.equal(status, 429);
		assert.equal(body['code'], -1003);
		// The test's clock started 20 s into a minute.
		assert.equal(headers.get('Retry-After'), '30');
		clock.advance(30_000);
		assert.equal(await used(100), 5);
	}));
