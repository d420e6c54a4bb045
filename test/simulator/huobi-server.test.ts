import assert from 'node:assert/strict';
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

type Tick = {seqNum: number; prevSeqNum: number; bids: unknown[]; asks: unknown[]};

/** Everything but pings that came before the reply to a message of ours. */
const drain = async (peer: Peer) => {
	const probe = {unsub: 'market.nothing.here', id: 'probe'};
	const before = await peer.drain(probe, message => message['id'] === 'probe');
	return before.filter(message => message['ping'] === undefined);
};

const skipPings = async (peer: Peer): Promise<Message> => {
	for (;;) {
		const message = await peer.next();
		if (message['ping'] === undefined) return message;
	}
};

const tickOf = (message: Message) => message['tick'] as Tick;

for (const market of ['STEEM/USDT', 'STEEM/BTC', 'BTC/USDT', 'FOO/BAR']) {
	test(`differences and refresh make the book of ${market}`, () =>
		withSimulator(
			async ({clock, huobi, simulator}) => {
				const topic = `market.${market.replace('/', '').toLowerCase()}.mbp.150`;
				const peer = await huobi('/feed');
				peer.send({sub: topic, id: 1});
				assert.deepEqual(await peer.next(), {
					id: 1,
					status: 'ok',
					subbed: topic,
					ts: clock.now(),
				});
				clock.advance(3000);
				peer.send({req: topic, id: '2'});
				const messages: Message[] = [];
				for (;;) {
					const message = await skipPings(peer);
					messages.push(message);
					if (message['rep'] !== undefined) break;
				}
				for (let count = 0; count < 3; count++) {
					clock.advance(9000);
					peer.send({pong: clock.now() - (clock.now() % 5000)});
					messages.push(...(await drain(peer)));
				}

				const reply = messages.find(({rep}) => rep === topic);
				const data = reply?.['data'] as Tick;
				const bids: NaiveSide = new Map();
				const asks: NaiveSide = new Map();
				applyLevels(bids, data.bids);
				applyLevels(asks, data.asks);
				let id = data.seqNum;
				let compared = 0;
				let previous: number | null = null;
				for (const message of messages.filter(({ch}) => ch === topic)) {
					const tick = tickOf(message);
					if (previous !== null) assert.equal(tick.prevSeqNum, previous);
					previous = tick.seqNum;
					assert.ok(tick.seqNum > tick.prevSeqNum + 1);
					if (tick.seqNum <= id) continue;
					assert.equal(tick.prevSeqNum, id);
					applyLevels(bids, tick.bids);
					applyLevels(asks, tick.asks);
					id = tick.seqNum;
					const truth = simulator.bookAt('huobi', market, id);
					if (!truth) continue;
					compared++;
					assert.deepEqual(sortSide(bids, 'bids'), toNumbers(truth.bids));
					assert.deepEqual(sortSide(asks, 'asks'), toNumbers(truth.asks));
				}
				assert.ok(compared > 10);
				assert.equal(id, simulator.book('huobi', market).sequence);
			},
			{markets: ['FOO/BAR']},
		));

	test(`each push of depth.step0 is the book of ${market}`, () =>
		withSimulator(
			async ({clock, huobi, simulator}) => {
				const topic = `market.${market.replace('/', '').toLowerCase()}.depth.step0`;
				const peer = await huobi('/ws');
				peer.send({sub: topic, id: 1});
				assert.equal((await peer.next())['subbed'], topic);
				clock.advance(14_900);
				const pushes = await drain(peer);
				assert.ok(pushes.length > 2 && pushes.length <= 15);
				let version = 0;
				for (const push of pushes) {
					assert.equal(push['ch'], topic);
					const tick = push['tick'] as Tick & {version: number};
					assert.ok(tick.version > version);
					version = tick.version;
					const truth = simulator.bookAt('huobi', market, version);
					assert.ok(truth);
					assert.deepEqual(tick.bids, toNumbers(truth.bids));
					assert.deepEqual(tick.asks, toNumbers(truth.asks));
				}
			},
			{markets: ['FOO/BAR']},
		));
}

test('the window slides: levels that leave the best 150 go as zero', () =>
	withSimulator(async ({clock, huobi, simulator}) => {
		const peer = await huobi('/feed');
		peer.send({sub: 'market.steemusdt.mbp.150', id: 1});
		await peer.next();
		clock.advance(9900);
		const sides = (await drain(peer)).map(tickOf);
		assert.ok(sides.every(({bids, asks}) => Array.isArray(bids) && Array.isArray(asks)));
		assert.ok(sides.some(({bids}) => bids.length === 0));
		assert.equal(simulator.book('huobi', 'STEEM/USDT').asks.length, 150);
	}));

