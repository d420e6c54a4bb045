import {constants, crc32, createDeflateRaw} from 'node:zlib';

// Magic, deflate, no flags, no time, no extra flags, system unknown: RFC 1952.
const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
// A last block without content, which may follow any block that was flushed.
const lastBlock = Buffer.from([3, 0]);

export type Packed = {
	/** Follows what was packed before. */
	readonly bytes: Buffer;
	/** Ends the file here; what is packed next takes its place. */
	readonly trailer: Buffer;
};

/**
 * Packs text into one gzip member a piece at a time, so that the file is whole gzip after each: the
 * trailer is written with every piece and overwritten by the next.
 */
export const createGzipPacker = () => {
	const deflate = createDeflateRaw();
	let packed: Buffer[] = [header];
	let sum = 0;
	let length = 0;
	deflate.on('data', (bytes: Buffer) => packed.push(bytes));

	return {
		/** Not to be called again before it has resolved. */
		pack(text: Buffer): Promise<Packed> {
			sum = crc32(text, sum);
			length += text.length;
			return new Promise((resolve, reject) => {
				deflate.once('error', reject);
				deflate.write(text);
				deflate.flush(constants.Z_SYNC_FLUSH, () => {
					deflate.off('error', reject);
					const end = Buffer.alloc(8);
					end.writeUInt32LE(sum, 0);
					end.writeUInt32LE(length % 2 ** 32, 4);
					resolve({bytes: Buffer.concat(packed), trailer: Buffer.concat([lastBlock, end])});
					packed = [];
				});
			});
		},
		close() {
			deflate.destroy();
		},
	};
};
