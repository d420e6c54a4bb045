import {createGzip} from 'node:zlib';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';
import {createRowBytes, type RowBytes} from './row-bytes.js';

/** Bytes that are buffered before they are packed. */
const enough = 64_000;

/**
 * Rows repeat most of the rows right before them. The levels of zlib above this one take up to three times as long to
 * save a fiftieth; a larger window saves nothing, and hundreds of markets have a file each.
 */
const packing = {level: 4, windowBits: 14, memLevel: 7, chunkSize: 32 * 1024};

export type CsvFile = DataFile & {
	/** Where whole lines are put; then they are `added`. */
	readonly lines: RowBytes;
	/** So many lines of one local time, in microseconds since 1970. */
	added(count: number, localTime: number): void;
};

/** Packed lines under a first line that names the columns. */
export const createCsvFile = (path: string, columns: string): CsvFile => {
	const count = createRowCount();
	const gzip = createGzip(packing);
	const lines = createRowBytes();
	lines.add(`${columns}\n`);
	let packed: Uint8Array[] = [];
	let file: WholeFile | null = null;
	gzip.on('data', (bytes: Uint8Array) => packed.push(bytes));

	const pack = (isLast: boolean) =>
		new Promise<void>((resolve, reject) => {
			const bytes = lines.take();
			gzip.once('error', reject);
			const done = () => {
				gzip.off('error', reject);
				resolve();
			};
			if (isLast) gzip.once('end', done).end(bytes);
			else gzip.write(bytes, done);
		});

	const write = async (isLast: boolean): Promise<WholeFile> => {
		await pack(isLast);
		file ??= await openWholeFile(path);
		const bytes = Buffer.concat(packed);
		packed = [];
		if (bytes.length > 0) await file.write(bytes);
		return file;
	};

	const drop = async () => {
		gzip.destroy();
		await file?.close();
	};

	return {
		path,
		lines,
		added: count.add,
		facts: count.facts,
		async flush() {
			if (lines.length() >= enough) await write(false);
		},
		async end() {
			const whole = await write(true);
			await whole.keep();
			await drop();
		},
		drop,
	};
};
