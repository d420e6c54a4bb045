import assert from 'node:assert/strict';
import {connect} from 'node:net';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import type {FaultName} from '../../source/simulator/faults.js';
import {hostileText} from '../../source/simulator/faults/reply-faults.js';
import {applyLevels, getBytes, withSimulator, type Message} from './peer.js';
import {openRaw} from './raw-peer.js';

type ExchangeId = 'binance' | 'huobi';
type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

const both = ['binance', 'huobi'] as const;
const timePath = {binance: '/api/v3/time', huobi: '/v1/common/timestamp'};
const topic = 'market.btcusdt.mbp.150';

const ask = async ({simulator}: Context, exchange: ExchangeId, path = timePath[exchange]) => {
	const response = await fetch(simulator.endpoints[exchange].rest + path);
	return {status: response.status, headers: response.headers, body: await response.text()};
};

const isUsual = async (context: Context, exchange: ExchangeId) => {
	const {status, body} = await ask(context, exchange);
	return status === 200 && body.includes(String(context.clock.now()));
};

const answers: readonly {
	readonly name: FaultName;
	readonly exchanges: readonly ExchangeId[];
	readonly times: number;
	readonly status: number;
	readonly body: RegExp;
	readonly type?: RegExp;
}[] = [
	{name: 'blocked', exchanges: both, times: 2, status: 451, body: /restricted location/},
	{
		name: 'server-error',
		exchanges: both,
		times: 2,
		status: 500,
		body: /^<!DOCTYPE html>/,
		type: /^text\/html/,
	},
	{name: 'escape', exchanges: both, times: 1, status: 500, body: /\\u001b]0;owned/},
];

for (const {name, exchanges, times, status, body, type = /^application\/json/} of answers) {
	for (const exchange of exchanges) {
		test(`${name} on ${exchange}: ${String(times)} answers, then as usual`, () =>
			withSimulator(async context => {
				context.simulator.inject(name, {exchange});
				for (let count = 0; count < times; count++) {
					const answer = await ask(context, exchange);
					assert.equal(answer.status, status);
					assert.match(answer.body, body);
					assert.match(answer.headers.get('content-type') ?? '', type);
				}
				assert.ok(await isUsual(context, exchange));
			}));
	}
}

for (const {name, exchange, status, seconds} of [
	{name: 'rate-limit', exchange: 'binance', status: 429, seconds: 3},
	{name: 'rate-limit', exchange: 'huobi', status: 429, seconds: 3},
	{name: 'ban', exchange: 'binance', status: 418, seconds: 10},
] as const) {
	test(`${name} on ${exchange}: ${String(status)} for ${String(seconds)} s from the first request`, () =>
		withSimulator(async context => {
			const {clock, simulator} = context;
			simulator.inject(name, {exchange});
			clock.advance(5000);
			const told = async () => {
				const answer = await ask(context, exchange);
				return [answer.status, answer.headers.get('retry-after')];
			};
			assert.deepEqual(await told(), [status, String(seconds)]);
			clock.advance(1500);
			assert.deepEqual(await told(), [status, String(seconds - 1)]);
			clock.advance(seconds * 1000 - 1500);
			assert.ok(await isUsual(context, exchange));
		}));
}

for (const exchange of both) {
	test(`rest-hang on ${exchange}: one request stays without an answer`, () =>
		withSimulator(async context => {
			context.simulator.inject('rest-hang', {exchange});
			const {port} = new URL(context.simulator.endpoints[exchange].rest);
			const hanging = connect(Number(port), '127.0.0.1');
			let answered = '';
			hanging.on('data', data => (answered += data.toString()));
			await new Promise<unknown>(resolve => {
				hanging.write(`GET ${timePath[exchange]} HTTP/1.1\r\nHost: x\r\n\r\n`, resolve);
			});
			for (let count = 0; count < 3; count++) assert.ok(await isUsual(context, exchange));
			assert.equal(answered, '');
			hanging.destroy();
		}));

	test(`rest-reset on ${exchange}: two requests are reset`, () =>
		withSimulator(async context => {
			context.simulator.inject('rest-reset', {exchange});
			for (let count = 0; count < 2; count++)
				await assert.rejects(ask(context, exchange), ({cause}: Error) => {
					assert.match(String((cause as NodeJS.ErrnoException).code), /ECONNRESET|UND_ERR_SOCKET/);
					return true;
				});
			assert.ok(await isUsual(context, exchange));
		}));

	test(`what lies in wait for requests to ${exchange} gives up after 30 s`, () =>
		withSimulator(async context => {
			for (const name of ['rest-hang', 'rate-limit', 'blocked'] as const)
				context.simulator.inject(name, {exchange});
			context.clock.advance(30_000);
			assert.ok(await isUsual(context, exchange));
		}));

	test(`escape on ${exchange}: hostile text in an error, a symbol and a close`, () =>
		withSimulator(async ({clock, simulator}) => {
			const path = exchange === 'binance' ? '/stream' : '/feed';
			const peer = await openRaw(exchange, simulator.endpoints[exchange].ws + path);
			simulator.inject('escape', {exchange});
			const [error, event] = (await peer.drain()).map(
				({text}) => JSON.parse(text ?? '') as Message,
			);
			assert.equal(error?.[exchange === 'binance' ? 'msg' : 'err-msg'], hostileText);
			assert.ok(String(event?.['stream'] ?? event?.['ch']).endsWith(hostileText));
			clock.advance(1000);
			assert.deepEqual(await peer.closed, {code: 1011, reason: hostileText});
		}));
}

