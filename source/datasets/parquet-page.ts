import {promisify} from 'node:util';
import {gzip} from 'node:zlib';
import type {Column, ColumnChunk, Statistics} from './parquet-columns.js';

const pack = promisify(gzip);

/** Levels of zlib above this one take half as long again to save a fiftieth. `chunkSize`: what comes back at once. */
const packing = {level: 1, memLevel: 9, chunkSize: 256 * 1024};

/** A number as Thrift's compact protocol has it: zigzag, seven bits at a time. */
const toVarint = (value: number): readonly number[] => {
	const bytes: number[] = [];
	for (let rest = value * 2; ; rest = Math.floor(rest / 128)) {
		if (rest < 128) return [...bytes, rest];
		bytes.push((rest & 127) | 128);
	}
};

/** Of Thrift's compact protocol: a field of the next number, which is a whole number or a struct. */
const nextInt = 0x15;
/** See `nextInt`; two numbers on. */
const laterStruct = 0x2c;
const stop = 0;

const plain = 0;
const rle = 3;

/** `PageHeader` of the format, of a data page of its first version. */
const toPageHeader = (rows: number, size: number, packed: number): Uint8Array =>
	Uint8Array.from([
		...[nextInt, ...toVarint(0), nextInt, ...toVarint(size), nextInt, ...toVarint(packed)],
		...[laterStruct, nextInt, ...toVarint(rows), nextInt, ...toVarint(plain)],
		...[nextInt, ...toVarint(rle), nextInt, ...toVarint(rle), stop, stop],
	]);

export type PackedColumn = {
	readonly parts: readonly Uint8Array[];
	/** In the file; `start`: where it begins. */
	toChunk(start: number): ColumnChunk;
};

/** One column of a group of rows as one page; what it held is not needed any more once it has resolved. */
export const packColumn = async (column: Column, rows: number): Promise<PackedColumn> => {
	const {element} = column;
	const statistics: Statistics | undefined = column.statistics();
	const parts = column.page(rows);
	const [only = new Uint8Array()] = parts;
	// Most have one part, which need not be copied.
	const page = parts.length === 1 ? only : Buffer.concat(parts);
	const packed = await pack(page, packing);
	const header = toPageHeader(rows, page.length, packed.length);
	return {
		parts: [header, packed],
		toChunk: start => ({
			file_offset: BigInt(start),
			meta_data: {
				type: element.type ?? 'BOOLEAN',
				encodings: ['PLAIN', 'RLE'],
				path_in_schema: [element.name],
				codec: 'GZIP',
				num_values: BigInt(rows),
				total_uncompressed_size: BigInt(header.length + page.length),
				total_compressed_size: BigInt(header.length + packed.length),
				data_page_offset: BigInt(start),
				...(statistics ? {statistics} : {}),
			},
		}),
	};
};
