import {between, type Random} from '../../../source/random.js';

/** Makes other bytes of some; the same random numbers give the same bytes. */
export type Mutation = (bytes: Buffer, random: Random) => Buffer;

/** A place in it, the end included. */
export const placeIn = (length: number, random: Random): number =>
	Math.floor(random() * (length + 1));

export const pick = <T>(values: readonly T[], random: Random): T =>
	values[Math.floor(random() * values.length)] as T;

/** Some of it, `most` bytes at the most. */
const rangeIn = (bytes: Buffer, random: Random, most = 4096) => {
	const start = placeIn(bytes.length, random);
	return {start, end: Math.min(bytes.length, start + between(random, 1, most))};
};

const insert = (bytes: Buffer, at: number, piece: Buffer): Buffer =>
	Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

/** Puts one of some texts, byte by byte, anywhere. */
const inserts =
	(pieces: readonly string[]): Mutation =>
	(bytes, random) =>
		insert(bytes, placeIn(bytes.length, random), Buffer.from(pick(pieces, random), 'latin1'));

/** No UTF-8: half a letter, a byte that is none, an overlong slash, half a pair, beyond the last letter. */
const badUtf8 = ['\xC3(', '\xFF\xFE', '\xC0\xAF', '\xED\xA0\x80', '\xF4\x90\x80\x80', '\xE2\x82'];

/** What goes for any bytes. */
export const byteMutations = {
	'flipped bits'(bytes, random) {
		if (bytes.length === 0) return bytes;
		const copy = Buffer.from(bytes);
		for (let left = between(random, 1, 8); left > 0; left--) {
			const at = Math.floor(random() * copy.length);
			copy.writeUInt8(copy.readUInt8(at) ^ (1 << between(random, 0, 7)), at);
		}
		return copy;
	},
	'cut off': (bytes, random) => bytes.subarray(0, placeIn(bytes.length, random)),
	'cut out'(bytes, random) {
		const {start, end} = rangeIn(bytes, random);
		return Buffer.concat([bytes.subarray(0, start), bytes.subarray(end)]);
	},
	repeated(bytes, random) {
		const {start, end} = rangeIn(bytes, random, 400);
		const piece = bytes.subarray(start, end);
		return insert(bytes, end, Buffer.concat(Array(between(random, 1, 60)).fill(piece)));
	},
	'changed places'(bytes, random) {
		const [a, b, c] = [0, 0, 0]
			.map(() => placeIn(bytes.length, random))
			.sort((one, other) => one - other);
		return Buffer.concat([
			bytes.subarray(0, a),
			bytes.subarray(b, c),
			bytes.subarray(a, b),
			bytes.subarray(c),
		]);
	},
	NULs: (bytes, random) =>
		insert(bytes, placeIn(bytes.length, random), Buffer.alloc(between(random, 1, 2000))),
	'bad UTF-8': inserts(badUtf8),
	'a byte order mark': bytes => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
	noise(bytes, random) {
		const {start, end} = rangeIn(bytes, random, 64);
		const copy = Buffer.from(bytes);
		for (let at = start; at < end; at++) copy.writeUInt8(between(random, 0, 255), at);
		return copy;
	},
	nothing: () => Buffer.alloc(0),
} satisfies Record<string, Mutation>;
