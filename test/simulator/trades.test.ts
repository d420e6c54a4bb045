import assert from 'node:assert/strict';
import {once} from 'node:events';
import {test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {WebSocket} from 'ws';
import {applyLevels, withSimulator, type Message, type NaiveSide, type Peer} from './peer.js';

type Trade = {p: string; q: string; T: number; t: number; m: boolean} & Message;
type Depth = {E: number; b: [string, string][]; a: [string, string][]} & Message;

const drain = (peer: Peer) =>
	peer.drain({method: 'LIST_SUBSCRIPTIONS', id: 'probe'}, ({id}) => id === 'probe');

const isTrade = (message: Message): message is Trade => message['e'] === 'trade';

test('Binance: a trade looks as documented, raw and combined', () =>
	withSimulator(async ({clock, binance}) => {
		const raw = await binance('/ws/btcusdt@trade');
		const combined = await binance('/stream?streams=btcusdt@trade');
		const aggregate = await binance('/ws');
		aggregate.send({method: 'SUBSCRIBE', params: ['btcusdt@aggTrade'], id: 1});
		assert.deepEqual(await aggregate.next(), {result: null, id: 1});
		clock.advance(5000);
		const trades = await drain(raw);
		assert.ok(trades.length > 5);
		for (const trade of trades) {
			assert.deepEqual(Object.keys(trade), ['e', 'E', 's', 't', 'p', 'q', 'T', 'm', 'M']);
			assert.deepEqual([trade['e'], trade['s'], trade['M']], ['trade', 'BTCUSDT', true]);
			assert.equal(trade['E'], trade['T']);
			for (const name of ['p', 'q']) assert.match(String(trade[name]), /^\d+\.\d{8}$/);
		}
		assert.deepEqual(
			await drain(combined),
			trades.map(data => ({stream: 'btcusdt@trade', data})),
		);
		const aggregates = await drain(aggregate);
		assert.deepEqual(Object.keys(aggregates[0] ?? {}), [
			...['e', 'E', 's', 'a', 'p', 'q', 'f', 'l', 'T', 'm', 'M'],
		]);
		assert.deepEqual(
			aggregates.map(({p, q, f, l}) => [p, q, f, l]),
			trades.map(({p, q, t}) => [p, q, t, t]),
		);
	}));

test('Binance: a trade is what left the book in its step', () =>
	withSimulator(async ({clock, binance, get}) => {
		const peer = await binance('/ws/steemusdt@trade/steemusdt@depth@100ms');
		const {body} = await get('binance', '/api/v3/depth?symbol=STEEMUSDT&limit=5000');
		clock.advance(60_000);
		const messages = await drain(peer);
		const trades = messages.filter(isTrade);
		assert.ok(trades.length > 20);
		assert.ok(trades.some(({m}) => m) && trades.some(({m}) => !m));
		for (const [index, {t}] of trades.entries()) assert.equal(t, (trades[0]?.t ?? 0) + index);

		const book = {b: new Map() as NaiveSide, a: new Map() as NaiveSide};
		applyLevels(book.b, body['bids']);
		applyLevels(book.a, body['asks']);
		let levels = 0;
		let exact = 0;
		for (const event of messages.filter((message): message is Depth => !isTrade(message))) {
			const before = {b: new Map(book.b), a: new Map(book.a)};
			applyLevels(book.b, event.b);
			applyLevels(book.a, event.a);
			const filled = new Map<string, number>();
			for (const {p, q, m} of trades.filter(({T}) => T === event.E)) {
				const side = m ? 'b' : 'a';
				assert.ok(event[side].some(([price]) => price === p));
				filled.set(side + p, (filled.get(side + p) ?? 0) + Number(q));
			}
			for (const [place, size] of filled) {
				const [side, price] = [place.startsWith('b') ? 'b' : 'a', Number(place.slice(1))] as const;
				const gone = (before[side].get(price) ?? 0) - (book[side].get(price) ?? 0);
				levels++;
				if (Math.abs(gone - size) < 1e-6) exact++;
			}
		}
		// The rest are levels that something else happened to in the same 100 ms.
		assert.ok(exact > levels * 0.6, `${String(exact)} of ${String(levels)}`);
	}));

const topic = 'market.btcusdt.trade.detail';

test('Huobi: trades look as documented, ids beyond 2^53 as bare integers', () =>
	withSimulator(async ({clock, simulator}) => {
		const socket = new WebSocket(`${simulator.endpoints.huobi.ws}/ws`);
		const texts: string[] = [];
		socket.on('message', data => texts.push(gunzipSync(data as Buffer).toString()));
		await once(socket, 'open');
		socket.send(JSON.stringify({sub: topic, id: 1}));
		await once(socket, 'message');
		clock.advance(4000);
		socket.send(JSON.stringify({req: topic, id: 2}));
		while (!texts.at(-1)?.includes('"rep"')) await once(socket, 'message');
		const pushes = texts.slice(1, -1);
		assert.ok(pushes.length > 3);
		const fill =
			/^\{"id":\d{20,},"ts":\d{13},"tradeId":\d{12},"amount":\d[\d.E-]*,"price":\d[\d.E-]*,"direction":"(buy|sell)"\}$/;
		const said: string[] = [];
		let most = 0;
		for (const push of pushes) {
			const [, data = ''] =
				/^\{"ch":"market\.btcusdt\.trade\.detail","ts":\d{13},"tick":\{"id":\d{12},"ts":\d{13},"data":\[(.+)\]\}\}$/.exec(
					push,
				) ?? [];
			const fills = data.split(/(?<=\}),/);
			most = Math.max(most, fills.length);
			for (const text of fills) assert.match(text, fill);
			said.push(...fills);
		}
		assert.ok(most > 1, 'several fills in one message');
		const [, all = ''] = /"data":\[(.+)\]\}$/.exec(texts.at(-1) ?? '') ?? [];
		assert.deepEqual(all.split(/(?<=\}),/).slice(-said.length), said);
	}));

test('Huobi: the direction is the taker’s', () =>
	withSimulator(async ({clock, huobi}) => {
		const peer = await huobi('/ws');
		peer.send({sub: [topic, 'market.btcusdt.depth.step0'], id: 1});
		await peer.next();
		const probe = {unsub: 'market.nothing.here', id: 'probe'};
		let book = await peer.next();
		let checked = 0;
		for (let second = 0; second < 4; second++) {
			clock.advance(1000);
			const messages = await peer.drain(probe, ({id}) => id === 'probe');
			const [first] = messages.filter(({ch}) => ch === topic);
			const {data} = (first?.['tick'] ?? {data: []}) as {data: Message[]};
			const {bids, asks} = book['tick'] as {bids: number[][]; asks: number[][]};
			const middle = ((bids[0]?.[0] ?? 0) + (asks[0]?.[0] ?? 0)) / 2;
			const [{price, direction} = {}] = data;
			if (price !== undefined) {
				assert.equal(direction, Number(price) > middle ? 'buy' : 'sell');
				checked++;
			}
			book = messages.findLast(({ch}) => ch !== topic && ch !== undefined) ?? book;
		}
		assert.ok(checked > 1);
	}));

test('a silent market has no trades', () =>
	withSimulator(async ({clock, huobi, binance}) => {
		const peer = await huobi('/ws');
		peer.send({sub: 'market.nknusdt.trade.detail', id: 1});
		assert.equal((await peer.next())['status'], 'ok');
		const other = await binance('/ws/xemusdt@trade');
		clock.advance(4000);
		assert.deepEqual(await drain(other), []);
		peer.send({unsub: 'x', id: 2});
		assert.equal((await peer.next())['id'], 2);
	}));
