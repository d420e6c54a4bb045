import assert from 'node:assert/strict';
import {toLevels} from '../../source/book/level-columns.js';
import type {Trade} from '../../source/book/trade.js';
import {parseMessage as parseBinance} from '../../source/exchanges/binance/messages.js';
import {createDepthScan} from '../../source/exchanges/binance/scan-depth.js';
import {createTradeScan} from '../../source/exchanges/binance/scan-trade.js';
import {
	parseMessage as parseCoinbase,
	type CoinbaseMessage,
} from '../../source/exchanges/coinbase/messages.js';
import {createBookScan} from '../../source/exchanges/coinbase/scan-book.js';
import {parseMessage as parseHuobi} from '../../source/exchanges/huobi/messages.js';
import {createPushScan} from '../../source/exchanges/huobi/scan-push.js';
import {createTradesScan} from '../../source/exchanges/huobi/scan-trades.js';
import type {Increment, Snapshot} from '../../source/exchanges/increment.js';
import {JsonScan} from '../../source/exchanges/json-scan.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {damage} from './damage.js';

type Reply = Snapshot & {readonly id: string | null};
type Frame = Pick<Increment, 'bids' | 'asks'> & {
	readonly sequence: number;
	readonly timestamp: string;
	readonly isWhole: boolean;
};
export type Read = Snapshot | Reply | Increment | Frame | readonly Trade[] | null;

/** What a message says, with each level by itself; null where it tells of neither levels nor fills. */
export const plain = (read: Read) =>
	read === null || !('bids' in read)
		? read
		: {...read, bids: toLevels(read.bids), asks: toLevels(read.asks)};

/** A scan of one shape of Binance, of messages from their beginning. */
const beginning = <T>(symbol: string, createScan: (scan: JsonScan, symbol: string) => () => T) => {
	const scan = new JsonScan();
	const take = createScan(scan, symbol);
	return (message: string | Buffer): T | null => (scan.begin(message) ? take() : null);
};

export const toDepthScan = (symbol = 'STEEMBTC') => beginning(symbol, createDepthScan);

export const ofBinance = (text: string, symbol = 'STEEMBTC'): Read => {
	const message = parseBinance(text, symbol);
	return message.type === 'depth' ? message.increment : null;
};

type HuobiMessage = ReturnType<typeof parseHuobi> | null;

const ofHuobi = (message: HuobiMessage): Read => {
	if (message?.type === 'increment') return message.increment;
	if (message?.type === 'reply') return {...message.book, id: message.id};
	return message?.type === 'book' ? message.book : null;
};

const tradesOfBinance = (text: string): Read => {
	const message = parseBinance(text, 'STEEMBTC');
	return message.type === 'trade' ? [message.trade] : null;
};

const tradesOfHuobi = (text: string): Read => {
	const message = parseHuobi(text, topics.trades);
	return message.type === 'trades' ? message.trades : null;
};

const topics = {
	mbp: 'market.steembtc.mbp.150',
	depth: 'market.steembtc.depth.step0',
	trades: 'market.steembtc.trade.detail',
};
export const toHuobi = (topic: string) => {
	const scan = createPushScan(topic);
	return {
		scan: (message: string | Buffer) => ofHuobi(scan(message)),
		parse: (text: string) => ofHuobi(parseHuobi(text, topic)),
	};
};

const ofCoinbase = (message: CoinbaseMessage | null): Read => {
	if (message?.type !== 'frame') return null;
	const {sequence, timestamp, news} = message;
	const [book] = news;
	return book?.type === 'book' ? {...book, sequence, timestamp} : null;
};

/** Both ways of reading each shape. */
export const create = {
	binance: () => ({scan: toDepthScan(), parse: ofBinance}),
	mbp: () => toHuobi(topics.mbp),
	depth: () => toHuobi(topics.depth),
	reply: () => toHuobi(topics.mbp),
	trade() {
		const read = beginning('STEEMBTC', createTradeScan);
		const scan = (message: string | Buffer): Read => {
			const trade = read(message);
			return trade && [trade];
		};
		return {scan, parse: tradesOfBinance};
	},
	trades: () => ({scan: createTradesScan(topics.trades), parse: tradesOfHuobi}),
	coinbase() {
		const {read} = createBookScan('ETH-USD');
		return {
			scan: (message: string | Buffer) => ofCoinbase(read(message)),
			parse: (text: string) => ofCoinbase(parseCoinbase(text, 'ETH-USD')),
		};
	},
} satisfies Record<string, () => {scan(message: string | Buffer): Read; parse(text: string): Read}>;

export type Shape = keyof typeof create;
export const shapes = Object.keys(create) as readonly Shape[];

const price = (random: Random) => between(random, 1, 99_999) / 10 ** between(random, 0, 8);
const padded = (random: Random) => price(random).toFixed(8);
/** As Java prints a number. */
const java = (random: Random) => {
	const value = price(random);
	if (value < 1e-3) return value.toExponential().toUpperCase();
	return Number.isInteger(value) ? `${value}.0` : String(value);
};

const sideOf = (random: Random, write: (random: Random) => string, most: number) =>
	Array.from({length: between(random, 0, most)}, () => `[${write(random)},${write(random)}]`);

