import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {toLevels} from '../../source/book/level-columns.js';
import {keepChange} from '../../source/book/order-book.js';
import {parseMessage as parseBinance} from '../../source/exchanges/binance/messages.js';
import type {Trade} from '../../source/book/trade.js';
import {createDepthScan} from '../../source/exchanges/binance/scan-depth.js';
import {createTradeScan} from '../../source/exchanges/binance/scan-trade.js';
import {parseMessage as parseHuobi} from '../../source/exchanges/huobi/messages.js';
import {createPushScan} from '../../source/exchanges/huobi/scan-push.js';
import {createTradesScan} from '../../source/exchanges/huobi/scan-trades.js';
import {JsonScan} from '../../source/exchanges/json-scan.js';
import {maxLevels} from '../../source/exchanges/parse.js';
import {PackedIncrement} from '../../source/exchanges/packed-increment.js';
import type {Increment, Snapshot} from '../../source/exchanges/increment.js';
import {inflate} from '../../source/exchanges/huobi/inflate.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {
	captureFolder,
	readCapture,
	readExpected,
	skipWithoutCaptures,
	toSocketData,
} from '../helpers/captures.js';
import {damage} from './damage.js';

type Reply = Snapshot & {readonly id: string | null};
type Read = Snapshot | Reply | Increment | readonly Trade[] | null;

/** What a message says, with each level by itself; null where it tells of neither levels nor fills. */
const plain = (read: Read) =>
	read === null || !('bids' in read)
		? read
		: {...read, bids: toLevels(read.bids), asks: toLevels(read.asks)};

/** A scan of one shape of Binance, of messages from their beginning. */
const beginning = <T>(symbol: string, createScan: (scan: JsonScan, symbol: string) => () => T) => {
	const scan = new JsonScan();
	const take = createScan(scan, symbol);
	return (message: string | Buffer): T | null => (scan.begin(message) ? take() : null);
};

const toDepthScan = (symbol = 'STEEMBTC') => beginning(symbol, createDepthScan);

