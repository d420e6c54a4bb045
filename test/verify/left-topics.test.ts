import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {CaptureEvent} from '../../source/capture/capture-format.js';
import {captureHeader, captureText} from '../helpers/capture-lines.js';
import {liveStretches, provenStretches} from '../helpers/proven.js';
import {writeFile} from '../helpers/replay-run.js';

type Recorder = {
	readonly id: string;
	readonly url: string;
	/** From which the book is live, at 100. */
	readonly start: readonly CaptureEvent[];
	/** The next change of a book, or another book, whose id is one more than the number of those before. */
	readonly change: (count: number) => object;
	readonly subscribe: object;
	/** Ends the book, and what the exchange says to that. */
	readonly unsubscribe: object;
	readonly reply: object | null;
};

const send = (t: number, data: object, connection = 1): CaptureEvent => ({
	...{t, kind: 'sent', connection, data: JSON.stringify(data)},
});

const hear = (t: number, data: object, connection = 1): CaptureEvent => ({
	...{t, kind: 'ws', connection, data: JSON.stringify(data)},
});

const levels = (from: number, step: number) =>
	Array.from({length: 60}, (_, at) => [String(from + at * step), '1']);
const toNumbers = (level: readonly string[]) => level.map(Number);

const whole = {b: levels(199, -1), a: levels(200, 1)};

const bybit: Recorder = {
	id: 'bybit',
	url: 'wss://stream.bybit.com/v5/public/spot',
	start: [
		hear(100, {
			...{topic: 'orderbook.200.STEEMUSDT', type: 'snapshot', ts: 1},
			data: {s: 'STEEMUSDT', u: 1, seq: 1, ...whole},
		}),
	],
	change: count => ({
		...{topic: 'orderbook.200.STEEMUSDT', type: 'delta', ts: 2},
		data: {s: 'STEEMUSDT', u: count + 1, seq: count + 1, b: [['190', String(count)]], a: []},
	}),
	subscribe: {op: 'subscribe', args: ['orderbook.200.STEEMUSDT']},
	unsubscribe: {op: 'unsubscribe', args: ['orderbook.200.STEEMUSDT']},
	reply: {success: true, ret_msg: '', conn_id: 'a', op: 'unsubscribe'},
};

const binance: Recorder = {
	id: 'binance',
	url: 'wss://stream.binance.com:9443/stream?streams=steemusdt@depth@100ms',
	start: [
		{
			...{t: 50, kind: 'http', status: 200},
			url: 'https://api.binance.com/api/v3/depth?symbol=STEEMUSDT&limit=1000',
			data: JSON.stringify({lastUpdateId: 1, bids: whole.b, asks: whole.a}),
		},
		hear(100, {
			stream: 'steemusdt@depth@100ms',
			data: {e: 'depthUpdate', E: 1, s: 'STEEMUSDT', U: 1, u: 1, b: [], a: []},
		}),
	],
	change: count => ({
		stream: 'steemusdt@depth@100ms',
		data: {
			...{e: 'depthUpdate', E: 2, s: 'STEEMUSDT', U: count + 1, u: count + 1},
			...{b: [['190', String(count)]], a: []},
		},
	}),
	subscribe: {method: 'SUBSCRIBE', params: ['steemusdt@depth@100ms'], id: 1},
	unsubscribe: {method: 'UNSUBSCRIBE', params: ['steemusdt@depth@100ms'], id: 2},
	reply: {result: null, id: 2},
};

const book = (count: number) => ({
	...{type: 'orderbook', code: 'USDT-STEEM', timestamp: captureHeader.startedAt + 100 + count},
	...{total_ask_size: 7, total_bid_size: 5, level: 0},
	orderbook_units: [{ask_price: 200, bid_price: 199, ask_size: 7 + count, bid_size: 5}],
});

const upbit: Recorder = {
	id: 'upbit',
	url: 'wss://api.upbit.com/websocket/v1',
	start: [hear(100, book(0))],
	change: book,
	subscribe: [{ticket: 'a'}, {type: 'orderbook', codes: ['USDT-STEEM.30']}],
	unsubscribe: [{ticket: 'a'}, {type: 'orderbook', codes: ['USDT-BTC.30']}],
	reply: null,
};

/** What is not about the book, until the connection is long known to live. */
const alive = (from: number): readonly CaptureEvent[] =>
	Array.from({length: 20}, (_, at) => ({t: from + at * 1000, kind: 'ping', connection: 1}));

