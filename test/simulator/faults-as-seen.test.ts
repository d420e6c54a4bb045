import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FaultName} from '../../source/simulator/faults.js';
import {withSimulator, type Message} from './peer.js';
import {openRaw, type RawPeer} from './raw-peer.js';

type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

const mbp = 'market.steemusdt.mbp.150';
const tape = 'market.steemusdt.trade.detail';

const parse = (frames: readonly {text: string | null}[]) =>
	frames.map(({text}) => JSON.parse(text ?? '') as Message);

/** Opens a socket of Huobi that follows a topic. */
const follow = async ({simulator}: Context, path: 'ws' | 'feed', topic: string) => {
	const peer = await openRaw('huobi', `${simulator.endpoints.huobi.ws}/${path}`);
	peer.send({sub: topic, id: 's'});
	await peer.drain();
	return peer;
};

/** All that comes in so many milliseconds; pings are answered. */
const during = async ({clock}: Context, peer: RawPeer, ms: number) => {
	const frames = [];
	for (let left = ms; left > 0; left -= 2000) {
		clock.advance(Math.min(2000, left));
		frames.push(...(await peer.drain()));
	}
	return parse(frames);
};

type Tick = {seqNum: number; prevSeqNum: number; bids?: unknown; asks?: unknown; data?: Message[]};
const tickOf = (message: Message) => message['tick'] as Tick;

for (const {name, words} of [
	{name: 'refused-sub', words: '429 too many request topics'},
	{
		name: 'no-subscription',
		words: 'The coin pair does not currently offer subscription services.',
	},
] as const) {
	test(`${name}: a sub is refused, a req gets a book, and nothing follows it`, () =>
		withSimulator(async context => {
			const {simulator, clock} = context;
			const before = await follow(context, 'feed', mbp);
			simulator.inject(name);
			assert.equal((await before.closed).code, 1006);
			const peer = await openRaw('huobi', `${simulator.endpoints.huobi.ws}/feed`);
			peer.send({sub: mbp, id: 's'});
			peer.send({req: mbp, id: 'r'});
			const [refusal, reply] = parse(await peer.drain());
			assert.deepEqual(
				[refusal?.['status'], refusal?.['err-msg'], refusal?.['id']],
				['error', words, 's'],
			);
			assert.ok(reply?.['data']);
			assert.deepEqual(await during(context, peer, 10_000), []);
			clock.advance(100);
			peer.send({sub: mbp, id: 's'});
			const [accepted] = parse(await peer.drain());
			assert.equal(accepted?.['subbed'], mbp);
			assert.ok((await during(context, peer, 10_000)).length > 0);
		}));
}

test('depth-silence on huobi: books end, while replies and trades go on', () =>
	withSimulator(async context => {
		const books = await follow(context, 'feed', mbp);
		const trades = await follow(context, 'ws', tape);
		context.simulator.inject('depth-silence', {exchange: 'huobi'});
		assert.deepEqual(await during(context, books, 60_000), []);
		assert.ok(books.pings() > 10);
		assert.ok(parse(await trades.drain()).length > 0);
		books.send({req: mbp, id: 'r'});
		assert.equal(parse(await books.drain())[0]?.['rep'], mbp);
		const again = await follow(context, 'feed', mbp);
		assert.ok((await during(context, again, 20_000)).length > 0, 'a new socket is not struck');
	}));

test('depth-silence on binance: trades go on in the same connection', () =>
	withSimulator(async context => {
		const path = '/stream?streams=steemusdt@depth@100ms/steemusdt@trade';
		const peer = await openRaw('binance', context.simulator.endpoints.binance.ws + path);
		context.simulator.inject('depth-silence', {exchange: 'binance'});
		const messages = await during(context, peer, 60_000);
		assert.ok(messages.length > 0);
		assert.ok(messages.every(({stream}) => stream === 'steemusdt@trade'));
	}));

/** What a market sends while a fault is on, as it is without, message by message. */
const compare = async (name: FaultName, path: 'ws' | 'feed', topic: string) => {
	const run = async (fault: FaultName | null) => {
		let messages: Message[] = [];
		await withSimulator(async context => {
			const peer = await follow(context, path, topic);
			await during(context, peer, 4000);
			if (fault) context.simulator.inject(fault);
			messages = await during(context, peer, 10_000);
		});
		return messages;
	};
	return {usual: await run(null), struck: await run(name)};
};

test('blank-side: a side without a change is left out or null', async () => {
	const {usual, struck} = await compare('blank-side', 'feed', 'market.ethusdt.mbp.150');
	const isBlank = (side: unknown) => Array.isArray(side) && side.length === 0;
	const sides = struck.map(message => [tickOf(message).bids, tickOf(message).asks]).flat();
	assert.ok(sides.includes(undefined) && sides.includes(null));
	assert.ok(!sides.some(isBlank));
	const filled = struck.map(message => ({
		...message,
		tick: {...tickOf(message), bids: tickOf(message).bids ?? [], asks: tickOf(message).asks ?? []},
	}));
	assert.deepEqual(filled, usual);
});

