import {constants, crc32} from 'node:zlib';
import {packRaw} from './pack-bytes.js';

/** One member, packed, of no name and no date. */
const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);

/** Behind pieces that end between two blocks, none of which is the last: one that is, and is empty. */
const lastBlock = Uint8Array.of(3, 0);

const trailerOf = (sum: number, size: number): Uint8Array => {
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(sum, 0);
	trailer.writeUInt32LE(size % 2 ** 32, 4);
	return trailer;
};

/**
 * Rows repeat most of the rows right before them. The usual level of zlib takes up to three times as long to save a
 * twentieth; a larger window takes more room, and saves nothing at this level.
 */
const packing = {level: 1, windowBits: 12, memLevel: 7, finishFlush: constants.Z_SYNC_FLUSH};

/** What a piece becomes at the most, as a rule: it comes back at once from the other thread. */
const packedLength = (length: number): number => Math.max(16 * 1024, length >> 2);

/** Makes gzip of pieces, each of which is packed by itself. */
export const createGzipPieces = () => {
	let [sum, size] = [0, 0];
	return {
		/** The next piece, which is not to be changed before this resolves. */
		async add(piece: Uint8Array): Promise<readonly Uint8Array[]> {
			const isFirst = size === 0;
			sum = crc32(piece, sum);
			size += piece.length;
			const packed = await packRaw(piece, {...packing, chunkSize: packedLength(piece.length)});
			return isFirst ? [header, packed] : [packed];
		},
		/** What stands behind the pieces, of which there is one at least. */
		end: (): readonly Uint8Array[] => [lastBlock, trailerOf(sum, size)],
	};
};
