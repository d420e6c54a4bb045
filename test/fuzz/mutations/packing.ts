import {constants, crc32, deflateRawSync, gzipSync} from 'node:zlib';
import {between, type Random} from '../../../source/random.js';
import {byteMutations, pick, placeIn, type Mutation} from './bytes.js';

/** Small when packed: what it costs is only seen by whoever unpacks it. */
const bombPieces = 150;

const bombs = new Map<string, Buffer>();

const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

/** So many times a megabyte as one member. The packed piece is repeated, too: to pack all of it takes seconds. */
const makeBomb = (text: string): Buffer => {
	const piece = Buffer.from(text.repeat(Math.floor(1e6 / text.length)));
	const block = deflateRawSync(piece, {level: 9, finishFlush: constants.Z_FULL_FLUSH});
	const blocks = Array<Buffer>(bombPieces).fill(block);
	let check = 0;
	for (let left = bombPieces; left > 0; left--) check = crc32(piece, check);
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(check, 0);
	trailer.writeUInt32LE(bombPieces * piece.length, 4);
	return Buffer.concat([gzipHeader, ...blocks, deflateRawSync(''), trailer]);
};

const bombOf = (text: string): Buffer => {
	const known = bombs.get(text);
	if (known) return known;
	const bomb = makeBomb(text);
	bombs.set(text, bomb);
	return bomb;
};

const bombTexts = ['\u0000', '[', '{},', ' ', '{}\n', '\n', '9'];

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

const packed = (bytes: Buffer): Buffer => (isGzip(bytes) ? bytes : gzipSync(bytes, {level: 1}));

const spoiled =
	(spoil: Mutation): Mutation =>
	(bytes, random) =>
		spoil(packed(bytes), random);

const inMembers = (bytes: Buffer, random: Random): Buffer => {
	const members: Buffer[] = [];
	for (let start = 0, left = between(random, 2, 30); start < bytes.length; left--) {
		const size = left <= 1 ? bytes.length : placeIn(Math.ceil((2 * bytes.length) / 15), random);
		members.push(gzipSync(bytes.subarray(start, start + size), {level: 1}));
		start += size;
	}
	return Buffer.concat(members);
};

/** What goes for bytes that may be packed as gzip. */
export const packingMutations = {
	packed,
	'packed in members': inMembers,
	'packed twice': bytes => gzipSync(packed(bytes), {level: 1}),
	'packed, then cut off': spoiled(byteMutations['cut off']),
	'packed, then flipped bits': spoiled(byteMutations['flipped bits']),
	'packed, then noise': spoiled(byteMutations.noise),
	'packed, then other bytes': (bytes, random) =>
		Buffer.concat([
			packed(bytes),
			Buffer.from(pick(['\u0000', 'x\n', '\u001F\u008B\u0008'], random), 'latin1'),
		]),
	'packed, with an empty member': bytes => Buffer.concat([packed(bytes), gzipSync('')]),
} satisfies Record<string, Mutation>;

/** What takes long to read, and is therefore rare. */
export const bombMutations = {
	'a bomb behind it': (bytes, random) =>
		Buffer.concat([packed(bytes), bombOf(pick(bombTexts, random))]),
	'a bomb': (_bytes, random) => bombOf(pick(bombTexts, random)),
} satisfies Record<string, Mutation>;
