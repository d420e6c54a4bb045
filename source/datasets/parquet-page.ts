import {constants} from 'node:zlib';
import {packGzip} from './pack-bytes.js';
import type {Column, ColumnChunk, Statistics} from './parquet-columns.js';

/** Levels of zlib above this one take half as long again to save a fiftieth. `chunkSize`: what comes back at once. */
const packing = {level: 1, memLevel: 9, chunkSize: 256 * 1024};

/** Nothing is looked for that came before: bytes are written in as few bits as they need. */
const densePacking = {...packing, strategy: constants.Z_RLE};

/** Bytes of a page that are worth it. */
const leastDense = 64 * 1024;

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
/** See `nextInt`; two numbers on, and four. */
const dataStruct = 0x2c;
const dictionaryStruct = 0x4c;
const stop = 0;

const encodings = {plain: 0, rle: 3, dictionary: 8};
const kinds = {data: 0, dictionary: 2};

const ints = (...values: readonly number[]): readonly number[] =>
	values.flatMap(value => [nextInt, ...toVarint(value)]);

/** `PageHeader` of the format, of a data page of its first version. */
const toDataHeader = (size: number, packed: number, rows: number, encoding: number) =>
	Uint8Array.from([
		...[...ints(kinds.data, size, packed), dataStruct],
		...[...ints(rows, encoding, encodings.rle, encodings.rle), stop, stop],
	]);

/** `PageHeader` of a dictionary of so many values. */
const toDictionaryHeader = (size: number, packed: number, count: number) =>
	Uint8Array.from([
		...[...ints(kinds.dictionary, size, packed), dictionaryStruct],
		...[...ints(count, encodings.plain), stop, stop],
	]);

export type PackedColumn = {
	readonly parts: readonly Uint8Array[];
	/** In the file; `start`: where it begins. */
	toChunk(start: number): ColumnChunk;
};

/** A page with its header, and what both would take if they were not packed. */
const packPage = async (
	parts: readonly Uint8Array[],
	isDense: boolean,
	toHeader: (size: number, packed: number) => Uint8Array,
) => {
	const [only = new Uint8Array()] = parts;
	const page = parts.length === 1 ? only : Buffer.concat(parts);
	const packed = await packGzip(
		page,
		isDense && page.length >= leastDense ? densePacking : packing,
	);
	const header = toHeader(page.length, packed.length);
	return {parts: [header, packed], size: header.length + page.length};
};

const lengthOf = (parts: readonly Uint8Array[]): number =>
	parts.reduce((sum, {length}) => sum + length, 0);

/**
 * One column of a group of rows as one page, and one of the values that its rows name, where there are such; what it
 * held is not needed any more once it has resolved.
 */
export const packColumn = async (column: Column, rows: number): Promise<PackedColumn> => {
	const {element, isDense} = column;
	const statistics: Statistics | undefined = column.statistics();
	const dictionary = column.dictionary();
	const encoding = dictionary ? encodings.dictionary : encodings.plain;
	const [values, page] = await Promise.all([
		dictionary &&
			packPage([dictionary.bytes], isDense, (size, packed) =>
				toDictionaryHeader(size, packed, dictionary.count),
			),
		packPage(column.page(rows), isDense, (size, packed) =>
			toDataHeader(size, packed, rows, encoding),
		),
	]);
	const before = values ? lengthOf(values.parts) : 0;
	return {
		parts: [...(values?.parts ?? []), ...page.parts],
		toChunk: start => ({
			file_offset: BigInt(start),
			meta_data: {
				type: element.type ?? 'BOOLEAN',
				encodings: ['PLAIN', 'RLE', ...(values ? (['RLE_DICTIONARY'] as const) : [])],
				path_in_schema: [element.name],
				codec: 'GZIP',
				num_values: BigInt(rows),
				total_uncompressed_size: BigInt((values?.size ?? 0) + page.size),
				total_compressed_size: BigInt(before + lengthOf(page.parts)),
				data_page_offset: BigInt(start + before),
				...(values ? {dictionary_page_offset: BigInt(start)} : {}),
				...(statistics ? {statistics} : {}),
			},
		}),
	};
};
