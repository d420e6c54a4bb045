import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withSimulator, type Message} from './peer.js';

type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

/** A market in which something was traded, and the trades of its stream. */
const trade = async ({binance, clock}: Context, seconds = 65) => {
	const peer = await binance('/ws/btcusdt@trade');
	const trades: Message[] = [];
	for (let second = 0; second < seconds; second += 5) {
		clock.advance(5000);
		const probe = {method: 'LIST_SUBSCRIPTIONS', id: 'p'};
		trades.push(...(await peer.drain(probe, ({id}) => id === 'p')));
	}
	return trades;
};

const ask = async ({get}: Context, path: string) => (await get('binance', `/api/v3/${path}`)).body;
const list = async (context: Context, path: string) =>
	(await ask(context, path)) as unknown as Message[];

test('trades and aggTrades are those of the stream', () =>
	withSimulator(async context => {
		const streamed = await trade(context);
		const trades = await list(context, 'trades?symbol=BTCUSDT&limit=1000');
		assert.deepEqual(
			trades
				.slice(-streamed.length)
				.map(({id, price, qty, time, isBuyerMaker}) => [id, price, qty, time, isBuyerMaker]),
			streamed.map(({t, p, q, T, m}) => [t, p, q, T, m]),
		);
		const some = await list(context, 'aggTrades?symbol=BTCUSDT&limit=3');
		assert.deepEqual(
			some.map(({a, p, q, f, l, m}) => [a, p, q, f, l, m]),
			streamed.slice(-3).map(({t, p, q, m}) => [t, p, q, t, t, m]),
		);
		const from = Number(streamed[1]?.['t']);
		const next = await list(context, `aggTrades?symbol=BTCUSDT&fromId=${String(from)}&limit=2`);
		assert.deepEqual(
			next.map(({a}) => a),
			[from, from + 1],
		);
	}));

test('klines cover the time without a hole, and each its trades', () =>
	withSimulator(async context => {
		const streamed = await trade(context, 130);
		const rows = (await list(context, 'klines?symbol=BTCUSDT&interval=1m')) as unknown as [
			number,
			...string[],
		][];
		assert.ok(rows.length >= 3);
		assert.equal(
			rows.reduce((sum, row) => sum + Number(row[8]), 0),
			streamed.length,
		);
		for (const [index, row] of rows.entries()) {
			assert.equal(row.length, 12);
			if (index > 0) assert.equal(row[0], (rows[index - 1]?.[0] ?? 0) + 60_000);
			assert.equal(Number(row[6]), row[0] + 59_999);
		}
		const seconds = await list(context, 'klines?symbol=BTCUSDT&interval=1s&limit=5');
		assert.equal(seconds.length, 5);
	}));

test('tickers tell of one, of some and of all', () =>
	withSimulator(async context => {
		const streamed = await trade(context);
		const [book] = [context.simulator.book('binance', 'BTC/USDT')];
		const day = await ask(context, 'ticker/24hr?symbol=BTCUSDT');
		assert.equal(day['count'], streamed.length);
		assert.equal(day['lastPrice'], streamed.at(-1)?.['p']);
		assert.equal(Number(day['bidPrice']), Number(book.bids[0]?.[0]));
		const mini = await ask(context, 'ticker/24hr?symbol=BTCUSDT&type=MINI');
		assert.equal(mini['lastPrice'], day['lastPrice']);
		assert.ok(!('weightedAvgPrice' in mini));
		const some = await list(context, 'ticker/price?symbols=["BTCUSDT","ETHUSDT"]');
		assert.deepEqual(
			some.map(({symbol}) => symbol),
			['BTCUSDT', 'ETHUSDT'],
		);
		assert.equal(some[0]?.['price'], day['lastPrice']);
		const all = await list(context, 'ticker/bookTicker');
		assert.ok(all.length > 50);
		const window = await ask(context, 'ticker?symbol=BTCUSDT&windowSize=1h');
		assert.equal(Number(window['closeTime']) - Number(window['openTime']), 3_600_000);
		assert.ok((await ask(context, 'ticker/tradingDay?symbol=BTCUSDT'))['volume']);
		assert.ok(Number((await ask(context, 'avgPrice?symbol=BTCUSDT'))['price']) > 1000);
	}));

for (const [path, code] of [
	['depth?symbol=BTCUSDT&symbolStatus=BREAK', -1220],
	['depth?symbol=STEEMBNB&symbolStatus=TRADING', -1220],
	['ticker/24hr?symbol=BTCUSDT&symbolStatus=HALT', -1220],
	['depth?symbol=BTCUSDT&symbolStatus=ODD', -1130],
	['klines?symbol=BTCUSDT&interval=7m', -1120],
	['trades', -1102],
	['trades?symbol=NOPE', -1121],
] as const) {
	test(`GET ${path} is refused with ${String(code)}`, () =>
		withSimulator(async ({get}) => {
			const {status, body} = await get('binance', `/api/v3/${path}`);
			assert.deepEqual([status, body['code']], [400, code]);
		}));
}

