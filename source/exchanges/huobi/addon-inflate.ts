import {createRequire} from 'node:module';
import {crc32} from 'node:zlib';

/** The part of zlib-sync that is used. */
export type Addon = {
	readonly Inflate: new (options: {windowBits: number; chunkSize: number}) => AddonContext;
	readonly Z_OK: number;
	readonly Z_NO_FLUSH: number;
	readonly Z_SYNC_FLUSH: number;
};

type AddonContext = {
	/** Aborts the process where `data` is not a buffer. */
	push(data: Buffer, flush: number): void;
	readonly err: number;
	readonly result: Buffer | string | null;
};

/** A book of 400 levels a side takes 8 KiB. Deflate expands at most 1,032 times: to 16 MiB from here. */
const maxFastInput = 16 * 1024;

/** Output that surely fits the addon's buffer: filled to the brim it loses the rest without an error. */
export const outputBuffer = 256 * 1024;

/**
 * Contexts that may be lost to damaged messages until node:zlib takes over for good. Each keeps 10 to
 * 52 KiB for ever, and until the garbage is collected as much as a message that lies of its size filled.
 */
const maxContexts = 4;

/**
 * Stored blocks that lead back to a byte boundary, whatever the last block left in its last byte.
 * With 3 bits or more left, those are a block header: then come a block of 248 bytes and one of
 * 1,540. With fewer, the first byte ends the header: then comes one block of 1,792 bytes.
 */
const resync = Buffer.alloc(5 + 1792);
resync.set([0xf8, 0x00, 0x07, 0xff, 0xf8]);
resync.set([0x00, 0x04, 0x06, 0xfb, 0xf9], 5 + 247);

/** The fixed header with no optional fields, as every Huobi message has it. */
const hasPlainHeader = (data: Buffer): boolean =>
	data[0] === 0x1f && data[1] === 0x8b && data[2] === 8 && data[3] === 0;

const headerLength = 10;
const trailerLength = 8;

/**
 * Unpacks one-block gzip messages in one context that is never given up. zlib-sync frees none of
 * its contexts, so a new one for each message would lose 6 to 31 MB a minute. A block whose "last
 * block" bit is cleared leaves the context waiting for the next block: the next message's.
 * Returns null for whatever does not fit this way or fails a check.
 */
export const createAddonInflate = (addon: Addon, maxOutputLength: number) => {
	const {Inflate, Z_OK, Z_NO_FLUSH, Z_SYNC_FLUSH} = addon;
	const firstByte = Buffer.alloc(1);
	let context: AddonContext | null = null;
	let contextCount = 0;

	const push = (into: AddonContext, data: Buffer): Buffer | null => {
		const end = data.length - trailerLength;
		firstByte[0] = data.readUInt8(headerLength) & 0xfe;
		into.push(firstByte, Z_NO_FLUSH);
		into.push(data.subarray(headerLength + 1, end), Z_SYNC_FLUSH);
		const {result} = into;
		if (into.err !== Z_OK || !Buffer.isBuffer(result)) return null;
		if (result.length !== data.readUInt32LE(end + 4)) return null;
		if (crc32(result) !== data.readUInt32LE(end)) return null;
		return result;
	};

	return (data: Buffer): Buffer | null => {
		if (!hasPlainHeader(data) || data.length > maxFastInput) return null;
		if (data.length < headerLength + 2 + trailerLength) return null;
		// Several blocks: only the last one's bit could be cleared, and nobody knows where it is.
		if ((data.readUInt8(headerLength) & 1) === 0) return null;
		if (data.readUInt32LE(data.length - 4) > maxOutputLength) return null;
		if (!context) {
			if (contextCount === maxContexts) return null;
			context = new Inflate({windowBits: -15, chunkSize: outputBuffer});
			contextCount++;
		}
		const result = push(context, data);
		if (result) context.push(resync, Z_SYNC_FLUSH);
		if (context.err !== Z_OK || !result) context = null;
		return result;
	};
};

/** Null where it was not built. */
export const loadAddon = (): Addon | null => {
	try {
		return createRequire(import.meta.url)('zlib-sync') as Addon;
	} catch {
		// An optional dependency: it needs a compiler, and npm may not run install scripts at all.
		return null;
	}
};
