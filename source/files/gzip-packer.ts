import {constants, crc32, createDeflateRaw} from 'node:zlib';

/** What each member begins with: magic, deflate, no flags, no time, no extra flags, system unknown (RFC 1952). */
export const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
// A last block without content, which may follow any block that was flushed.
const lastBlock = Buffer.from([3, 0]);

/**
 * Bytes of text after which another member begins: a bit that has fallen over costs the member that it is in, which is
 * a minute of a busy market. Each beginning costs some 0.7 % of so much, as nothing is known of what came before.
 */
const memberBytes = 256 * 1024;

export type Packed = {
	/** Follows what was packed before. */
	readonly bytes: Buffer;
	/** Ends the file here; what is packed next takes its place. */
	readonly trailer: Buffer;
};

/**
 * Packs text into members of gzip a piece at a time, so that the file is whole gzip after each: the trailer is written
 * with every piece and overwritten by the next. A piece is never parted. `most`: bytes after which a member ends.
 */
export const createGzipPacker = (most = memberBytes) => {
	const deflate = createDeflateRaw();
	let packed: Buffer[] = [header];
	let trailer: Buffer = Buffer.alloc(0);
	let sum = 0;
	let length = 0;
	deflate.on('data', (bytes: Buffer) => packed.push(bytes));

	/** Another member follows the one that is there. */
	const begin = () => {
		// All of it was flushed.
		deflate.reset();
		packed = [trailer, header];
		sum = 0;
		length = 0;
	};

	return {
		/** Not to be called again before it has resolved. */
		pack(text: Buffer): Promise<Packed> {
			if (length >= most) begin();
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
					trailer = Buffer.concat([lastBlock, end]);
					resolve({bytes: Buffer.concat(packed), trailer});
					packed = [];
				});
			});
		},
		close() {
			deflate.destroy();
		},
	};
};