const ofBinance = (text: string, symbol = 'STEEMBTC'): Read => {
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
const toHuobi = (topic: string) => {
	const scan = createPushScan(topic);
	return {
		scan: (message: string | Buffer) => ofHuobi(scan(message)),
		parse: (text: string) => ofHuobi(parseHuobi(text, topic)),
	};
};

/** Both ways of reading each shape. */
const create = {
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
} satisfies Record<string, () => {scan(message: string | Buffer): Read; parse(text: string): Read}>;

type Shape = keyof typeof create;
const shapes = Object.keys(create) as readonly Shape[];

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

const write: Record<Shape, (random: Random) => string> = {
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
};

/** Gives both damaged messages; returns how many were taken by the scan, and refused by the other. */
export const fuzz = (shape: Shape, count: number, seed = 'scan') => {
	const random = createRandom(`${seed} ${shape}`);
	const {scan, parse} = create[shape]();
	let [taken, refused] = [0, 0];
	for (let index = 0; index < count; index++) {
		const text = write[shape](random);
		const message = random() < 0.1 ? Buffer.from(text) : damage(text, random);
		let expected: Read = null;
		try {
			expected = parse(message.toString());
		} catch {
			refused++;
		}
		for (const form of [message, message.toString()]) {
			const read = scan(form);
			if (read === null) continue;
			taken++;
			assert.deepEqual(plain(read), plain(expected), message.toString());
		}
	}
	return {taken, refused};
};

for (const shape of shapes)
	test(`reads damaged ${shape} messages as JSON.parse does, or not at all`, () => {
		const {taken, refused} = fuzz(shape, 2000);
		assert.ok(taken > 600 && refused > 600, `${taken} taken, ${refused} refused`);
	});

test('takes every undamaged message', () => {
	for (const shape of shapes) {
		const random = createRandom(shape);
		const {scan, parse} = create[shape]();
		for (let index = 0; index < 200; index++) {
			const text = write[shape](random);
			assert.deepEqual(plain(scan(Buffer.from(text))), plain(parse(text)), text);
		}
	}
});

for (const shape of shapes)
	test(`takes no ${shape} message of which any byte is another, unless that is right`, () => {
		const random = createRandom(`byte ${shape}`);
		const {scan, parse} = create[shape]();
		let refused = 0;
		for (const text of [write[shape](random), write[shape](random), write[shape](random)])
			for (let at = 0; at < text.length; at++) {
				const byte = Buffer.from('x0": ')[between(random, 0, 4)] ?? 0;
				const message = Buffer.from(text);
				message[at] = byte;
				const read = scan(message);
				if (read === null) refused++;
				else assert.deepEqual(plain(read), plain(parse(message.toString())), message.toString());
			}
		assert.ok(refused > 200, `${refused} refused`);
	});

const update = (fields: string, sides = '"b":[["1.5","2"]],"a":[]', symbol = 'STEEMBTC') =>
	`{"e":"depthUpdate","E":1,"s":"${symbol}",${fields},${sides}}`;

test('reads padded levels at the scale of any market', () => {
	for (const [priceDecimals, sizeDecimals] of [
		[2, 5],
		[5, 1],
		[8, 0],
		[0, 8],
	] as const) {
		const random = createRandom(`padded ${priceDecimals}`);
		const {scan, parse} = create.binance();
		let taken = 0;
		for (let index = 0; index < 300; index++) {
			const number = (most: number, decimals: number) =>
				`"${(between(random, 1, 10 ** between(random, 1, most)) / 10 ** decimals).toFixed(8)}"`;
			// Now and then one that is finer than the others, longer, or not padded.
			const odd = () =>
				['"0.12345678"', '"90071993.54740993"', '"1234567890.50000000"', '"7.5"', '"0"'][
					between(random, 0, 4)
				];
			const size = () => (random() < 0.2 ? '"0.00000000"' : number(9, sizeDecimals));
			const level = () => {
				const [one, other] = [number(7, priceDecimals), size()];
				return `[${one},${random() < 0.01 ? odd() : other}]`;
			};
			const side = () => Array.from({length: between(random, 0, 12)}, level).join();
			const text = update('"U":157,"u":160', `"b":[${side()}],"a":[${side()}]`);
			const read = scan(Buffer.from(text));
			if (read) taken++;
			assert.deepEqual(read && plain(read), read && plain(parse(text)), text);
		}
		assert.equal(taken, 300);
	}
});

test('takes no padded levels of which any byte is another, unless that is right', () => {
	const {scan, parse} = create.binance();
	const sides = [
		'"b":[["0.16420000","677.30000000"],["0.16000000","0.00000000"]]',
		'"a":[["12.50000000","1234.50000000"],["13.00010000","90071993.00000000"]]',
	];
	const text = update('"U":157,"u":160', sides.join());
	let refused = 0;
	for (let at = text.indexOf('"b"'); at < text.length; at++)
		for (const byte of '[],".019-:} ') {
			// So that it knows the scale of all.
			assert.deepEqual(plain(scan(text)), plain(parse(text)));
			const other = `${text.slice(0, at)}${byte}${text.slice(at + 1)}`;
			const read = scan(Buffer.from(other));
			if (read === null) refused++;
			else assert.deepEqual(plain(read), plain(parse(other)), other);
		}
	assert.ok(refused > 1200, `${refused} refused`);
});

/** Messages of Binance that tempt, and whether the scan takes them. */
const edges: readonly {name: string; text: string; isTaken: boolean}[] = [
	{name: 'none', text: update('"U":1,"u":2'), isTaken: true},
	{name: 'the largest id', text: update('"U":1,"u":9007199254740991'), isTaken: true},
	{name: 'an id beyond 2^53', text: update('"U":1,"u":9007199254740993'), isTaken: false},
	{name: 'ids that run backwards', text: update('"U":3,"u":2'), isTaken: false},
	{name: 'a sign', text: update('"U":1,"u":+2'), isTaken: false},
	{name: 'an id twice', text: update('"U":1,"U":2,"u":2'), isTaken: false},
	{
		name: 'a side twice',
		text: update('"U":1,"u":2', '"b":[["1","2"]],"b":[],"a":[]'),
		isTaken: false,
	},
	{name: 'a side missing', text: update('"U":1,"u":2', '"b":[]'), isTaken: false},
	{name: 'another field', text: update('"U":1,"x":{"b":[]},"u":2'), isTaken: false},
	{
		name: 'a price of zero',
		text: update('"U":1,"u":2', '"b":[["0.0","2"]],"a":[]'),
		isTaken: false,
	},
	{name: 'an empty text', text: update('"U":1,"u":2', '"b":[["","2"]],"a":[]'), isTaken: false},
	{name: 'a name in escapes', text: update('"\\u0055":1,"u":2'), isTaken: false},
	{name: 'a blank', text: update('"U": 1,"u":2'), isTaken: false},
	{name: 'more at the end', text: `${update('"U":1,"u":2')}}`, isTaken: false},
	{
		name: 'a market in small letters',
		text: update('"U":1,"u":2', undefined, 'steembtc'),
		isTaken: false,
	},
	{name: 'another market', text: update('"U":1,"u":2', undefined, 'STEEMETH'), isTaken: false},
	{name: 'no name of the stream', text: `{"data":${update('"U":1,"u":2')}}`, isTaken: false},
	{
		name: 'the data before its stream',
		text: `{"data":${update('"U":1,"u":2')},"stream":"x"}`,
		isTaken: true,
	},
	{
		name: 'as many levels as may be',
		text: update('"U":1,"u":2', `"b":[${Array(maxLevels).fill('["1","2"]').join()}],"a":[]`),
		isTaken: true,
	},
	{
		name: 'one level too many',
		text: update(
			'"U":1,"u":2',
			`"b":[${Array(maxLevels + 1)
				.fill('["1","2"]')
				.join()}],"a":[]`,
		),
		isTaken: false,
	},
];

for (const {name, text, isTaken} of edges)
	test(`leaves to the parser what it should, with ${name}`, () => {
		const read = toDepthScan()(Buffer.from(text));
		assert.equal(read !== null, isTaken);
		if (read) assert.deepEqual(plain(read), plain(ofBinance(text)));
	});

test('levels that are kept stay what they were', () => {
	const scan = toDepthScan();
	const first = scan(update('"U":1,"u":1', '"b":[["1.5","3"]],"a":[]'));
	assert.ok(first);
	const kept = [new PackedIncrement(first), keepChange(first)];
	assert.ok(scan(update('"U":2,"u":2', '"b":[["1.5","4.25"],["1.25","5"]],"a":[]')));
	for (const {bids, asks} of kept) {
		assert.deepEqual(toLevels(bids), [
			{price: {units: 15, decimals: 1}, size: {units: 3, decimals: 0}},
		]);
		assert.deepEqual(toLevels(asks), []);
	}
});

test('levels that no number holds need not be copied', () => {
	const scan = toDepthScan();
	const read = (size: string) =>
		scan(update('"U":1,"u":1', `"b":[["1.50","${size}"],["1.25","0.123"]],"a":[]`))?.bids;
	const wide = read('90071992547409.91');
	assert.ok(wide?.wide);
	const levels = toLevels(wide);
	assert.ok(read('7') && read('90071992547409.92'));
	assert.deepEqual([wide.length, toLevels(wide)], [2, levels]);
});

test('the scale follows one absurd value for that message alone', () => {
	const scan = toDepthScan();
	const read = (size: string) => {
		const levels = scan(
			`{"e":"depthUpdate","E":1,"s":"STEEMBTC","U":1,"u":1,"b":[["1.50","7"],["1.25","${size}"]],"a":[]}`,
		)?.bids;
		assert.ok(levels);
		return {isWide: levels.wide !== null, decimals: levels.sizeDecimals};
	};
	assert.deepEqual(read('2.5000'), {isWide: false, decimals: 1});
	assert.deepEqual(read('0.000000000000001'), {isWide: false, decimals: 15});
	assert.deepEqual(read('30.5'), {isWide: false, decimals: 1});
	assert.deepEqual(read('0.00000001'), {isWide: false, decimals: 8});
	assert.deepEqual(read('90071993.5'), {isWide: true, decimals: 0});
	assert.deepEqual(read('90071993.5'), {isWide: false, decimals: 1});
});

/** Both ways of reading a capture's messages of one market. */
const readersOf = (file: string, symbol: string) => {
	if (file.includes('binance')) {
		const parse = (text: string) => ofBinance(text, symbol);
		return {scan: toDepthScan(symbol), parse};
	}
	const kind = file.includes('mbp') ? 'mbp.150' : 'depth.step0';
	return toHuobi(`market.${symbol}.${kind}`);
};

const captures = skipWithoutCaptures
	? []
	: readdirSync(captureFolder).filter(
			file => /binance|huobi/.test(file) && /\d\.jsonl(\.gz)?$/.test(file),
		);

test('takes every depth message of the captures', {skip: skipWithoutCaptures}, () => {
	let count = 0;
	for (const file of captures)
		for (const symbol of Object.keys(readExpected(file))) {
			const {scan, parse} = readersOf(file, symbol);
			for (const line of readCapture(file)) {
				if (line.kind !== 'ws') continue;
				const data = toSocketData(line);
				const text = typeof data === 'string' ? data : inflate(data).toString();
				const expected = parse(text);
				assert.deepEqual(plain(scan(text)), plain(expected), text);
				if (expected) count++;
			}
		}
	assert.ok(count > 4000, String(count));
});
