import {gzipSync} from 'node:zlib';
import {
	encodeEvent,
	encodeHeader,
	toData,
	type UntimedEvent,
} from '../../source/capture/capture-format.js';
import {between, createRandom, type Random} from '../../source/random.js';

export const busyStart = Date.UTC(2026, 0, 2, 12, 0, 0);

type Levels = [price: string, size: string][];

const midTick = 20_000;
const toPrice = (tick: number) => (tick / 100_000).toFixed(5);

/** A book whose sides never meet: bids below a fixed middle, asks above it. */
const createModel = (random: Random, depth: number) => {
	const sides = {bids: new Map<number, number>(), asks: new Map<number, number>()};
	const signs = {bids: -1, asks: 1};
	for (const side of ['bids', 'asks'] as const)
		for (let rank = 1; rank <= depth; rank++)
			sides[side].set(midTick + signs[side] * rank, between(random, 1, 90_000));
	const change = (side: 'bids' | 'asks', count: number): Levels =>
		Array.from({length: count}, () => {
			const rank = Math.ceil(depth * random() ** 3);
			const tick = midTick + signs[side] * Math.max(1, rank);
			const size = random() < 0.2 ? 0 : between(random, 1, 90_000);
			if (size === 0) sides[side].delete(tick);
			else sides[side].set(tick, size);
			return [toPrice(tick), (size / 100).toFixed(2)];
		});
	const all = (side: 'bids' | 'asks'): Levels =>
		[...sides[side]]
			.sort(([a], [b]) => signs[side] * (a - b))
			.map(([tick, size]) => [toPrice(tick), (size / 100).toFixed(2)]);
	return {change, snapshot: () => ({bids: all('bids'), asks: all('asks')})};
};

const exchangeInfo = {
	symbols: [{symbol: 'STEEMUSDT', status: 'TRADING', baseAsset: 'STEEM', quoteAsset: 'USDT'}],
};
const huobiSymbols = {
	status: 'ok',
	data: [
		{
			symbol: 'steemusdt',
			'base-currency': 'steem',
			'quote-currency': 'usdt',
			'price-precision': 5,
			'amount-precision': 2,
			state: 'online',
		},
	],
};

const toNumbers = (levels: Levels) => levels.map(([price, size]) => [Number(price), Number(size)]);

const binanceRest = 'https://api.binance.com/api/v3/';
const binanceStream =
	'wss://stream.binance.com:9443/stream?streams=steemusdt@depth@100ms/steemusdt@trade';
const huobiTopic = 'market.steemusdt.mbp.150';

const http = (url: string, body: object): UntimedEvent => ({
	kind: 'http',
	url,
	status: 200,
	data: JSON.stringify(body),
});

const packed = (connection: number, message: object): UntimedEvent => ({
	kind: 'ws',
	connection,
	...toData(gzipSync(JSON.stringify(message), {level: 1})),
});

export type BusyCaptureOptions = {
	readonly seconds: number;
	/** Seconds at which updates of Binance are missing. */
	readonly gaps?: readonly number[];
	/** Seconds at which Huobi closes its connection. */
	readonly closes?: readonly number[];
	readonly markers?: readonly number[];
};

