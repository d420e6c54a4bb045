import {gzipSync} from 'node:zlib';
import {
	encodeEvent,
	encodeHeader,
	toData,
	type CaptureEvent,
	type UntimedEvent,
} from '../../source/capture/capture-format.js';
import {busyStart} from './busy-capture.js';

/** A stretch of a capture on one market. */
export type Stretch = {
	/** `STEEM/USDT` */
	readonly market: string;
	/** Milliseconds until the next one: below 60 no connection opens, below 160 no book is in sync. */
	readonly ms: number;
	/** Exchanges that list it. @default both */
	readonly listed?: readonly string[];
};

const rest = 'https://api.binance.com/api/v3';

const http = (url: string, status: number, body: object): UntimedEvent => ({
	kind: 'http',
	url,
	status,
	data: JSON.stringify(body),
});

const packed = (connection: number, message: object): UntimedEvent => ({
	kind: 'ws',
	connection,
	...toData(gzipSync(JSON.stringify(message), {level: 1})),
});

/** What the exchanges say of one market; its ids go on as long as it is not looked at. */
const createMarket = (market: string, price: number) => {
	const [base = '', quote = ''] = market.split('/');
	const symbol = base + quote;
	const topic = `market.${symbol.toLowerCase()}.mbp.150`;
	const stream = `${symbol.toLowerCase()}@depth@100ms`;
	let id = price * 1000;
	const bids = () => [[`${price}.1`, `${id}.5`]];
	const asks = () => [[`${price}.9`, '1.5']];
	const numbers = (levels: string[][]) => levels.map(level => level.map(Number));
	const sides = () => ({bids: numbers(bids()), asks: numbers(asks())});
	return {
		base,
		quote,
		symbol,
		streams: `${stream}/${symbol.toLowerCase()}@trade`,
		topic,
		tradesTopic: `market.${symbol.toLowerCase()}.trade.detail`,
		move: (by = 1) => (id += by),
		update: (connection: number): UntimedEvent => ({
			kind: 'ws',
			connection,
			data: JSON.stringify({
				stream,
				data: {e: 'depthUpdate', E: busyStart, s: symbol, U: id, u: id, b: bids(), a: []},
			}),
		}),
		change: (connection: number) =>
			packed(connection, {
				ch: topic,
				ts: busyStart,
				tick: {seqNum: id, prevSeqNum: id - 1, bids: sides().bids, asks: []},
			}),
		snapshot: () =>
			http(`${rest}/depth?symbol=${symbol}&limit=1000`, 200, {
				lastUpdateId: id,
				bids: bids(),
				asks: asks(),
			}),
		reply: (connection: number) =>
			packed(connection, {
				id: 'req-2',
				status: 'ok',
				rep: topic,
				ts: busyStart,
				data: {seqNum: id, ...sides()},
			}),
	};
};

type Market = ReturnType<typeof createMarket>;

const binanceList = (markets: readonly Market[]) => ({
	symbols: markets.map(({symbol, base, quote}) => ({
		symbol,
		status: 'TRADING',
		baseAsset: base,
		quoteAsset: quote,
	})),
});

const huobiList = (markets: readonly Market[]) => ({
	status: 'ok',
	data: markets.map(({symbol, base, quote}) => ({
		symbol: symbol.toLowerCase(),
		'base-currency': base.toLowerCase(),
		'quote-currency': quote.toLowerCase(),
		'price-precision': 1,
		'amount-precision': 1,
		state: 'online',
	})),
});

/** A capture of the app that goes from market to market; lists are asked for anew at each. */
export const changingEvents = (stretches: readonly Stretch[]): readonly CaptureEvent[] => {
	const markets = new Map<string, Market>();
	for (const {market} of stretches)
		if (!markets.has(market)) markets.set(market, createMarket(market, 100 * (markets.size + 1)));
	const listedOn = (exchange: string) =>
		[...markets.values()].filter(({base, quote}) =>
			stretches.every(
				({market, listed}) => market !== `${base}/${quote}` || (listed?.includes(exchange) ?? true),
			),
		);
	const events: CaptureEvent[] = [];
	let connection = 0;
	let start = 0;
	/** Of the stretch before, with their addresses where they never opened. */
	let open: UntimedEvent[] = [];

	for (const {market: name, ms, listed = ['binance', 'huobi']} of stretches) {
		const end = start + ms;
		const add = (after: number, ...of: readonly UntimedEvent[]) => {
			for (const event of of) if (start + after < end) events.push({t: start + after, ...event});
		};
		const market = markets.get(name);
		if (!market) continue;
		const hasBinance = listed.includes('binance');
		const hasHuobi = listed.includes('huobi');
		if (start > 0) add(0, {kind: 'marker', label: `market ${name}`, market: name}, ...open);

		const symbolUrl = `${rest}/exchangeInfo?symbol=${market.symbol}`;
		if (hasBinance) add(20, http(symbolUrl, 200, binanceList([market])));
		else {
			add(20, http(symbolUrl, 400, {code: -1121, msg: 'Invalid symbol.'}));
			add(25, http(`${rest}/exchangeInfo`, 200, binanceList(listedOn('binance'))));
		}
		add(30, http('https://api.huobi.pro/v1/common/symbols', 200, huobiList(listedOn('huobi'))));

		const [binance, feed, trades] = [connection + 1, connection + 2, connection + 3];
		connection += 3;
		const urls = [
			...(hasBinance
				? [[binance, `wss://stream.binance.com:9443/stream?streams=${market.streams}`] as const]
				: []),
			...(hasHuobi
				? ([
						[feed, 'wss://api.huobi.pro/feed'],
						[trades, 'wss://api.huobi.pro/ws'],
					] as const)
				: []),
		];
		const topics = new Map([
			[feed, market.topic],
			[trades, market.tradesTopic],
		]);
		for (const [number, url] of urls) {
			add(60, {kind: 'open', connection: number, url});
			const topic = topics.get(number);
			if (topic === undefined) continue;
			add(60, {kind: 'sent', connection: number, data: JSON.stringify({sub: topic, id: 'sub-1'})});
			add(70, packed(number, {id: 'sub-1', status: 'ok', subbed: topic, ts: busyStart}));
		}
		const req = JSON.stringify({req: market.topic, id: 'req-2'});
		if (hasHuobi) add(80, {kind: 'sent', connection: feed, data: req});
		market.move(50);
		for (let after = 100; after < ms; after += 100) {
			market.move();
			if (hasBinance) add(after, market.update(binance));
			if (hasHuobi) add(after, market.change(feed));
			if (after > 100) continue;
			if (hasBinance) add(160, market.snapshot());
			if (hasHuobi) add(160, market.reply(feed));
		}
		open = urls.map(([number, url]): UntimedEvent => ({
			kind: 'close',
			connection: number,
			reason: 'closed by steem-tui',
			...(ms > 60 ? {} : {url}),
		}));
		start = end;
	}
	return events.sort((a, b) => a.t - b.t);
};

export const changingHeader = encodeHeader({
	startedAt: busyStart,
	market: 'STEEM/USDT',
	exchanges: ['binance', 'huobi'],
	app: '0.1.0',
});

export const changingCapture = (stretches: readonly Stretch[]): string =>
	changingHeader + changingEvents(stretches).map(encodeEvent).join('');
