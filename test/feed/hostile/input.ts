import {gzipSync} from 'node:zlib';
import fc from 'fast-check';

/** What to make of a real message's bytes. Positions are shares of the length. */
type Mutation =
	| {readonly type: 'flip'; readonly at: number; readonly bit: number}
	| {readonly type: 'truncate'; readonly at: number}
	| {readonly type: 'splice'; readonly at: number; readonly from: number}
	| {readonly type: 'value'; readonly at: number; readonly value: string}
	| {readonly type: 'repeat-key'; readonly at: number; readonly value: string}
	| {readonly type: 'nest'; readonly at: number; readonly depth: number};

/** A message made of nothing, or of one that an exchange sent; `age` 0 is the newest. */
export type Hostile = {
	readonly of:
		| {readonly type: 'bytes'; readonly bytes: Uint8Array}
		| {readonly type: 'real'; readonly age: number};
	readonly mutations: readonly Mutation[];
	/** Whether the bytes are packed, and then what becomes of the packed ones. */
	readonly packed: 'no' | 'yes' | readonly Mutation[];
	readonly isBinary: boolean;
	readonly target: 'socket' | 'rest';
	/** Milliseconds until the next one. */
	readonly pause: number;
};

const share = fc.double({min: 0, max: 1, noNaN: true});

const value = fc.oneof(
	fc.constantFrom('0', '-0', '-1', '1e400', '1e-400', '9007199254740991', '9007199254740993'),
	fc.constantFrom('"NaN"', '"Infinity"', '"-1.5"', '"0x10"', '""', '" 1"', '"1e5"', '"1e39"'),
	fc.constantFrom('null', 'true', '[]', '{}', '[[]]', '[["1"]]', '[["1","2","3"]]', '"__proto__"'),
	fc.integer({min: 1, max: 60}).map(digits => `"${'7'.repeat(digits)}"`),
	fc.double().map(number => JSON.stringify(String(number))),
	fc.json(),
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
	fc.record({type: fc.constant('flip' as const), at: share, bit: fc.nat(7)}),
	fc.record({type: fc.constant('truncate' as const), at: share}),
	fc.record({type: fc.constant('splice' as const), at: share, from: share}),
	{weight: 3, arbitrary: fc.record({type: fc.constant('value' as const), at: share, value})},
	fc.record({type: fc.constant('repeat-key' as const), at: share, value}),
	fc.record({
		type: fc.constant('nest' as const),
		at: share,
		depth: fc.constantFrom(40, 5000, 100_000),
	}),
);

const mutations = fc.array(mutation, {minLength: 1, maxLength: 3});

export const hostile: fc.Arbitrary<Hostile> = fc.record({
	of: fc.oneof(
		fc.record({type: fc.constant('bytes' as const), bytes: fc.uint8Array({maxLength: 200})}),
		{
			weight: 6,
			arbitrary: fc.record({type: fc.constant('real' as const), age: fc.nat(6)}),
		},
	),
	mutations,
	packed: fc.oneof(
		{weight: 3, arbitrary: fc.constant('yes' as const)},
		{weight: 2, arbitrary: fc.constant('no' as const)},
		{weight: 1, arbitrary: mutations},
	),
	isBinary: fc.boolean(),
	target: fc.constantFrom('socket', 'socket', 'rest'),
	pause: fc.constantFrom(0, 0, 1, 40, 700),
});

const indexIn = (length: number, at: number) => Math.min(length - 1, Math.floor(at * length));

/** Numbers and texts of a JSON message, as places. */
const tokens = (text: string) => [...text.matchAll(/"[^"]*"|-?\d[\d.eE+-]*/g)];

const mutateText = (text: string, by: Mutation): string => {
	switch (by.type) {
		case 'value': {
			const found = tokens(text);
			const token = found[indexIn(found.length, by.at)];
			if (!token) return by.value;
			return text.slice(0, token.index) + by.value + text.slice(token.index + token[0].length);
		}
		case 'repeat-key': {
			const keys = [...text.matchAll(/"[^"]*":/g)];
			const key = keys[indexIn(keys.length, by.at)];
			if (!key) return text;
			return `${text.slice(0, key.index)}${key[0]}${by.value},${text.slice(key.index)}`;
		}
		case 'nest': {
			const at = Math.floor(by.at * text.length);
			return text.slice(0, at) + '['.repeat(by.depth) + text.slice(at);
		}
		case 'splice': {
			const at = Math.floor(by.at * text.length);
			return text.slice(0, at) + text.slice(Math.floor(by.from * text.length));
		}
		case 'truncate':
		case 'flip':
			return mutateBytes(Buffer.from(text), by).toString('latin1');
	}
};

const mutateBytes = (bytes: Buffer, by: Mutation): Buffer => {
	if (bytes.length === 0) return bytes;
	const copy = Buffer.from(bytes);
	const at = indexIn(copy.length, 'at' in by ? by.at : 0);
	if (by.type === 'truncate') return copy.subarray(0, at);
	if (by.type === 'splice')
		return Buffer.concat([copy.subarray(0, at), copy.subarray(indexIn(copy.length, by.from))]);
	copy.writeUInt8(copy.readUInt8(at) ^ (1 << (by.type === 'flip' ? by.bit : 0)), at);
	return copy;
};

/** The message as it goes to the feed; `real` are texts that the exchange sent, oldest first. */
export const toMessage = (input: Hostile, real: readonly string[]): string | Buffer => {
	const {of} = input;
	const text =
		of.type === 'bytes'
			? Buffer.from(of.bytes).toString('latin1')
			: input.mutations.reduce(mutateText, real.at(-1 - of.age) ?? '{}');
	if (input.packed === 'no') return input.isBinary ? Buffer.from(text, 'latin1') : text;
	const packed = gzipSync(text);
	return input.packed === 'yes' ? packed : input.packed.reduce(mutateBytes, packed);
};