test('blank-mbp: the same id each 100 ms while nothing changed', async () => {
	const {usual, struck} = await compare('blank-mbp', 'feed', mbp);
	const isBlank = (message: Message) => tickOf(message).prevSeqNum === tickOf(message).seqNum;
	assert.deepEqual(
		struck.filter(message => !isBlank(message)),
		usual,
	);
	assert.ok(struck.length > 95 && struck.length < 105, `${String(struck.length)} in 10 s`);
	for (const [index, message] of struck.entries()) {
		if (!isBlank(message)) continue;
		const {seqNum, bids, asks} = tickOf(message);
		assert.deepEqual([bids, asks], [[], []]);
		const before = struck[index - 1];
		if (before) assert.equal(tickOf(before).seqNum, seqNum);
	}
});

test('empty-direction: trades that say nothing of the taker', async () => {
	const {usual, struck} = await compare('empty-direction', 'ws', 'market.btcusdt.trade.detail');
	const directions = struck.flatMap(message =>
		(tickOf(message).data ?? []).map(t => t['direction']),
	);
	assert.ok(directions.length > 0);
	assert.ok(directions.every(direction => direction === ''));
	assert.equal(struck.length, usual.length);
});

test('microseconds: times of a thousand times as much for 10 s', () =>
	withSimulator(async context => {
		const path = '/ws/btcusdt@depth@100ms/btcusdt@trade';
		const peer = await openRaw('binance', context.simulator.endpoints.binance.ws + path);
		const magnitudes = async () => {
			const messages = await during(context, peer, 9000);
			const times = messages.flatMap(({E, T}) => [E, T]).filter(time => time !== undefined);
			return [...new Set(times.map(time => String(time).length))];
		};
		assert.deepEqual(await magnitudes(), [13]);
		context.simulator.inject('microseconds');
		assert.deepEqual(await magnitudes(), [16]);
		context.clock.advance(1000);
		await peer.drain();
		assert.deepEqual(await magnitudes(), [13]);
	}));

/** Sequences of the replies to `req`s one each 100 ms, and of the book then; null while none came. */
const repliesTo = async (context: Context, peer: RawPeer, times: number) => {
	const seen: {told: number | null; true: number}[] = [];
	for (let count = 0; count < times; count++) {
		context.clock.advance(100);
		peer.send({req: mbp.replace('steem', 'btc'), id: 'r'});
		const reply = parse(await peer.drain()).find(({rep}) => rep !== undefined);
		const told = (reply?.['data'] as Tick | undefined)?.seqNum ?? null;
		seen.push({told, true: context.simulator.book('huobi', 'BTC/USDT').sequence});
	}
	return seen;
};

test('old-reply: four replies that are 3 s old', () =>
	withSimulator(async context => {
		const {simulator, clock} = context;
		const peer = await openRaw('huobi', `${simulator.endpoints.huobi.ws}/feed`);
		simulator.book('huobi', 'BTC/USDT');
		clock.advance(5000);
		const {sequence} = simulator.book('huobi', 'BTC/USDT');
		clock.advance(2600);
		simulator.inject('old-reply');
		const seen = await repliesTo(context, peer, 5);
		assert.equal(seen.length, 5);
		for (const {told} of seen.slice(0, 3)) assert.ok(told !== null && told <= sequence);
		assert.equal(seen[4]?.told, seen[4]?.true);
	}));

test('late-snapshot on huobi: two replies come after 6 s', () =>
	withSimulator(async context => {
		const peer = await openRaw('huobi', `${context.simulator.endpoints.huobi.ws}/feed`);
		context.simulator.inject('late-snapshot');
		const seen = await repliesTo(context, peer, 3);
		assert.deepEqual(
			seen.map(({told}) => told === null),
			[true, true, false],
		);
		const late = await during(context, peer, 6000);
		assert.equal(late.filter(({rep}) => rep !== undefined).length, 2);
	}));

for (const {name, delayMs} of [
	{name: 'ahead-snapshot', delayMs: 0},
	{name: 'late-snapshot', delayMs: 6000},
] as const) {
	test(`${name} on binance: two that the stream has yet to come to`, () =>
		withSimulator(async context => {
			const {simulator, clock, get} = context;
			simulator.book('binance', 'BTC/USDT');
			clock.advance(3000);
			simulator.inject(name);
			for (const isAhead of [true, true, false]) {
				const asked = get('binance', '/api/v3/depth?symbol=BTCUSDT&limit=5');
				if (isAhead && delayMs > 0) {
					// The request has arrived when one made after it is answered.
					await get('binance', '/api/v3/time');
					clock.advance(delayMs);
				}
				const {body} = await asked;
				const {sequence} = simulator.book('binance', 'BTC/USDT');
				assert.equal(Number(body['lastUpdateId']) > sequence, isAhead);
			}
		}));
}
