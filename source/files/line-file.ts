import {writeAll, type OpenFile, type OutputFile} from './file-system.js';
import {createGzipPacker} from './gzip-packer.js';

/** A file that holds whole lines after each `append`, also where the next one fails or the process ends. */
export type LineFile = {
	/** Where it lies. */
	readonly path: string;
	/** Not to be called again before it has resolved. */
	append(lines: string): Promise<void>;
	/** Bytes of the file. */
	size(): number;
	/** Resolves once the disk has all of it. */
	close(): Promise<void>;
};

const openPlain = (file: OutputFile, path: string): LineFile => {
	let size = 0;
	return {
		path,
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
			await file.keep?.();
		},
		size: () => size,
		async close() {
			await file.sync();
			await file.close();
		},
	};
};

const openPacked = (file: OutputFile, path: string): LineFile => {
	const packer = createGzipPacker();
	let end = 0;
	let trailer: Buffer = Buffer.alloc(0);

	const restore = async () => {
		await writeAll(file, trailer, end);
		await file.truncate(end + trailer.length);
	};

	return {
		path,
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
			await file.keep?.();
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
	const own = file.path ?? path;
	return path.endsWith('.gz') ? openPacked(file, own) : openPlain(file, own);
};