test('the first push comes right after the ack, whenever one subscribes', () =>
	withSimulator(async ({clock, huobi}) => {
		const first = await huobi('/ws');
		const topic = 'market.btcusdt.depth.step0';
		first.send({sub: topic, id: 1});
		assert.equal((await first.next())['status'], 'ok');
		await first.next();
		clock.advance(1700);
		const second = await huobi('/ws');
		second.send({sub: topic, id: 2});
		const ack = await second.next();
		const push = await second.next();
		assert.equal(ack['status'], 'ok');
		assert.ok((push['ts'] as number) < (ack['ts'] as number));
		assert.deepEqual(push, (await drain(first)).at(-1));
	}));

test('a topic subscribed twice is acknowledged twice and told once', () =>
	withSimulator(async ({clock, huobi}) => {
		const peer = await huobi('/ws');
		const topic = 'market.btcusdt.depth.step0';
		for (const id of [1, 2]) {
			peer.send({sub: topic, id});
			assert.equal((await peer.next())['id'], id);
			assert.equal((await peer.next())['ch'], topic);
		}
		clock.advance(3000);
		const versions = (await drain(peer)).map(({ts}) => ts);
		assert.equal(new Set(versions).size, versions.length);
	}));

test('subscribes to several topics and leaves them', () =>
	withSimulator(async ({clock, huobi}) => {
		const peer = await huobi('/feed');
		const topics = ['market.btcusdt.mbp.150', 'market.ethusdt.mbp.150'];
		peer.send({sub: topics, id: 'all'});
		assert.deepEqual((await peer.next())['subbed'], topics);
		clock.advance(4500);
		const channels = new Set((await drain(peer)).map(({ch}) => ch));
		assert.deepEqual([...channels].sort(), topics);
		peer.send({unsub: topics[0], id: 'one'});
		const left = await peer.next();
		assert.deepEqual([left['status'], left['unsubbed'], left['id']], ['ok', topics[0], 'one']);
		clock.advance(4500);
		const rest = new Set((await drain(peer)).map(({ch}) => ch));
		assert.deepEqual([...rest], [topics[1]]);
	}));

const refusals = [
	{
		name: 'text that is no JSON',
		path: '/ws',
		sent: 'hello',
		message: 'not json, is not json string',
	},
	{
		name: 'an unlisted symbol',
		path: '/ws',
		sent: {sub: 'market.lmrusdt.depth.step0', id: 'id488'},
		message: 'invalid symbol lmrusdt',
	},
	{
		name: 'an unlisted symbol on the feed',
		path: '/feed',
		sent: {sub: 'market.lmrusdt.mbp.150', id: '2'},
		message: 'invalid mbp.150.symbol lmrusdt',
	},
	{
		name: 'an upper-case symbol',
		path: '/ws',
		sent: {sub: 'market.STEEMUSDT.depth.step0', id: 1},
		message: 'invalid symbol STEEMUSDT',
	},
	{
		name: 'a market without MBP',
		path: '/feed',
		sent: {sub: 'market.waxpusdt.mbp.150', id: '2'},
		message: 'invalid mbp.150.symbol waxpusdt',
	},
	{
		name: 'MBP on the depth path',
		path: '/ws',
		sent: {sub: 'market.steemusdt.mbp.150', id: 1},
		message: 'invalid topic market.steemusdt.mbp.150',
	},
	{
		name: 'depth on the MBP path',
		path: '/feed',
		sent: {sub: 'market.steemusdt.depth.step0', id: 1},
		message: 'invalid topic market.steemusdt.depth.step0',
	},
	{
		name: 'a topic there is none of',
		path: '/ws',
		sent: {sub: 'steemusdt', id: 1},
		message: 'invalid topic steemusdt',
	},
	{
		name: 'a suspended market',
		path: '/feed',
		sent: {sub: 'market.srmusdt.mbp.150', id: 1},
		message: 'symbol:srmusdt trade not open now ',
	},
	{
		name: 'an unsub of what was not subbed',
		path: '/ws',
		sent: {unsub: 'market.steemusdt.depth.step0', id: 1},
		message: 'unsub with not subbed topic market.steemusdt.depth.step0',
	},
	{
		name: 'a req of an unlisted symbol',
		path: '/feed',
		sent: {req: 'market.nope.mbp.150', id: 1},
		message: 'invalid mbp.150.symbol nope',
	},
] as const;

for (const {name, path, sent, message} of refusals) {
	test(`refuses ${name}`, () =>
		withSimulator(async ({clock, huobi}) => {
			const peer = await huobi(path);
			peer.send(sent);
			assert.deepEqual(await peer.next(), {
				status: 'error',
				ts: clock.now(),
				...(typeof sent === 'string' ? {} : {id: sent.id}),
				'err-code': 'bad-request',
				'err-msg': message,
			});
		}));
}

test('the market without MBP has a depth', () =>
	withSimulator(async ({huobi}) => {
		const peer = await huobi('/ws');
		peer.send({sub: 'market.waxpusdt.depth.step0', id: 1});
		assert.equal((await peer.next())['status'], 'ok');
		assert.equal((await peer.next())['ch'], 'market.waxpusdt.depth.step0');
	}));

