import {promisify} from 'node:util';
import {constants, crc32, inflateRaw} from 'node:zlib';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {joinSums} from './join-sums.js';
import {npyHeaderBytes, toLocalHeader, toZipEnd} from './npy.js';
import {packRaw} from './pack-bytes.js';

const unpack = promisify(inflateRaw);

/** What comes back at once from another thread. */
const chunkSize = 256 * 1024;
const finishFlush = constants.Z_SYNC_FLUSH;
/** Levels of zlib above this one take half as long again to save a thirtieth. */
const packing = {level: 1, memLevel: 9, finishFlush, chunkSize};
const unpacking = {finishFlush, chunkSize};

/** Behind pieces that end between two blocks, none of which is the last: one that is, and is empty. */
const lastBlock = Uint8Array.of(3, 0);

/** As a block that is not packed, and not the last: so it takes the same room whatever it says. */
const toStored = (header: Uint8Array): Buffer => {
	const head = Buffer.alloc(5);
	head.writeUInt16LE(header.length, 1);
	head.writeUInt16LE(0xffff - header.length, 3);
	return Buffer.concat([head, header]);
};

/** Bytes that were packed by themselves, and what they were. */
export type PackedPiece = {
	readonly packed: Uint8Array;
	/** CRC-32 of what is packed. */
	readonly sum: number;
	/** Bytes of that. */
	readonly size: number;
};

/** What is packed in a piece. */
export const unpackPiece = ({packed}: PackedPiece): Promise<Uint8Array> =>
	unpack(packed, unpacking);

/** CRC-32 and size of all that an archive holds. */
const factsOf = (header: Uint8Array, pieces: readonly Pick<PackedPiece, 'sum' | 'size'>[]) => {
	let [crc, size] = [crc32(header), header.length];
	for (const piece of pieces) {
		crc = joinSums(crc, piece.sum, piece.size);
		size += piece.size;
	}
	return {crc, size};
};

/**
 * An archive of one array, of any length. Its bytes are packed as they come, a piece at a time; what stands before
 * them is put into its place at the end.
 */
export const createZipArray = (path: string, name: string) => {
	const local = toLocalHeader(name);
	const start = local.length + toStored(new Uint8Array(npyHeaderBytes)).length;
	/** Those in the file, in order; `length`: as they are packed. */
	const pieces: (Omit<PackedPiece, 'packed'> & {readonly length: number})[] = [];
	let end = start;
	/** Not written yet: that is done while the next piece is packed. */
	let waiting: PackedPiece | null = null;
	let file: WholeFile | null = null;

	const write = async (bytes: Uint8Array, at: number) => {
		file ??= await openWholeFile(path);
		await file.write(bytes, at);
		return file;
	};

	const writeWaiting = async () => {
		if (!waiting) return;
		const {packed, ...facts} = waiting;
		waiting = null;
		await write(packed, end);
		pieces.push({...facts, length: packed.length});
		end += packed.length;
	};

	return {
		/** The next bytes, which are not to be changed before this resolves. */
		async add(bytes: Uint8Array) {
			const [packed] = await Promise.all([packRaw(bytes, packing), writeWaiting()]);
			waiting = {packed, sum: crc32(bytes), size: bytes.length};
		},
		/** The next bytes, as another array has them. */
		async addPacked(piece: PackedPiece) {
			await writeWaiting();
			waiting = piece;
		},
		/** All that was added. */
		async *pieces(): AsyncGenerator<PackedPiece> {
			await writeWaiting();
			let at = start;
			for (const {length, sum, size} of pieces) {
				if (file) yield {packed: await file.read(at, length), sum, size};
				at += length;
			}
		},
		/** Nothing more comes: it is made whole. `header`: of as many bytes as one has. */
		async end(header: Uint8Array) {
			await writeWaiting();
			const packedEnd = end + lastBlock.length;
			const entry = {name, ...factsOf(header, pieces), packed: packedEnd - local.length};
			await write(Buffer.concat([lastBlock, toZipEnd(entry, packedEnd)]), end);
			const whole = await write(Buffer.concat([local, toStored(header)]), 0);
			await whole.end();
		},
		/** It takes its name. */
		async keep() {
			await file?.keep();
		},
		/** Leaves nothing of it, unless it has its name. */
		async drop() {
			await file?.close();
		},
	};
};