test('ban-in-body: 418 for 10 s, and the text alone says until when', () =>
	withSimulator(async context => {
		const {clock, simulator} = context;
		const until = clock.now() + 10_000;
		simulator.inject('ban-in-body');
		clock.advance(4000);
		const {status, headers, body} = await ask(context, 'binance');
		assert.deepEqual([status, headers.get('retry-after')], [418, null]);
		assert.match(body, new RegExp(`"code":-1003,"msg":".*banned until ${String(until)}\\.`));
		clock.advance(6000);
		assert.ok(await isUsual(context, 'binance'));
	}));

for (const exchange of both) {
	test(`retry-after on ${exchange}: as a date, epoch seconds, epoch milliseconds`, () =>
		withSimulator(async context => {
			const {clock, simulator} = context;
			const until = clock.now() + 3000;
			simulator.inject('retry-after', {exchange});
			for (const form of [
				new Date(until).toUTCString(),
				String(Math.ceil(until / 1000)),
				String(until),
			]) {
				const {status, headers} = await ask(context, exchange);
				assert.deepEqual([status, headers.get('retry-after')], [429, form]);
			}
			clock.advance(3000);
			assert.ok(await isUsual(context, exchange));
		}));

	test(`login-page on ${exchange}: REST is led to a page, or shown it`, () =>
		withSimulator(async context => {
			const {clock, simulator} = context;
			simulator.inject('login-page', {exchange});
			const url = simulator.endpoints[exchange].rest + timePath[exchange];
			const moved = await fetch(url, {redirect: 'manual'});
			assert.deepEqual([moved.status, moved.headers.get('location')], [302, '/login']);
			for (const again of [url, new URL('/login', url)]) {
				const shown = await fetch(again);
				assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'text/html']);
				assert.match(await shown.text(), /^<!DOCTYPE html>/);
			}
			clock.advance(10_000);
			assert.ok(await isUsual(context, exchange));
		}));
}

const lists = [
	['binance', '/api/v3/exchangeInfo', 'symbols', 'symbol'],
	['huobi', '/v1/common/symbols', 'data', 'base-currency'],
] as const;

test('escape-list: one entry more in the next list, hostile in all its text', () =>
	withSimulator(async context => {
		context.simulator.inject('escape-list');
		assert.ok(await isUsual(context, 'binance'));
		for (const [exchange, path, field, name] of lists) {
			const list = async () =>
				(JSON.parse((await ask(context, exchange, path)).body) as Message)[field] as Message[];
			const hostile = await list();
			const usual = await list();
			assert.deepEqual(hostile.slice(0, -1), usual);
			assert.ok(String(hostile.at(-1)?.[name]).endsWith(hostileText));
		}
	}));

for (const [exchange, path, field, name] of lists) {
	test(`long-name on ${exchange}: one entry more in the next list, with a long name`, () =>
		withSimulator(async context => {
			const list = async () =>
				(JSON.parse((await ask(context, exchange, path)).body) as Message)[field] as Message[];
			context.simulator.inject('long-name', {exchange});
			const long = await list();
			const usual = await list();
			assert.deepEqual(long.slice(0, -1), usual);
			const told = String(long.at(-1)?.[name]);
			assert.ok(told.endsWith('A'.repeat(100_000)) && told.length < 100_020, `${told.length}`);
		}));

	test(`tiny-list on ${exchange}: the next list is of millions of empty objects, packed`, () =>
		withSimulator(async context => {
			context.simulator.inject('tiny-list', {exchange});
			const {headers, body} = await getBytes(context.simulator.endpoints[exchange].rest + path);
			assert.equal(headers['content-encoding'], 'gzip');
			assert.ok(body.length < 40_000, `${body.length} bytes`);
			const text = gunzipSync(body).toString();
			assert.ok(text.length > 27e6 && text.length < 30e6);
			assert.match(text.slice(0, 5000), new RegExp(`^{.*"${field}":\\[{},{},{},`));
			assert.match(text.slice(-100), /{},{},{}\].*}$/);
		}));
}

