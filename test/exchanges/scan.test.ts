import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {toLevels} from '../../source/book/level-columns.js';
import {keepChange} from '../../source/book/order-book.js';
import {maxLevels} from '../../source/exchanges/parse.js';
import {PackedIncrement} from '../../source/exchanges/packed-increment.js';
import {inflate} from '../../source/exchanges/huobi/inflate.js';
import {between, createRandom} from '../../source/random.js';
import {
	captureFolder,
	readCapture,
	readExpected,
	skipWithoutCaptures,
	toSocketData,
} from '../helpers/captures.js';
import {oddNumbers} from './odd-numbers.js';
import {
	create,
	fuzz,
	ofBinance,
	plain,
	putEach,
	shapes,
	toDepthScan,
	toHuobi,
	write,
} from './scan-shapes.js';

for (const shape of shapes)
	test(`reads damaged ${shape} messages as JSON.parse does, or not at all`, () => {
		const {taken, refused} = fuzz(shape, 2500);
		assert.ok(taken > 600 && refused > 600, `${taken} taken, ${refused} refused`);
	});

for (const shape of shapes)
	test(`reads odd numbers anywhere in ${shape} messages as JSON.parse does, or not at all`, () => {
		const {taken, places} = putEach(shape, oddNumbers);
		assert.ok(places >= 5 && taken > 100, `${taken} taken at ${places} places`);
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
