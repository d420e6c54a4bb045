import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	applyLevels,
	sortSide,
	toNumbers,
	withSimulator,
	type Message,
	type NaiveSide,
} from './peer.js';

type Context = Parameters<Parameters<typeof withSimulator>[0]>[0];

/** What comes after a subscription, pings aside. */
const follow = async ({huobi, clock}: Context, path: string, topic: string, seconds: number) => {
	const peer = await huobi(path);
	peer.send({sub: topic, id: 1});
	assert.equal((await peer.next())['subbed'], topic);
	const pushes: Message[] = [];
	for (let second = 0; second < seconds; second += 4) {
		clock.advance(4000);
		const probe = {unsub: 'nothing', id: 'probe'};
		for (const message of await peer.drain(probe, ({id}) => id === 'probe'))
			if (message['ping'] === undefined) pushes.push(message);
			else peer.send({pong: message['ping']});
	}
	assert.ok(pushes.every(({ch}) => ch === topic));
	return {peer, ticks: pushes.map(({tick}) => tick as Message)};
};

type Levels = [number, number][];

for (const [levels, path] of [
	[5, '/feed'],
	[20, '/feed'],
	[400, '/feed'],
] as const) {
	test(`mbp.${String(levels)}: differences and refresh make the best levels`, () =>
		withSimulator(async context => {
			const topic = `market.btcusdt.mbp.${String(levels)}`;
			const {peer, ticks} = await follow(context, path, topic, 12);
			peer.send({req: topic, id: 2});
			const {data} = (await peer.next()) as {data: Message};
			const more = await follow(context, path, topic, 0);
			more.peer.socket.terminate();
			const bids: NaiveSide = new Map();
			const asks: NaiveSide = new Map();
			applyLevels(bids, data['bids']);
			applyLevels(asks, data['asks']);
			let id = data['seqNum'] as number;
			assert.ok(
				ticks.some(({seqNum}) => seqNum === id),
				'the reply links to what was sent',
			);
			context.clock.advance(4000);
			const later = await peer.drain({unsub: 'nothing', id: 'probe'}, ({id: of}) => of === 'probe');
			const updates = later.filter(({ch}) => ch === topic).map(({tick}) => tick as Message);
			assert.ok(updates.length > 5);
			for (const tick of updates) {
				assert.equal(tick['prevSeqNum'], id);
				id = tick['seqNum'] as number;
				if (levels === 400) assert.ok(Array.isArray(tick['bids']) && Array.isArray(tick['asks']));
				else
					for (const side of ['bids', 'asks'])
						assert.notEqual((tick[side] as Levels | undefined)?.length, 0, 'no blank side');
				applyLevels(bids, tick['bids'] ?? []);
				applyLevels(asks, tick['asks'] ?? []);
				const truth = context.simulator.bookAt('huobi', 'BTC/USDT', id);
				const most = Math.min(levels, 150);
				assert.deepEqual(sortSide(bids, 'bids', most), toNumbers(truth?.bids ?? []).slice(0, most));
				assert.deepEqual(sortSide(asks, 'asks', most), toNumbers(truth?.asks ?? []).slice(0, most));
			}
			if (levels < 150)
				assert.ok(
					updates.some(({bids: b, asks: a}) => b === undefined || a === undefined),
					'a side that did not change is left out',
				);
		}));
}

test('mbp.20 is served for large pairs alone', () =>
	withSimulator(async ({huobi}) => {
		const peer = await huobi('/feed');
		peer.send({sub: 'market.steemusdt.mbp.20', id: 1});
		assert.equal((await peer.next())['err-msg'], 'invalid mbp.20.symbol steemusdt');
	}));

for (const path of ['/feed', '/ws']) {
	test(`mbp.refresh.10 on ${path} is the best of the book, whole`, () =>
		withSimulator(async context => {
			const {ticks} = await follow(context, path, 'market.btcusdt.mbp.refresh.10', 8);
			assert.ok(ticks.length > 30);
			for (const {seqNum, bids, asks} of ticks) {
				const truth = context.simulator.bookAt('huobi', 'BTC/USDT', seqNum as number);
				assert.deepEqual(bids, toNumbers(truth?.bids.slice(0, 10) ?? []));
				assert.deepEqual(asks, toNumbers(truth?.asks.slice(0, 10) ?? []));
			}
		}));
}

test('bbo is the touch of the book at its id', () =>
	withSimulator(async context => {
		const {ticks} = await follow(context, '/ws', 'market.btcusdt.bbo', 12);
		assert.ok(ticks.length > 5);
		for (const {seqId, bid, bidSize, ask, askSize, symbol} of ticks) {
			const truth = context.simulator.bookAt('huobi', 'BTC/USDT', seqId as number);
			assert.deepEqual([bid, bidSize], truth?.bids[0]?.map(Number));
			assert.deepEqual([ask, askSize], truth?.asks[0]?.map(Number));
			assert.equal(symbol, 'btcusdt');
		}
	}));