test('a matching symbolStatus changes nothing', () =>
	withSimulator(async context => {
		assert.ok((await ask(context, 'depth?symbol=BTCUSDT&symbolStatus=TRADING'))['lastUpdateId']);
		const broken = await ask(context, 'depth?symbol=STEEMBNB&symbolStatus=BREAK');
		assert.deepEqual(broken['bids'], []);
		const halted = await list(context, 'ticker/price?symbolStatus=BREAK');
		assert.deepEqual(
			halted.map(({symbol}) => symbol),
			['STEEMBNB'],
		);
	}));

test('X-MBX-TIME-UNIT makes microseconds of the times in an answer', () =>
	withSimulator(async context => {
		await trade(context, 10);
		const {rest} = context.simulator.endpoints.binance;
		const headers = {'x-mbx-time-unit': 'MICROSECOND'};
		const response = await fetch(`${rest}/api/v3/time`, {headers});
		const {serverTime} = (await response.json()) as {serverTime: number};
		assert.equal(serverTime, context.clock.now() * 1000);
		const rows = await fetch(`${rest}/api/v3/klines?symbol=BTCUSDT&interval=1m`, {headers});
		const [[openTime, , , , , , closeTime] = []] = (await rows.json()) as number[][];
		assert.equal(Number(closeTime) - Number(openTime), 59_999_999);
	}));

test('the API over a websocket answers as REST does', () =>
	withSimulator(async context => {
		const peer = await context.binance('/ws-api/v3');
		const call = async (method: string, params?: object) => {
			peer.send({id: method, method, ...(params ? {params} : {})});
			return peer.next();
		};
		await trade(context, 10);
		assert.deepEqual((await call('ping'))['result'], {});
		assert.deepEqual((await call('v3/time'))['result'], {serverTime: context.clock.now()});
		const depth = await call('depth', {symbol: 'BTCUSDT', limit: 5});
		assert.equal(depth['status'], 200);
		assert.deepEqual(depth['result'], await ask(context, 'depth?symbol=BTCUSDT&limit=5'));
		const [limit] = depth['rateLimits'] as Message[];
		assert.equal(limit?.['rateLimitType'], 'REQUEST_WEIGHT');
		assert.deepEqual(
			(await call('trades.recent', {symbol: 'BTCUSDT', limit: 2}))['result'],
			await ask(context, 'trades?symbol=BTCUSDT&limit=2'),
		);
		const info = await call('exchangeInfo', {symbols: ['BTCUSDT', 'ETHUSDT']});
		assert.equal(((info['result'] as Message)['symbols'] as unknown[]).length, 2);
		for (const [method, params] of [
			['klines', {symbol: 'BTCUSDT', interval: '1m'}],
			['avgPrice', {symbol: 'BTCUSDT'}],
			['ticker.24hr', {symbol: 'BTCUSDT'}],
			['ticker.price', {symbol: 'BTCUSDT'}],
			['ticker.book', {symbol: 'BTCUSDT'}],
			['trades.aggregate', {symbol: 'BTCUSDT'}],
		] as const)
			assert.equal((await call(method, params))['status'], 200, method);
	}));

test('the API over a websocket refuses in the words of REST', () =>
	withSimulator(async ({binance}) => {
		const peer = await binance('/ws-api/v3');
		peer.send({id: 7, method: 'depth', params: {symbol: 'NOPE', returnRateLimits: false}});
		assert.deepEqual(await peer.next(), {
			id: 7,
			status: 400,
			error: {code: -1121, msg: 'Invalid symbol.'},
		});
		peer.send({id: null, method: 'nothing'});
		assert.equal((await peer.next())['status'], 400);
		peer.send('hello');
		assert.deepEqual((await peer.next())['id'], null);
	}));

test('REST and the API over a websocket share the weight of a minute', () =>
	withSimulator(async ({binance, get}) => {
		const peer = await binance('/ws-api/v3?timeUnit=MICROSECOND');
		peer.send({id: 1, method: 'depth', params: {symbol: 'BTCUSDT', limit: 5000}});
		await peer.next();
		const {headers} = await get('binance', '/api/v3/ping');
		assert.equal(headers.get('x-mbx-used-weight-1m'), '251');
		peer.send({id: 2, method: 'time'});
		const {result} = await peer.next();
		assert.equal(String((result as Message)['serverTime']).length, 16);
	}));
