import {createGzip} from 'node:zlib';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';

/** Characters that are buffered before they are packed. */
const enough = 64_000;

export type CsvFile = DataFile & {
	/** Whole lines, so many, of one local time in microseconds since 1970. */
	add(lines: string, count: number, localTime: number): void;
};

/** Packed lines under a first line that names the columns. */
export const createCsvFile = (path: string, columns: string): CsvFile => {
	const count = createRowCount();
	const gzip = createGzip();
	let text = `${columns}\n`;
	let packed: Uint8Array[] = [];
	let file: WholeFile | null = null;
	gzip.on('data', (bytes: Uint8Array) => packed.push(bytes));

	const pack = (isLast: boolean) =>
		new Promise<void>((resolve, reject) => {
			const bytes = text;
			text = '';
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
		add(lines, rows, localTime) {
			text += lines;
			count.add(rows, localTime);
		},
		facts: count.facts,
		async flush() {
			if (text.length >= enough) await write(false);
		},
		async end() {
			const whole = await write(true);
			await whole.keep();
			await drop();
		},
		drop,
	};
};