for (const {id, url, start, change, subscribe, unsubscribe, reply} of [bybit, binance, upbit]) {
	const write = (events: readonly CaptureEvent[]): string =>
		writeFile(
			captureText(
				[{t: 0, kind: 'open', url, connection: 1}, send(0, subscribe), ...start, ...events],
				{...captureHeader, market: 'STEEM/USDT', exchanges: [id]},
			),
		);
	const left = [
		hear(1000, change(1)),
		send(3000, unsubscribe),
		...(reply ? [hear(3010, reply)] : []),
		hear(3020, change(2)),
	];

	test(`nothing proves a book of ${id} that its recorder asked for no more`, async () => {
		const path = write([...left, ...alive(4000)]);
		// What is on its way may still come.
		const until = [{from: 100, to: 5020}];
		assert.deepEqual(await provenStretches([path]), until);
		assert.deepEqual(await liveStretches([path]), until);
	});

	test(`a book of ${id} is over once nothing comes of what was left`, async () => {
		// As of another subscription to the same.
		const more = [4000, 5500, 7000, 8500].map((t, at) => hear(t, change(at + 3)));
		const path = write([...left, ...more, ...alive(9000)]);
		const until = [{from: 100, to: 10_500}];
		assert.deepEqual(await provenStretches([path]), until);
		assert.deepEqual(await liveStretches([path]), until);
	});

	test(`who asks for a book of ${id} anew in the same breath has not left it`, async () => {
		const path = write([
			hear(1000, change(1)),
			...[send(3000, unsubscribe), send(3150, subscribe)],
			hear(3200, change(2)),
			...alive(4000),
		]);
		const until = [{from: 100, to: 23_000}];
		assert.deepEqual(await provenStretches([path]), until);
		assert.deepEqual(await liveStretches([path]), until);
	});

	test(`a book of ${id} that comes all the same goes on where it links`, async () => {
		const path = write([...left, ...alive(4000), hear(23_500, change(3)), ...start.map(again)]);
		const [first, ...more] = await provenStretches([path]);
		assert.deepEqual(first, {from: 100, to: 5020});
		assert.equal(more.length, 1);
	});
}

test('nor where nothing tells what else its connection carries', async () => {
	const events: readonly CaptureEvent[] = [
		{t: 0, kind: 'open', url: bybit.url, connection: 1},
		...[...bybit.start, hear(1000, bybit.change(1))],
		...[send(3000, bybit.unsubscribe), ...alive(4000)],
	];
	const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['bybit']};
	const path = writeFile(captureText(events, header));
	assert.deepEqual(await provenStretches([path]), [{from: 100, to: 5000}]);
	assert.deepEqual(await liveStretches([path]), [{from: 100, to: 5000}]);
});

for (const {name, unsubscribe, more, to} of [
	{name: 'another market', unsubscribe: upbit.unsubscribe, more: [], to: 5020},
	{name: 'fills alone', unsubscribe: [{type: 'trade', codes: ['USDT-STEEM']}], more: [], to: 5020},
	{name: 'the same', unsubscribe: upbit.subscribe, more: [], to: 23_000},
	{
		name: 'another market, and the same again',
		...{unsubscribe: upbit.unsubscribe, more: [send(3150, upbit.subscribe)], to: 23_000},
	},
])
	test(`where the capture does not tell what Upbit was asked for, ${name} is asked for after it`, async () => {
		const events: readonly CaptureEvent[] = [
			{t: 0, kind: 'open', url: upbit.url, connection: 1},
			...[...upbit.start, hear(1000, upbit.change(1)), send(3000, unsubscribe)],
			...[hear(3020, upbit.change(2)), ...more, ...alive(4000)],
		];
		const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['upbit']};
		const path = writeFile(captureText(events, header));
		assert.deepEqual(await provenStretches([path]), [{from: 100, to}]);
		// Replay shows what was asked for, where it knows of anything that was.
		const isShown = unsubscribe !== upbit.unsubscribe || more.length > 0;
		assert.deepEqual(await liveStretches([path]), isShown ? [{from: 100, to}] : []);
	});

test('a book that is asked for once more is no sign of a subscription', async () => {
	const topic = 'market.steemusdt.mbp.150';
	const ask = (t: number, seqNum: number): readonly CaptureEvent[] => [
		send(t, {req: topic, id: `req-${t}`}),
		hear(t + 10, {
			...{id: `req-${t}`, rep: topic, status: 'ok'},
			data: {seqNum, bids: levels(199, -1).map(toNumbers), asks: levels(200, 1).map(toNumbers)},
		}),
	];
	const push = (t: number, seqNum: number): CaptureEvent =>
		hear(t, {
			...{ch: topic, ts: t},
			tick: {seqNum, prevSeqNum: seqNum - 1, bids: [[190, 1]], asks: []},
		});
	const asked = Array.from({length: 15}, (_, at) => ask(4000 + at * 1000, 12)).flat();
	const events: readonly CaptureEvent[] = [
		{t: 0, kind: 'open', url: 'wss://api.huobi.pro/feed', connection: 1},
		send(0, {sub: topic, id: 'sub-1'}),
		...[push(100, 11), ...ask(150, 11), push(1000, 12)],
		...[send(3000, {unsub: topic, id: 'sub-2'}), ...asked],
	];
	const header = {...captureHeader, market: 'STEEM/USDT', exchanges: ['huobi']};
	const path = writeFile(captureText(events, header));
	for (const stretchesOf of [provenStretches, liveStretches]) {
		const [first, ...more] = await stretchesOf([path]);
		assert.equal(first?.to, 5000);
		assert.deepEqual(more, []);
	}
});

/** The same, much later. */
const again = (event: CaptureEvent): CaptureEvent => ({...event, t: event.t + 23_500});
