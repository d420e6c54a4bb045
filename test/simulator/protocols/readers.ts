import assert from 'node:assert/strict';
import {crc32} from 'node:zlib';
import type {SimulatedId} from '../../../source/simulator/market-list.js';
import {createBook, cut, put, replace, sorted, type ReadBook} from './book.js';

type Level = readonly [price: string, size: string];

/** A reader of one exchange's book, written from its protocol document. */
export type Reader = {
	readonly book: ReadBook;
	/** Takes a message and says whether it was of the book; the book is lost where the document says so. */
	read(text: string): boolean;
};

export type Manner = {
	/** Of the websocket. */
	readonly path: string;
	readonly market: string;
	/** Levels a side that the book has at the most. */
	readonly levels?: number;
	/** Messages that subscribe to the book. */
	subscribe(time: number): readonly unknown[];
	/** Messages that end it; none where the exchange knows no such thing. */
	unsubscribe?(time: number): readonly unknown[];
	/** A message that is answered at once, and what its answer is told by. */
	readonly probe: unknown;
	isAnswer(text: string): boolean;
	/** Whether each message is the whole book, so that no loss can be seen, nor matters. @default false */
	readonly heals?: true;
	/** Whether a market that is not listed is accepted, and nothing ever comes. @default false */
	readonly acceptsUnlisted?: true;
	createReader(): Reader;
	/** A reply that refuses a subscription to a book. */
	readonly refusal: RegExp;
	/** Where the markets are listed, and what a list says of one that is halted; null where it says nothing. */
	readonly list: string;
	readonly halted: RegExp | null;
	/** An answer that lists nothing. */
	readonly emptyList: RegExp;
};

type Parsed = Record<string, never>;

const parse = (text: string) => JSON.parse(text) as Parsed;

const gate: Manner = {
	path: '/ws/v4/',
	market: 'STEEM/USDT',
	levels: 400,
	subscribe: time => [
		{
			time: Math.floor(time / 1000),
			id: 1,
			channel: 'spot.obu',
			event: 'subscribe',
			payload: ['ob.STEEM_USDT.400'],
		},
	],
	unsubscribe: time => [
		{
			time: Math.floor(time / 1000),
			channel: 'spot.obu',
			event: 'unsubscribe',
			payload: ['ob.STEEM_USDT.400'],
		},
	],
	probe: {time: 1, channel: 'spot.ping'},
	isAnswer: text => text.includes('spot.pong'),
	refusal: /"error":\{"code":2,"message":"[^"]+"\},"result":\{"status":"fail"\}\}$/,
	list: '/api/v4/spot/currency_pairs',
	halted: /"trade_status":"untradable"/g,
	emptyList: /^\[\]$/,
	createReader() {
		const book = createBook();
		let id = -1;
		return {
			book,
			read(text) {
				const {channel, event, result} = parse(text) as unknown as {
					channel: string;
					event: string;
					result: {t: number; full?: true; u: number; U: number; b?: Level[]; a?: Level[]};
				};
				if (channel !== 'spot.obu' || event !== 'update') return false;
				const {t, full, u, U, b = [], a = []} = result;
				if (full) {
					replace(book, {bids: b, asks: a});
					book.isLost = false;
				} else if (book.time === null || book.isLost || u <= id) return false;
				else if (U !== id + 1) {
					book.isLost = true;
					return true;
				}
				put(book.bids, b);
				put(book.asks, a);
				book.time = t;
				id = u;
				return true;
			},
		};
	},
};

/** Number texts as they are in the message: floats would lose zeros. */
const krakenLevels = (text: string, side: string): Level[] => {
	const [, list = ''] = new RegExp(`"${side}":\\[(.*?)\\]`).exec(text) ?? [];
	return [...list.matchAll(/"price":([\d.]+),"qty":([\d.]+)/g)].map(
		([, price = '', qty = '']): Level => [price, qty],
	);
};

const krakenSum = (book: ReadBook, texts: ReadonlyMap<number, string>): number => {
	const digits = (text: string) => text.replace('.', '').replace(/^0+/, '');
	const side = (name: 'bids' | 'asks') =>
		sorted(book[name], name)
			.slice(0, 10)
			.map(([price]) => digits(texts.get(price) ?? '') + digits(book[name].get(price) ?? ''));
	return crc32([...side('asks'), ...side('bids')].join(''));
};

