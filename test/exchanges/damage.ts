import {between, type Random} from '../../source/random.js';
import {pick, placeIn, replaceOne, type Mutation} from './mutations.js';
import {oddNumbers} from './odd-numbers.js';
import {twists} from './twists.js';

/** Pieces that change what a text means, or make it none. */
const pieces = [
	...[
		'"',
		',',
		':',
		'{',
		'}',
		'[',
		']',
		'{}',
		'[]',
		',,',
		' ',
		'\n',
		'\t',
		'\0',
		'\\',
		'\\u0062',
		'\\"',
	],
	...[
		'é',
		'\u{1f600}',
		'\ufeff',
		'"x":1,',
		'"x":{"b":[]},',
		'"u":7,',
		'"U":7,',
		'"b":[],',
		'"asks":[],',
	],
	...[
		'"e":"trade",',
		'"ch":"x",',
		'"ts":0,',
		'"ping":1,',
		'"status":"error",',
		'"update":true,',
		'//',
		'1',
	],
	...[
		'"stream":"x",',
		'"data":{},',
		'"tick":{},',
		'"seqNum":9,',
		'"prevSeqNum":9,',
		'"__proto__":1,',
	],
];

const shuffled = <T>(values: readonly T[], random: Random): T[] =>
	values
		.map(value => ({value, at: random()}))
		.sort((a, b) => a.at - b.at)
		.map(({value}) => value);

const reordered = (value: unknown, random: Random): unknown => {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const fields = shuffled(Object.entries(value), random);
	return Object.fromEntries(fields.map(([name, inner]) => [name, reordered(inner, random)]));
};

const inOtherOrder = (text: string, random: Random): string => {
	try {
		return JSON.stringify(reordered(JSON.parse(text), random));
	} catch {
		return text;
	}
};

const cutOut = (text: string, by: (piece: string) => string, random: Random): string => {
	const from = placeIn(text, random);
	const to = Math.min(text.length, from + between(random, 1, 30));
	return text.slice(0, from) + by(text.slice(from, to)) + text.slice(to);
};

const mutations: readonly Mutation[] = [
	(text, random) => replaceOne(text, /\d[\d.eE+-]*/g, pick(oddNumbers, random), random),
	(text, random) => replaceOne(text, /"[^"]*"/g, `"${pick(oddNumbers, random)}"`, random),
	(text, random) => replaceOne(text, /"[^"]*"/g, pick(pieces, random), random),
	(text, random) => {
		const names = [...text.matchAll(/"\w*"/g)].map(([name]) => name);
		return names.length === 0 ? text : replaceOne(text, /"\w*"/g, pick(names, random), random);
	},
	(text, random) => replaceOne(text, /[[\]{},:"]/g, pick(pieces, random), random),
	(text, random) => replaceOne(text, /\[\[.*?\]\]/g, '[]', random),
	(text, random) => replaceOne(text, /[a-z]+/g, pick(['STEEMBTC', 'a', 'é', 'B'], random), random),
	(text, random) => {
		const at = placeIn(text, random);
		return text.slice(0, at) + pick(pieces, random) + text.slice(at);
	},
	(text, random) => cutOut(text, () => '', random),
	(text, random) => cutOut(text, piece => piece + piece, random),
	(text, random) => cutOut(text, piece => piece.toUpperCase(), random),
	(text, random) => text.slice(0, placeIn(text, random)),
	(text, random) => text + pick(pieces, random),
	inOtherOrder,
	...twists,
];

/** Bytes that are no text, or are none alone: halves of letters, a surrogate, a mark of byte order, zero. */
const oddBytes = [[0xc3], [0xe2, 0x82], [0xff], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0]];

/** Changes some bytes, so that there may be no text any more. */
const flip = (bytes: Buffer, random: Random): Buffer => {
	const at = between(random, 0, bytes.length);
	if (random() < 0.5) {
		const odd = Buffer.from(pick(oddBytes, random));
		return Buffer.concat([bytes.subarray(0, at), odd, bytes.subarray(at)]);
	}
	if (at < bytes.length) bytes[at] = between(random, 0, 255);
	return bytes;
};

/** A message with one to three faults, the same for the same random numbers. */
export const damage = (text: string, random: Random): Buffer => {
	let damaged = text;
	for (let left = between(random, 1, 3); left > 0; left--)
		damaged = pick(mutations, random)(damaged, random);
	const bytes = Buffer.from(damaged);
	return random() < 0.15 ? flip(bytes, random) : bytes;
};
