import {promisify} from 'node:util';
import {constants, crc32, deflateRaw, inflateRaw} from 'node:zlib';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {joinSums} from './join-sums.js';
import {npyHeaderBytes, toLocalHeader, toZipEnd} from './npy.js';

const pack = promisify(deflateRaw);
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

/**
 * An archive of one array, of any length. Its bytes are packed as they come, a piece at a time; what stands before
 * them is put into its place at the end.
 */
export const createZipArray = (path: string, name: string) => {
	const local = toLocalHeader(name);
	const start = local.length + toStored(new Uint8Array(npyHeaderBytes)).length;
	/** Of the pieces in the file, in order. */
	const lengths: number[] = [];
	let end = start;
	let [sum, size] = [0, 0];
	/** Not written yet: that is done while the next piece is packed. */
	let waiting: Uint8Array | null = null;
	let file: WholeFile | null = null;

	const write = async (bytes: Uint8Array, at: number) => {
		file ??= await openWholeFile(path);
		await file.write(bytes, at);
		return file;
	};

	const writeWaiting = async () => {
		if (!waiting) return;
		const bytes = waiting;
		waiting = null;
		await write(bytes, end);
		lengths.push(bytes.length);
		end += bytes.length;
	};

	return {
		/** The next bytes, which are not to be changed before this resolves. */
		async add(piece: Uint8Array) {
			sum = crc32(piece, sum);
			size += piece.length;
			[waiting] = await Promise.all([pack(piece, packing), writeWaiting()]);
		},
		/** All that was added. */
		async *pieces(): AsyncGenerator<Uint8Array> {
			await writeWaiting();
			let at = start;
			for (const length of lengths) {
				if (file) yield await unpack(await file.read(at, length), unpacking);
				at += length;
			}
		},
		/** Nothing more comes: it takes its name. `header`: of as many bytes as one has. */
		async end(header: Uint8Array) {
			await writeWaiting();
			const entry = {
				...{name, packed: end + lastBlock.length - local.length, size: header.length + size},
				crc: joinSums(crc32(header), sum, size),
			};
			await write(Buffer.concat([lastBlock, toZipEnd(entry, end + lastBlock.length)]), end);
			const whole = await write(Buffer.concat([local, toStored(header)]), 0);
			await whole.keep();
		},
		/** Leaves nothing of it, unless it has its name. */
		async drop() {
			await file?.close();
		},
	};
};