const kraken: Manner = {
	path: '/v2',
	market: 'STEEM/USD',
	levels: 25,
	subscribe: () => [
		{
			method: 'subscribe',
			params: {channel: 'book', symbol: ['STEEM/USD'], depth: 25, snapshot: true},
			req_id: 1,
		},
	],
	unsubscribe: () => [
		{method: 'unsubscribe', params: {channel: 'book', symbol: ['STEEM/USD'], depth: 25}},
	],
	probe: {method: 'ping', req_id: 99},
	isAnswer: text => text.includes('"pong"'),
	refusal:
		/^\{"method":"subscribe","error":"[^"]+","success":false,"time_in":"[^"]+","time_out":"[^"]+","req_id":1\}$/,
	list: '/0/public/AssetPairs',
	halted: /"status":"cancel_only"/g,
	emptyList: /^\{"error":\[\],"result":\{\}\}$/,
	createReader() {
		const book = createBook();
		const texts = new Map<number, string>();
		return {
			book,
			read(text) {
				const {channel, type, data} = parse(text) as unknown as {
					channel: string;
					type: string;
					data: [{checksum: number; timestamp: string}];
				};
				if (channel !== 'book') return false;
				if (type === 'snapshot') {
					replace(book, {bids: [], asks: []});
					book.isLost = false;
				} else if (book.time === null || book.isLost) return false;
				for (const name of ['bids', 'asks'] as const) {
					const levels = krakenLevels(text, name);
					for (const [price] of levels) texts.set(Number(price), price);
					put(book[name], levels);
					cut(book[name], name, 25);
				}
				const [{checksum, timestamp}] = data;
				book.isLost = krakenSum(book, texts) !== checksum;
				book.time = Date.parse(timestamp);
				return true;
			},
		};
	},
};

const okx: Manner = {
	path: '/ws/v5/public',
	market: 'STEEM/USDT',
	levels: 400,
	subscribe: () => [{op: 'subscribe', args: [{channel: 'books', instId: 'STEEM-USDT'}]}],
	unsubscribe: () => [{op: 'unsubscribe', args: [{channel: 'books', instId: 'STEEM-USDT'}]}],
	probe: 'ping',
	isAnswer: text => text === 'pong',
	refusal: /^\{"event":"error","code":"600\d\d","msg":"[^"]+","connId":"[^"]+"\}$/,
	list: '/api/v5/public/instruments?instType=SPOT',
	halted: /"state":"suspend"/g,
	emptyList: /"data":\[\]\}$/,
	createReader() {
		const book = createBook();
		let id = -1;
		return {
			book,
			read(text) {
				const {arg, action, data} = parse(text) as unknown as {
					arg?: {channel: string};
					action?: string;
					data: [
						{
							asks: Level[];
							bids: Level[];
							ts: string;
							checksum: number;
							prevSeqId: number;
							seqId: number;
						},
					];
				};
				if (arg?.channel !== 'books' || action === undefined) return false;
				const [{asks, bids, ts, checksum, prevSeqId, seqId}] = data;
				assert.equal(checksum, 0);
				if (action === 'snapshot') {
					assert.equal(prevSeqId, -1);
					replace(book, {bids, asks});
					book.isLost = false;
				} else if (book.time === null || book.isLost) return false;
				else if (prevSeqId !== id) {
					book.isLost = true;
					return true;
				}
				put(book.bids, bids);
				put(book.asks, asks);
				book.time = Number(ts);
				id = seqId;
				return true;
			},
		};
	},
};

const upbit: Manner = {
	path: '/websocket/v1',
	market: 'STEEM/KRW',
	levels: 30,
	heals: true,
	subscribe: () => [
		[{ticket: 'a1'}, {type: 'orderbook', codes: ['KRW-STEEM.30'], level: 0}, {format: 'DEFAULT'}],
	],
	probe: '[]',
	isAnswer: text => text.includes('NO_TICKET'),
	refusal: /^\{"error":\{"name":"(NO_CODES|INVALID_PARAM)","message":"[^"]+"\}\}$/,
	list: '/v1/market/all?is_details=true',
	halted: null,
	emptyList: /^\[\]$/,
	createReader() {
		const book = createBook();
		return {
			book,
			read(text) {
				const message = parse(text) as unknown as {
					type: string;
					timestamp: number;
					orderbook_units: Record<string, number>[];
				};
				if (message.type !== 'orderbook') return false;
				if (book.time !== null && message.timestamp < book.time) return false;
				const side = (name: string) =>
					message.orderbook_units
						.filter(unit => unit[`${name}_price`] !== 0)
						.map((unit): Level => [String(unit[`${name}_price`]), String(unit[`${name}_size`])]);
				replace(book, {bids: side('bid'), asks: side('ask')});
				for (const name of ['ask', 'bid']) {
					const [, total = ''] = new RegExp(`"total_${name}_size":([\\d.E-]+)`).exec(text) ?? [];
					const sizes = [...text.matchAll(new RegExp(`"${name}_size":([\\d.E-]+)`, 'g'))];
					const lots = (size = '') => BigInt(Math.round(Number(size) * 1e8));
					const sum = sizes.reduce((all, [, size]) => all + lots(size), 0n);
					assert.ok(sum - lots(total) < 100n && lots(total) - sum < 100n, 'the sums agree');
				}
				book.time = message.timestamp;
				return true;
			},
		};
	},
};

const bitstamp: Manner = {
	path: '/',
	market: 'BTC/USD',
	levels: 100,
	heals: true,
	acceptsUnlisted: true,
	subscribe: () => [{event: 'bts:subscribe', data: {channel: 'order_book_btcusd'}}],
	unsubscribe: () => [{event: 'bts:unsubscribe', data: {channel: 'order_book_btcusd'}}],
	probe: {event: 'bts:heartbeat'},
	isAnswer: text => text.includes('bts:heartbeat'),
	refusal: /^\{"event":"bts:error","channel":"[^"]*","data":\{"code":null,"message":"[^"]+"\}\}$/,
	list: '/api/v2/trading-pairs-info/',
	halted: /"trading":"Disabled"/g,
	emptyList: /^\[\]$/,
	createReader() {
		const book = createBook();
		let newest = 0n;
		return {
			book,
			read(text) {
				const {event, channel, data} = parse(text) as unknown as {
					event: string;
					channel: string;
					data: {microtimestamp: string; bids: Level[]; asks: Level[]};
				};
				if (event !== 'data' || channel !== 'order_book_btcusd') return false;
				const micros = BigInt(data.microtimestamp);
				if (micros <= newest) return false;
				newest = micros;
				replace(book, data);
				book.time = Number(micros / 1000n);
				return true;
			},
		};
	},
};

