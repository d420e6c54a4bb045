import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';
import {createGzipPieces} from './gzip-pieces.js';
import {createRowBytes, type RowBytes} from './row-bytes.js';

export type CsvFile = DataFile & {
	/** Where whole lines are put; then they are `added`. */
	readonly lines: RowBytes;
	/** So many lines of one local time, in microseconds since 1970. */
	added(count: number, localTime: number): void;
};

/** Packed lines under a first line that names the columns. */
export const createCsvFile = (path: string, columns: string): CsvFile => {
	const count = createRowCount();
	const pieces = createGzipPieces();
	const lines = createRowBytes();
	lines.add(`${columns}\n`);
	/** Not written yet: that is done while the next piece is packed. */
	let packed: readonly Uint8Array[] = [];
	let file: WholeFile | null = null;

	const write = async () => {
		if (packed.length === 0) return;
		const bytes = Buffer.concat(packed);
		packed = [];
		file ??= await openWholeFile(path);
		await file.write(bytes);
	};

	const pack = async () => {
		const [piece] = await Promise.all([pieces.add(lines.take()), write()]);
		packed = piece;
	};

	const drop = async () => {
		await file?.close();
	};

	return {
		path,
		lines,
		added: count.add,
		facts: count.facts,
		async flush(enough) {
			if (lines.length() >= enough) await pack();
		},
		async end() {
			await pack();
			packed = [...packed, ...pieces.end()];
			await write();
			await file?.end();
		},
		async keep() {
			await file?.keep();
			await drop();
		},
		drop,
	};
};