/** A capture of two markets that change ten times a second, a line at a time. */
export function* busyCapture({
	seconds,
	gaps = [],
	closes = [],
	markers = [],
}: BusyCaptureOptions): Generator<string> {
	const random = createRandom('busy');
	const binance = createModel(random, 1000);
	const huobi = createModel(random, 150);
	let updateId = 5_000_000;
	let sequence = 100_000_000_000;
	let feed = 2;
	let tradeId = 1;
	const line = (t: number, event: UntimedEvent) => encodeEvent({t, ...event});

	const binanceSnapshot = () =>
		http(`${binanceRest}depth?symbol=STEEMUSDT&limit=1000`, {
			lastUpdateId: updateId,
			...binance.snapshot(),
		});
	const binanceUpdate = (t: number): UntimedEvent => {
		const first = updateId + 1;
		updateId += 20;
		const [b, a] = [binance.change('bids', 10), binance.change('asks', 10)];
		const data = {e: 'depthUpdate', E: Math.floor(busyStart + t), s: 'STEEMUSDT'};
		const message = {stream: 'steemusdt@depth@100ms', data: {...data, U: first, u: updateId, b, a}};
		return {kind: 'ws', connection: 1, data: JSON.stringify(message)};
	};
	const trade = (t: number): UntimedEvent => {
		const data = {e: 'trade', s: 'STEEMUSDT', t: tradeId++, p: '0.2', q: '12.5', m: true};
		const message = {stream: 'steemusdt@trade', data: {...data, T: Math.floor(busyStart + t)}};
		return {kind: 'ws', connection: 1, data: JSON.stringify(message)};
	};
	const huobiUpdate = (t: number): UntimedEvent => {
		const prevSeqNum = sequence;
		sequence += between(random, 1, 9);
		const bids = toNumbers(huobi.change('bids', 4));
		const asks = toNumbers(huobi.change('asks', 4));
		const tick = {seqNum: sequence, prevSeqNum, bids, asks};
		return packed(feed, {ch: huobiTopic, ts: Math.floor(busyStart + t), tick});
	};
	const huobiReply = (t: number): UntimedEvent => {
		const {bids, asks} = huobi.snapshot();
		const data = {seqNum: sequence, bids: toNumbers(bids), asks: toNumbers(asks)};
		return packed(feed, {
			id: 'req-2',
			status: 'ok',
			ts: Math.floor(busyStart + t),
			rep: huobiTopic,
			data,
		});
	};
	const closeHuobi = (): UntimedEvent => {
		const connection = feed;
		feed = feed === 2 ? 4 : feed + 1;
		return {kind: 'close', connection, reason: 'gone', code: 1006};
	};
	function* openHuobi(t: number, connection: number): Generator<string> {
		const topic = connection === 3 ? 'market.steemusdt.trade.detail' : huobiTopic;
		const url = `wss://api.huobi.pro/${connection === 3 ? 'ws' : 'feed'}`;
		yield line(t, {kind: 'open', connection, url});
		yield line(t, {kind: 'sent', connection, data: JSON.stringify({sub: topic, id: 'sub-1'})});
		yield line(
			t + 20,
			packed(connection, {id: 'sub-1', status: 'ok', subbed: topic, ts: busyStart}),
		);
	}

	yield encodeHeader({
		startedAt: busyStart,
		market: 'STEEM/USDT',
		exchanges: ['binance', 'huobi'],
		app: '0.1.0',
	});
	yield line(0, http(`${binanceRest}exchangeInfo?symbol=STEEMUSDT`, exchangeInfo));
	yield line(0, http('https://api.huobi.pro/v1/common/symbols', huobiSymbols));
	yield line(50, {kind: 'open', connection: 1, url: binanceStream});
	yield* openHuobi(50, 2);
	yield* openHuobi(70, 3);

	for (let tenth = 1; tenth <= seconds * 10; tenth++) {
		const t = tenth * 100;
		const second = tenth / 10;
		const isFirst = tenth === 1;
		if (gaps.includes(second)) updateId += 7;
		yield line(t + 3, binanceUpdate(t));
		if (tenth % 7 === 0) yield line(t + 4, trade(t));
		const since = closes.findLast(at => at <= second) ?? -1;
		const isReopening = Math.round((second - since) * 10) === 4 && since >= 0;
		if (second === since) yield line(t + 5, closeHuobi());
		if (isReopening) yield* openHuobi(t + 6, feed);
		if (isReopening || second - since > 0.4 || since < 0) yield line(t + 40, huobiUpdate(t));
		// A gap is there long enough to be seen.
		if (isFirst || gaps.includes((tenth - 4) / 10)) yield line(t + 60, binanceSnapshot());
		if (isFirst || isReopening) yield line(t + 70, huobiReply(t));
		if (markers.includes(second)) yield line(t + 80, {kind: 'marker', label: 'look here'});
		if (tenth % 50 === 0)
			for (const connection of [feed, 3])
				yield line(t + 90, packed(connection, {ping: busyStart + t}));
		if (tenth % 200 === 0) yield line(t + 91, {kind: 'ping', connection: 1});
	}
}