const bybit: Manner = {
	path: '/v5/public/spot',
	market: 'BTC/USDT',
	levels: 200,
	subscribe: () => [{op: 'subscribe', args: ['orderbook.200.BTCUSDT']}],
	unsubscribe: () => [{op: 'unsubscribe', args: ['orderbook.200.BTCUSDT']}],
	probe: {op: 'ping', req_id: '1'},
	isAnswer: text => text.includes('"ret_msg":"pong"'),
	refusal: /^\{"success":false,"ret_msg":"[^"]+","conn_id":"[^"]+","op":"subscribe"\}$/,
	list: '/v5/market/instruments-info?category=spot',
	halted: null,
	emptyList: /"list":\[\]/,
	createReader() {
		const book = createBook();
		let id = -1;
		return {
			book,
			read(text) {
				const {topic, type, data, cts} = parse(text) as unknown as {
					topic?: string;
					type: string;
					cts: number;
					data: {b: Level[]; a: Level[]; u: number};
				};
				if (topic !== 'orderbook.200.BTCUSDT') return false;
				if (type === 'snapshot') {
					replace(book, {bids: data.b, asks: data.a});
					book.isLost = false;
				} else if (book.time === null || book.isLost) return false;
				else if (data.u !== id + 1) {
					book.isLost = true;
					return true;
				}
				put(book.bids, data.b);
				put(book.asks, data.a);
				id = data.u;
				book.time = cts;
				return true;
			},
		};
	},
};

const coinbase: Manner = {
	path: '/',
	market: 'BTC/USD',
	subscribe: () => [
		{type: 'subscribe', channel: 'heartbeats'},
		{type: 'subscribe', product_ids: ['BTC-USD'], channel: 'market_trades'},
		{type: 'subscribe', product_ids: ['BTC-USD'], channel: 'level2'},
	],
	unsubscribe: () => [{type: 'unsubscribe', product_ids: ['BTC-USD'], channel: 'level2'}],
	probe: {type: 'subscribe', channel: 'bogus'},
	isAnswer: text => text.includes('bogus'),
	refusal: /^\{"type":"error","message":"[^"]+"\}$/,
	list: '/api/v3/brokerage/market/products',
	halted: /"trading_disabled":true/g,
	emptyList: /^\{"products":\[\],"num_products":0\}$/,
	createReader() {
		const book = createBook();
		let last = -1;
		return {
			book,
			read(text) {
				const {
					channel,
					sequence_num: number,
					events,
				} = parse(text) as unknown as {
					channel?: string;
					sequence_num: number;
					events: [
						{
							type: string;
							updates: {
								side: string;
								event_time: string;
								price_level: string;
								new_quantity: string;
							}[];
						},
					];
				};
				if (channel === undefined) return false;
				// A connection counts from 0; all that it says counts.
				if (number !== 0 && number !== last + 1) book.isLost = true;
				last = number;
				if (channel !== 'l2_data') return false;
				const [{type, updates}] = events;
				if (type === 'snapshot') {
					replace(book, {bids: [], asks: []});
					book.isLost = false;
				} else if (book.time === null || book.isLost) return book.isLost;
				for (const {side, price_level: price, new_quantity: size} of updates)
					put(side === 'bid' ? book.bids : book.asks, [[price, size]]);
				book.time = Date.parse(updates[0]?.event_time ?? '');
				return true;
			},
		};
	},
};

export const manners = {
	gate,
	kraken,
	okx,
	upbit,
	bitstamp,
	bybit,
	coinbase,
} as const satisfies Partial<Record<SimulatedId, Manner>>;
