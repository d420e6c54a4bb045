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
	market: 'BTC/USD',
	levels: 25,
	subscribe: () => [
		{
			method: 'subscribe',
			params: {channel: 'book', symbol: ['BTC/USD'], depth: 25, snapshot: true},
			req_id: 1,
		},
	],
	unsubscribe: () => [
		{method: 'unsubscribe', params: {channel: 'book', symbol: ['BTC/USD'], depth: 25}},
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

export const manners = {gate, kraken, okx} as const satisfies Partial<Record<SimulatedId, Manner>>;