test('a silent market is accepted and never heard of', () =>
	withSimulator(async ({clock, huobi}) => {
		for (const [path, topic] of [
			['/ws', 'market.nknusdt.depth.step0'],
			['/feed', 'market.nknusdt.mbp.150'],
		] as const) {
			const peer = await huobi(path);
			peer.send({sub: topic, id: 1});
			assert.equal((await peer.next())['status'], 'ok');
			peer.send({req: topic, id: 2});
			clock.advance(9000);
			assert.deepEqual(await drain(peer), []);
		}
	}));

test('allows one req in 100 ms on a connection', () =>
	withSimulator(async ({clock, huobi}) => {
		const peer = await huobi('/feed');
		const ask = async () => {
			peer.send({req: 'market.steemusdt.mbp.150', id: 1});
			const reply = await peer.next();
			return reply['err-msg'] ?? reply['rep'];
		};
		assert.equal(await ask(), 'market.steemusdt.mbp.150');
		clock.advance(99);
		assert.equal(await ask(), '429 too many request');
		clock.advance(100);
		assert.equal(await ask(), 'market.steemusdt.mbp.150');
	}));

test('pings every 5 s and stays while they are answered', () =>
	withSimulator(async ({clock, huobi}) => {
		const peer = await huobi('/ws');
		for (let count = 1; count <= 12; count++) {
			clock.advance(5000);
			const message = await peer.next();
			assert.deepEqual(message, {ping: 1_700_000_000_000 + count * 5000});
			peer.send({pong: message['ping']});
			await drain(peer);
		}
	}));

for (const {name, toPong} of [
	{name: 'none', toPong: null},
	{name: 'text', toPong: (ping: number) => ({pong: String(ping)})},
	{name: 'another number', toPong: (ping: number) => ({pong: ping + 1})},
]) {
	test(`closes with 1003 in place of the third ping when the pong is ${name}`, () =>
		withSimulator(async ({clock, huobi}) => {
			const peer = await huobi('/ws');
			for (let count = 0; count < 2; count++) {
				clock.advance(5000);
				const {ping} = await peer.next();
				if (toPong) peer.send(toPong(ping as number));
				await drain(peer);
			}
			clock.advance(5000);
			const {code, reason} = await peer.closed;
			assert.equal(code, 1003);
			assert.match(reason, /^ping check expired, session: [0-9a-f-]{36}$/);
		}));
}

test('lists symbols in the long form', () =>
	withSimulator(async ({get}) => {
		const {body} = await get('huobi', '/v1/common/symbols');
		assert.equal(body['status'], 'ok');
		const data = body['data'] as Message[];
		const steem = data.find(({symbol}) => symbol === 'steemusdt');
		assert.equal(steem?.['base-currency'], 'steem');
		assert.equal(steem['price-precision'], 4);
		assert.equal(steem['amount-precision'], 4);
		assert.equal(steem['state'], 'online');
		assert.equal(data.find(({symbol}) => symbol === 'srmusdt')?.['state'], 'suspend');
		const names = data.map(({symbol}) => symbol);
		assert.ok(names.includes('htusdt'));
		assert.ok(!names.includes('bnbusdt') && !names.includes('steembnb'));
	}));

test('lists chosen symbols in the short form', () =>
	withSimulator(async ({get}) => {
		const path = '/v1/settings/common/market-symbols';
		const {body} = await get('huobi', `${path}?symbols=steembtc,nope`);
		assert.deepEqual([body['status'], body['ts'], body['full']], ['ok', '1700000000000', 1]);
		const [steem, ...none] = body['data'] as Message[];
		assert.deepEqual(none, []);
		assert.deepEqual(
			[steem?.['symbol'], steem?.['bc'], steem?.['qc'], steem?.['pp'], steem?.['ap']],
			['steembtc', 'steem', 'btc', 8, 2],
		);
		const all = (await get('huobi', path)).body['data'] as unknown[];
		assert.ok(all.length > 50);
	}));

test('answers the time', () =>
	withSimulator(async ({get}) => {
		const {body} = await get('huobi', '/v1/common/timestamp');
		assert.deepEqual(body, {status: 'ok', data: 1_700_000_000_000});
	}));

test('answers the depth over HTTP', () =>
	withSimulator(async ({get, simulator}) => {
		const {body} = await get('huobi', '/market/depth?symbol=steemusdt&type=step0&depth=5');
		const tick = body['tick'] as Tick & {version: number};
		const truth = simulator.book('huobi', 'STEEM/USDT');
		assert.equal(tick.version, truth.sequence);
		assert.deepEqual(tick.bids, toNumbers(truth.bids.slice(0, 5)));
	}));

test('refuses a depth by the body', () =>
	withSimulator(async ({clock, get}) => {
		const {status, body} = await get('huobi', '/market/depth?symbol=nope&type=step0');
		assert.equal(status, 200);
		assert.deepEqual(body, {
			ts: clock.now(),
			status: 'error',
			'err-code': 'invalid-parameter',
			'err-msg': 'invalid symbol',
		});
	}));
