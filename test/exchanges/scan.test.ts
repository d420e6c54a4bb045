import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toLevels} from '../../source/book/level-columns.js';
import {parseMessage as parseBinance} from '../../source/exchanges/binance/messages.js';
import {createDepthScan} from '../../source/exchanges/binance/scan-depth.js';
import {parseMessage as parseHuobi} from '../../source/exchanges/huobi/messages.js';
import {createPushScan} from '../../source/exchanges/huobi/scan-push.js';
import type {Increment, Snapshot} from '../../source/exchanges/increment.js';
import {between, createRandom, type Random} from '../../source/random.js';
import {damage} from './damage.js';

type Read = Snapshot | Increment | null;

/** What a message says, with each level by itself; null where it tells of no levels. */
const plain = (read: Read) =>
	read && {...read, bids: toLevels(read.bids), asks: toLevels(read.asks)};

const ofBinance = (text: string): Read => {
	const message = parseBinance(text, 'STEEMBTC');
	return message.type === 'depth' ? message.increment : null;
};

type HuobiMessage = ReturnType<typeof parseHuobi> | null;

const ofHuobi = (message: HuobiMessage): Read => {
	if (message?.type === 'increment') return message.increment;
	return message?.type === 'book' ? message.book : null;
};

const topics = {mbp: 'market.steembtc.mbp.150', depth: 'market.steembtc.depth.step0'};
const toHuobi = (topic: string) => {
	const scan = createPushScan(topic);
	return {
		scan: (message: string | Buffer) => ofHuobi(scan(message)),
		parse: (text: string) => ofHuobi(parseHuobi(text, topic)),
	};
};

/** Both ways of reading each shape. */
const create = {
	binance: () => ({scan: createDepthScan('STEEMBTC'), parse: ofBinance}),
	mbp: () => toHuobi(topics.mbp),
	depth: () => toHuobi(topics.depth),
};

type Shape = keyof typeof create;

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

for (const shape of ['binance', 'mbp', 'depth'] as const)
	test(`reads damaged ${shape} messages as JSON.parse does, or not at all`, () => {
		const {taken, refused} = fuzz(shape, 2000);
		assert.ok(taken > 600 && refused > 600, `${taken} taken, ${refused} refused`);
	});

test('takes every undamaged message', () => {
	for (const shape of ['binance', 'mbp', 'depth'] as const) {
		const random = createRandom(shape);
		const {scan, parse} = create[shape]();
		for (let index = 0; index < 200; index++) {
			const text = write[shape](random);
			assert.deepEqual(plain(scan(Buffer.from(text))), plain(parse(text)), text);
		}
	}
});
