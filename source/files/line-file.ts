import type {OpenFile, OutputFile} from './file-system.js';
import {createGzipPacker} from './gzip-packer.js';

/** A file that holds whole lines after each `append`, also where the next one fails or the process ends. */
export type LineFile = {
	/** Not to be called again before it has resolved. */
	append(lines: string): Promise<void>;
	/** Bytes of the file. */
	size(): number;
	/** Resolves once the disk has all of it. */
	close(): Promise<void>;
};

const writeAll = async (file: OutputFile, bytes: Buffer, position: number | null) => {
	for (let done = 0; done < bytes.length;) {
		const at = position === null ? null : position + done;
		const written = await file.write(bytes.subarray(done), at);
		if (written === 0) throw Object.assign(new Error('nothing was written'), {code: 'ENOSPC'});
		done += written;
	}
};

const openPlain = (file: OutputFile): LineFile => {
	let size = 0;
	return {
		async append(lines) {
			const bytes = Buffer.from(lines);
			try {
				await writeAll(file, bytes, null);
			} catch (error) {
				// Half a line may have gone; what cannot be cut off is then a pipe.
				await file.truncate(size).catch(() => undefined);
				throw error;
			}
			size += bytes.length;
		},
		size: () => size,
		async close() {
			await file.sync();
			await file.close();
		},
	};
};

const openPacked = (file: OutputFile): LineFile => {
	const packer = createGzipPacker();
	let end = 0;
	let trailer: Buffer = Buffer.alloc(0);

	const restore = async () => {
		await writeAll(file, trailer, end);
		await file.truncate(end + trailer.length);
	};

	return {
		async append(lines) {
			const packed = await packer.pack(Buffer.from(lines));
			try {
				await writeAll(file, Buffer.concat([packed.bytes, packed.trailer]), end);
			} catch (error) {
				// The old trailer was overwritten; its place is still the file's.
				await restore().catch(() => undefined);
				throw error;
			}
			end += packed.bytes.length;
			trailer = packed.trailer;
		},
		size: () => end + trailer.length,
		async close() {
			packer.close();
			await file.sync();
			await file.close();
		},
	};
};

/** Opens a file anew, packed where its name ends in `.gz`. */
export const openLineFile = async (path: string, open: OpenFile): Promise<LineFile> => {
	const file = await open(path);
	return path.endsWith('.gz') ? openPacked(file) : openPlain(file);
};
