import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toNumbers, withSimulator, type Message, type Peer} from './peer.js';

type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

const drain = (peer: Peer) =>
	peer.drain({method: 'LIST_SUBSCRIPTIONS', id: 'probe'}, ({id}) => id === 'probe');

/** What a stream sends in so many seconds. */
const follow = async ({binance, clock}: Context, stream: string, seconds: number) => {
	const peer = await binance(`/ws/${stream}`);
	clock.advance(seconds * 1000);
	return drain(peer);
};

const text = (value: unknown) => {
	assert.match(String(value), /^-?\d+\.\d{8}$/);
	return Number(value);
};

test('bookTicker is the touch of the book at its id', () =>
	withSimulator(async context => {
		const messages = await follow(context, 'btcusdt@bookTicker', 15);
		assert.ok(messages.length > 20);
		let before = '';
		for (const message of messages) {
			const {u, s, ...touch} = message;
			assert.equal(s, 'BTCUSDT');
			assert.notEqual(JSON.stringify(touch), before);
			before = JSON.stringify(touch);
			const book = context.simulator.bookAt('binance', 'BTC/USDT', Number(u));
			const [bid] = book?.bids ?? [];
			const [ask] = book?.asks ?? [];
			assert.deepEqual(
				Object.values(touch).map(text),
				[...(bid ?? []), ...(ask ?? [])].map(Number),
			);
			assert.deepEqual(Object.keys(message), ['u', 's', 'b', 'B', 'a', 'A']);
		}
	}));

for (const [stream, levels, most] of [
	['btcusdt@depth5@100ms', 5, 100],
	['btcusdt@depth10', 10, 10],
	['btcusdt@depth20@100ms', 20, 100],
] as const) {
	test(`${stream} is the best of the book, whole`, () =>
		withSimulator(async context => {
			const messages = await follow(context, stream, 10);
			assert.ok(messages.length > most / 3 && messages.length <= most);
			for (const message of messages) {
				assert.deepEqual(Object.keys(message), ['lastUpdateId', 'bids', 'asks']);
				const id = Number(message['lastUpdateId']);
				const book = context.simulator.bookAt('binance', 'BTC/USDT', id);
				for (const side of ['bids', 'asks'] as const)
					assert.deepEqual(
						toNumbers(message[side] as [string, string][]),
						toNumbers(book?.[side].slice(0, levels) ?? []),
					);
			}
		}));
}

/** What was traded, from the stream of trades. */
const sum = (trades: readonly Message[]) => ({
	count: trades.length,
	open: Number(trades[0]?.['p']),
	close: Number(trades.at(-1)?.['p']),
	high: Math.max(...trades.map(({p}) => Number(p))),
	low: Math.min(...trades.map(({p}) => Number(p))),
	volume: trades.reduce((total, {q}) => total + Number(q), 0),
	first: trades[0]?.['t'],
	last: trades.at(-1)?.['t'],
});

const near = (a: unknown, b: number) => {
	assert.ok(Math.abs(text(a) - b) < 1e-6, `${String(a)} is ${String(b)}`);
};

test('tickers tell what was traded, each second', () =>
	withSimulator(async context => {
		const {binance, clock} = context;
		const peer = await binance(
			'/stream?streams=btcusdt@trade/btcusdt@ticker/btcusdt@miniTicker/btcusdt@ticker_1h/btcusdt@avgPrice',
		);
		clock.advance(20_000);
		const messages = await drain(peer);
		const of = (stream: string) =>
			messages
				.filter(message => message['stream'] === `btcusdt@${stream}`)
				.map(({data}) => data as Message);
		const traded = sum(of('trade'));
		assert.ok(traded.count > 3);
		for (const [stream, event] of [
			['ticker', '24hrTicker'],
			['miniTicker', '24hrMiniTicker'],
			['ticker_1h', '1hTicker'],
		] as const) {
			const last = of(stream).at(-1) ?? {};
			assert.ok(of(stream).length >= 19 && of(stream).length <= 20);
			assert.deepEqual([last['e'], last['s']], [event, 'BTCUSDT']);
			for (const [field, value] of [
				['o', traded.open],
				['c', traded.close],
				['h', traded.high],
				['l', traded.low],
				['v', traded.volume],
			] as const)
				near(last[field], value);
			if (stream === 'miniTicker') continue;
			assert.deepEqual(
				[last['F'], last['L'], last['n']],
				[traded.first, traded.last, traded.count],
			);
			near(last['p'], traded.close - traded.open);
			assert.equal(Number(last['C']), clock.now());
		}
		const [bid] = context.simulator.book('binance', 'BTC/USDT').bids;
		assert.equal(text(of('ticker').at(-1)?.['b']), Number(bid?.[0]));
		const average = of('avgPrice').at(-1);
		assert.ok(text(average?.['w']) <= traded.high && text(average?.['w']) >= traded.low);
		assert.equal(average?.['i'], '5m');
	}));

test('klines are made of the trades', () =>
	withSimulator(async context => {
		const {binance, clock} = context;
		const peer = await binance('/stream?streams=btcusdt@trade/btcusdt@kline_1m');
		clock.advance(50_000);
		clock.advance(25_000);
		const messages = await drain(peer);
		const lines = messages
			.filter(({stream}) => stream === 'btcusdt@kline_1m')
			.map(({data}) => (data as Message)['k'] as Message);
		const trades = messages
			.filter(({stream}) => stream === 'btcusdt@trade')
			.map(({data}) => data as Message);
		const closed = lines.filter(({x}) => x === true);
		assert.ok(closed.length >= 1);
		for (const {t, T, o, c, h, l, v, n, f, L} of closed) {
			const inside = trades.filter(({T: at}) => Number(at) >= Number(t) && Number(at) <= Number(T));
			const all = sum(inside);
			assert.equal(Number(t) % 60_000, 0);
			assert.equal(Number(T) - Number(t), 59_999);
			near(o, all.open);
			near(c, all.close);
			near(h, all.high);
			near(l, all.low);
			near(v, all.volume);
			assert.deepEqual([n, f, L], [all.count, all.first, all.last]);
		}
	}));

test('!miniTicker@arr tells of each market in which something was traded', () =>
	withSimulator(async context => {
		const messages = await follow(context, '!miniTicker@arr', 4);
		assert.ok(messages.length >= 3);
		const all = messages.flatMap(message => message as unknown as Message[]);
		assert.ok(new Set(all.map(({s}) => s)).size > 20);
		assert.ok(all.every(({e}) => e === '24hrMiniTicker'));
	}));

test('timeUnit=MICROSECOND: all times of a connection are microseconds', () =>
	withSimulator(async ({binance, clock}) => {
		const streams = 'btcusdt@depth@100ms/btcusdt@trade/btcusdt@kline_1m/btcusdt@ticker';
		for (const unit of ['MICROSECOND', 'microsecond']) {
			const peer = await binance(`/stream?streams=${streams}&timeUnit=${unit}`);
			clock.advance(5000);
			const messages = await drain(peer);
			const data = messages.map(message => message['data'] as Message);
			assert.ok(data.every(({E}) => String(E).length === 16));
			assert.ok(
				data.filter(({e}) => e === 'trade').every(({T, t}) => Number(T) > 1e15 && Number(t) < 1e12),
			);
			assert.deepEqual([...new Set(data.map(({e}) => e))].sort(), [
				'24hrTicker',
				'depthUpdate',
				'kline',
				'trade',
			]);
		}
	}));