export const write: Record<Shape, (random: Random) => string> = {
	binance(random) {
		const quoted = () => `"${padded(random)}"`;
		const [b, a] = [sideOf(random, quoted, 4), sideOf(random, quoted, 4)];
		const text = `{"e":"depthUpdate","E":1672515782136,"s":"STEEMBTC","U":157,"u":160,"b":[${b.join()}],"a":[${a.join()}]}`;
		return random() < 0.5 ? text : `{"stream":"steembtc@depth@100ms","data":${text}}`;
	},
	mbp(random) {
		const [b, a] = [sideOf(random, java, 4), sideOf(random, java, 4)];
		return `{"ch":"${topics.mbp}","ts":1573199608679,"tick":{"seqNum":100020146795,"prevSeqNum":100020146794,"asks":[${a.join()}],"bids":[${b.join()}]}}`;
	},
	depth(random) {
		const [b, a] = [sideOf(random, java, 4), sideOf(random, java, 4)];
		return `{"ch":"${topics.depth}","ts":1618618410070,"tick":{"bids":[${b.join()}],"asks":[${a.join()}],"version":125337464437,"ts":1618618410051}}`;
	},
	reply(random) {
		const [b, a] = [sideOf(random, java, 4), sideOf(random, java, 4)];
		const head = `"id":"req-${between(random, 1, 99)}","rep":"${topics.mbp}","status":"ok","ts":1573199608679`;
		return `{${head},"data":{"seqNum":100020146795,"bids":[${b.join()}],"asks":[${a.join()}]}}`;
	},
	trade(random) {
		const text = `{"e":"trade","E":1672515782136,"s":"STEEMBTC","t":${between(random, 0, 99_999)},"p":"${padded(random)}","q":"${padded(random)}","T":1672515782136,"m":${String(random() < 0.5)},"M":true}`;
		return random() < 0.5 ? text : `{"stream":"steembtc@trade","data":${text}}`;
	},
	trades(random) {
		const fills = Array.from({length: between(random, 1, 3)}, () => {
			const id = between(random, 0, 99_999);
			const direction = random() < 0.5 ? 'buy' : 'sell';
			return `{"id":1465074513591838${id},"ts":1573199608679,"tradeId":10204349${id},"amount":${java(random)},"price":${java(random)},"direction":"${direction}"}`;
		});
		return `{"ch":"${topics.trades}","ts":1573199608679,"tick":{"id":14650745135,"ts":1573199608679,"data":[${fills.join()}]}}`;
	},
	coinbase(random) {
		const updates = Array.from({length: between(random, 0, 6)}, () => {
			const side = random() < 0.5 ? 'bid' : 'offer';
			return `{"side":"${side}","event_time":"2026-08-09T21:05:48.35161Z","price_level":"${padded(random)}","new_quantity":"${padded(random)}"}`;
		});
		const type = random() < 0.5 ? 'snapshot' : 'update';
		const event = `{"type":"${type}","product_id":"ETH-USD","updates":[${updates.join()}]}`;
		return `{"channel":"l2_data","timestamp":"2026-08-09T21:05:48.1Z","sequence_num":${between(random, 0, 99_999)},"events":[${event}]}`;
	},
};

/** What both ways of reading a shape make of a message has to be the same, unless the scan leaves it. */
const compare = ({scan, parse}: ReturnType<(typeof create)[Shape]>, message: Buffer) => {
	const text = message.toString();
	let expected: Read = null;
	let isRefused = false;
	try {
		expected = parse(text);
	} catch {
		isRefused = true;
	}
	let taken = 0;
	for (const form of [message, text]) {
		const read = scan(form);
		if (read === null) continue;
		taken++;
		assert.deepEqual(plain(read), plain(expected), text);
	}
	return {taken, isRefused};
};

/** Gives both damaged messages; returns how many were taken by the scan, and refused by the other. */
export const fuzz = (shape: Shape, count: number, seed = 'scan') => {
	const random = createRandom(`${seed} ${shape}`);
	const both = create[shape]();
	let [taken, refused] = [0, 0];
	for (let index = 0; index < count; index++) {
		const text = write[shape](random);
		const message = random() < 0.1 ? Buffer.from(text) : damage(text, random);
		const result = compare(both, message);
		taken += result.taken;
		if (result.isRefused) refused++;
	}
	return {taken, refused};
};

/** Puts each of these in the place of each number of a message; returns how many of those the scan took. */
export const putEach = (shape: Shape, others: readonly string[]) => {
	const random = createRandom(`each ${shape}`);
	const both = create[shape]();
	const texts = Array.from({length: 30}, () => write[shape](random));
	const [text = ''] = texts.sort((one, other) => other.length - one.length);
	const numbers = [...text.matchAll(/(?<=[[:,"])\d[\d.eE+-]*(?=[\],}"])/g)];
	let taken = 0;
	for (const {index, 0: number} of numbers)
		for (const other of others) {
			const changed = text.slice(0, index) + other + text.slice(index + number.length);
			taken += compare(both, Buffer.from(changed)).taken;
		}
	return {taken, places: numbers.length};
};