const depthPath = '/api/v3/depth?symbol=BTCUSDT&limit=5000';

test('stale-snapshot on binance: two older than the stream, each the book of its time', () =>
	withSimulator(async context => {
		const {clock, simulator, binance} = context;
		await binance('/ws/btcusdt@depth@100ms');
		clock.advance(20_000);
		simulator.inject('stale-snapshot', {exchange: 'binance'});
		const {sequence} = simulator.book('binance', 'BTC/USDT');
		for (const isOld of [true, true, false]) {
			const body = JSON.parse((await ask(context, 'binance', depthPath)).body) as Message;
			const id = body['lastUpdateId'] as number;
			assert.equal(id < sequence - 40, isOld);
			const truth = simulator.bookAt('binance', 'BTC/USDT', id);
			const bids = new Map<number, number>();
			applyLevels(bids, body['bids']);
			assert.deepEqual(
				[...bids],
				truth?.bids.map(level => level.map(Number)),
			);
		}
	}));

test('snapshots on binance: cut off, or with a bid above the asks', () =>
	withSimulator(async context => {
		const {simulator} = context;
		simulator.inject('bad-snapshot', {exchange: 'binance'});
		const cut = async () => (await ask(context, 'binance', depthPath)).body;
		for (let count = 0; count < 2; count++) {
			const body = await cut();
			assert.throws(() => void JSON.parse(body));
		}
		const usual = JSON.parse(await cut()) as {bids: string[][]; asks: string[][]};
		simulator.inject('crossed-snapshot', {exchange: 'binance'});
		const crossed = JSON.parse(await cut()) as typeof usual;
		assert.ok(Number(crossed.bids[0]?.[0]) > Number(crossed.asks[0]?.[0]));
		assert.deepEqual({...crossed, bids: crossed.bids.slice(1)}, usual);
	}));

/** The replies to `req`, one each 100 ms, with an update withheld before. */
const refreshes = async (name: FaultName, times: number) => {
	const replies: (string | null)[] = [];
	await withSimulator(async ({clock, simulator}) => {
		const peer = await openRaw('huobi', `${simulator.endpoints.huobi.ws}/feed`);
		peer.send({sub: topic, id: 1});
		await peer.drain();
		clock.advance(2000);
		await peer.drain();
		simulator.inject(name, {exchange: 'huobi'});
		for (let count = 0; count < times; count++) {
			clock.advance(100);
			peer.send({req: topic, id: `r${String(count)}`});
			const frames = await peer.drain();
			replies.push(frames.find(({text}) => text?.includes('"id":"r'))?.text ?? null);
		}
	});
	return replies;
};

const sequenceOf = (reply?: string | null) => Number(/"seqNum":(\d+)/.exec(reply ?? '')?.[1]);

test('snapshots on huobi: old, cut off, crossed, then as usual', async () => {
	const [old = null, older = null, good = null] = await refreshes('stale-snapshot', 3);
	assert.ok(sequenceOf(old) < sequenceOf(good) - 200 && sequenceOf(older) < sequenceOf(good) - 200);
	const [cut = null, , whole = null] = await refreshes('bad-snapshot', 3);
	assert.throws(() => void JSON.parse(cut ?? ''));
	assert.ok(sequenceOf(whole) > 0 && whole?.endsWith('}}'));
	const [crossed = null] = await refreshes('crossed-snapshot', 1);
	const {data} = JSON.parse(crossed ?? '') as {data: {bids: number[][]; asks: number[][]}};
	assert.ok((data.bids[0]?.[0] ?? 0) > (data.asks[0]?.[0] ?? Infinity));
});

test('no-data-reply: two replies without a book, the third with one', async () => {
	const replies = await refreshes('no-data-reply', 3);
	const books = replies.map(reply => (JSON.parse(reply ?? '') as Message)['data']);
	assert.deepEqual(books.slice(0, 2), [null, null]);
	assert.ok(books[2]);
});

test('huobi-error: out of nowhere, then for two replies', async () => {
	const replies = await refreshes('huobi-error', 3);
	const said = replies.map(reply => (JSON.parse(reply ?? '') as Message)['err-msg']);
	assert.deepEqual(said, ['429 too many request', 'request timeout', undefined]);
});