test('depth.step1 to step5 merge prices, twenty a side, and keep what rests there', () =>
	withSimulator(async context => {
		const {simulator, get, clock} = context;
		simulator.book('huobi', 'BTC/USDT');
		clock.advance(1000);
		for (const step of [1, 2, 3, 4, 5]) {
			const {ticks} = await follow(context, '/ws', `market.btcusdt.depth.step${String(step)}`, 4);
			const unit = 10 ** (step - 2);
			for (const tick of ticks) {
				const book = simulator.bookAt('huobi', 'BTC/USDT', tick['version'] as number);
				for (const side of ['bids', 'asks'] as const) {
					const levels = tick[side] as Levels;
					assert.ok(levels.length <= 20 && levels.length > 0);
					const round = side === 'bids' ? Math.floor : Math.ceil;
					const [price = 0, size = 0] = levels[0] ?? [];
					assert.ok(Math.abs(price / unit - Math.round(price / unit)) < 1e-6);
					const inside = (book?.[side] ?? []).filter(
						([p]) =>
							Math.abs(round(Number(p) / unit - (side === 'bids' ? -1e-9 : 1e-9)) * unit - price) <
							1e-9,
					);
					const sum = inside.reduce((total, [, s]) => total + Number(s), 0);
					if (inside.length < 140) assert.ok(Math.abs(sum - size) < 1e-6, `step${String(step)}`);
				}
			}
		}
		const {body} = await get('huobi', '/market/depth?symbol=btcusdt&type=step1&depth=5');
		assert.equal(((body['tick'] as Message)['bids'] as Levels).length, 5);
	}));

test('detail, ticker and klines tell what was traded', () =>
	withSimulator(async context => {
		const detail = await follow(context, '/ws', 'market.btcusdt.detail', 16);
		const ticker = await follow(context, '/ws', 'market.btcusdt.ticker', 4);
		const line = await follow(context, '/ws', 'market.btcusdt.kline.1min', 24);
		assert.ok(detail.ticks.length >= 2 && ticker.ticks.length > 0);
		const {body} = await context.get('huobi', '/market/history/trade?symbol=btcusdt&size=2000');
		const all = (body['data'] as {data: Message[]}[]).flatMap(({data}) => data).reverse();
		line.peer.send({req: 'market.btcusdt.kline.1day', id: 'day'});
		let day = await line.peer.next();
		while (day['rep'] === undefined) day = await line.peer.next();
		const [candle] = day['data'] as Message[];
		// What was traded before the market began is in no candle.
		const trades = all.slice(-Number(candle?.['count']));
		assert.ok(trades.length > 10 && trades.length < all.length);
		const prices = trades.map(({price}) => Number(price));
		assert.deepEqual(
			[candle?.['open'], candle?.['close'], candle?.['high'], candle?.['low']],
			[prices[0], prices.at(-1), Math.max(...prices), Math.min(...prices)],
		);
		const amount = trades.reduce((sum, {amount: size}) => sum + Number(size), 0);
		assert.ok(Math.abs(Number(candle?.['amount']) - amount) < 1e-6);
		const last = ticker.ticks.at(-1) ?? {};
		for (const field of ['bid', 'ask', 'bidSize', 'askSize', 'lastPrice', 'lastSize', 'vol'])
			assert.equal(typeof last[field], 'number', field);
		assert.ok(line.ticks.every(({id}) => Number(id) % 60 === 0));
	}));

test('a ping of the client is answered', () =>
	withSimulator(async ({huobi}) => {
		const peer = await huobi('/ws');
		peer.send({ping: 18_212_558_000});
		assert.deepEqual(await peer.next(), {pong: 18_212_558_000});
	}));

for (const [path, isRight] of [
	[
		'/v2/reference/currencies',
		({data}) => (data as Message[]).some(({currency}) => currency === 'steem'),
	],
	['/v1/settings/common/symbols', ({data}) => (data as Message[])[0]?.['symbol'] === 'steemusdt'],
	['/v2/settings/common/symbols', ({data}) => (data as Message[])[0]?.['bcdn'] === 'STEEM'],
	['/v2/market-status', ({data}) => (data as Message)['marketStatus'] === 1],
	['/market/detail/merged?symbol=btcusdt', ({tick}) => (tick as {bid: number[]}).bid.length === 2],
	['/market/detail?symbol=btcusdt', ({tick}) => Number((tick as Message)['close']) > 1000],
	['/market/trade?symbol=btcusdt', ({tick}) => (tick as {data: Message[]}).data.length > 0],
	['/market/history/trade?symbol=btcusdt&size=3', ({data}) => (data as Message[]).length === 3],
	[
		'/market/history/kline?symbol=btcusdt&period=1min&size=2',
		({data}) => (data as Message[]).every(({id}) => Number(id) % 60 === 0),
	],
	['/market/tickers', ({data}) => (data as Message[]).length > 40],
	[
		'/market/history/kline?symbol=btcusdt&period=7min',
		body => body['err-msg'] === 'invalid period',
	],
	['/market/detail?symbol=nope', body => body['err-msg'] === 'invalid symbol'],
] as [string, (body: Message) => boolean][]) {
	test(`GET ${path}`, () =>
		withSimulator(async ({get, clock, simulator}) => {
			simulator.book('huobi', 'BTC/USDT');
			clock.advance(20_000);
			const {status, body} = await get('huobi', path);
			assert.equal(status, 200);
			assert.ok(isRight(body), JSON.stringify(body).slice(0, 200));
		}));
}
