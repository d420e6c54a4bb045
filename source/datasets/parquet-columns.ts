import type {ParquetWriter} from 'hyparquet-writer';
import type {Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {GrowingBytes} from './growing-bytes.js';
import {decimalBytes, precision, putDecimal, putUnits, scale} from './parquet-decimal.js';

export type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type RowGroup = ParquetWriter['row_groups'][number];
export type ColumnChunk = RowGroup['columns'][number];
export type Statistics = NonNullable<NonNullable<ColumnChunk['meta_data']>['statistics']>;

/** The values of one column of a group of rows, as they lie in a page. */
export type Column = {
	readonly element: SchemaElement;
	/** Bytes that are held. */
	bytes(): number;
	/** All of a page, of so many rows, before it is packed. */
	page(rows: number): readonly Uint8Array[];
	statistics(): Statistics | undefined;
	/** A new group begins. */
	clear(): void;
};

const startBytes = 1024;
const two32 = 2 ** 32;

const required = {repetition_type: 'REQUIRED'} as const;
const timestamp = {
	type: 'INT64',
	converted_type: 'TIMESTAMP_MICROS',
	logical_type: {type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS'},
} as const;
const text = {
	type: 'BYTE_ARRAY',
	converted_type: 'UTF8',
	logical_type: {type: 'STRING'},
	...required,
} as const;
const decimal = {
	type: 'FIXED_LEN_BYTE_ARRAY',
	type_length: decimalBytes,
	converted_type: 'DECIMAL',
	logical_type: {type: 'DECIMAL', precision, scale},
	...{precision, scale, ...required},
} as const;

/** A bit a row, the lowest of a byte first. */
const createBits = () => {
	const bits = new GrowingBytes(startBytes);
	let count = 0;
	return {
		/** The same for so many rows. */
		add(isSet: boolean, rows: number) {
			const needed = Math.ceil((count + rows) / 8);
			bits.reserve(needed - bits.length);
			bits.bytes.fill(0, bits.length, needed);
			bits.length = needed;
			const {bytes} = bits;
			if (isSet)
				for (let at = count; at < count + rows; at++)
					bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (1 << (at & 7));
			count += rows;
		},
		bytes: () => bits.length,
		written: () => bits.written(),
		clear() {
			bits.length = 0;
			count = 0;
		},
	};
};

/** Whether a value is there, for each row: one run of packed bits, with its length before it. */
const toLevels = (bits: Uint8Array): readonly Uint8Array[] => {
	const header: number[] = [];
	for (let rest = bits.length * 2 + 1; ; rest = Math.floor(rest / 128)) {
		header.push(rest < 128 ? rest : (rest & 127) | 128);
		if (rest < 128) break;
	}
	const length = Buffer.alloc(4);
	length.writeUInt32LE(header.length + bits.length);
	return [length, Uint8Array.from(header), bits];
};

/** Times in microseconds since 1970, which may be missing where `isOptional`. */
export const createTimes = (name: string, isOptional: boolean) => {
	const values = new GrowingBytes(startBytes);
	const known = createBits();
	let [least, most, missing] = [Infinity, -Infinity, 0];
	const element: SchemaElement = {
		...{name, ...timestamp, ...required},
		...(isOptional ? {repetition_type: 'OPTIONAL'} : {}),
	};
	return {
		element,
		/** The same for so many rows. */
		add(us: number | null, rows: number) {
			if (isOptional) known.add(us !== null, rows);
			if (us === null) {
				missing += rows;
				return;
			}
			least = Math.min(least, us);
			most = Math.max(most, us);
			values.reserve(8 * rows);
			const high = Math.floor(us / two32);
			const {view} = values;
			for (let row = 0; row < rows; row++) {
				view.setInt32(values.length, us - high * two32, true);
				view.setInt32(values.length + 4, high, true);
				values.length += 8;
			}
		},
		bytes: () => values.length + known.bytes(),
		page: () => [...(isOptional ? toLevels(known.written()) : []), values.written()],
		statistics: () => ({
			null_count: BigInt(missing),
			...(most >= least ? {min_value: BigInt(least), max_value: BigInt(most)} : {}),
		}),
		clear() {
			values.length = 0;
			known.clear();
			[least, most, missing] = [Infinity, -Infinity, 0];
		},
	};
};

export const createFlags = (name: string) => {
	const bits = createBits();
	return {
		element: {name, type: 'BOOLEAN', ...required} as const,
		/** The same for so many rows. */
		add: bits.add,
		bytes: bits.bytes,
		page: () => [bits.written()],
		statistics: () => undefined,
		clear: bits.clear,
	};
};

export const createTexts = (name: string) => {
	const values = new GrowingBytes(startBytes);
	return {
		element: {name, ...text} as const,
		/** The same for so many rows. */
		add(value: string, rows: number) {
			if (rows === 0) return;
			// A unit of UTF-16 becomes three bytes at the most.
			values.reserve(rows * (4 + 3 * value.length));
			const {bytes, view, length: start} = values;
			const length = bytes.write(value, start + 4);
			view.setUint32(start, length, true);
			const end = start + rows * (4 + length);
			// Twice as many of them each time.
			for (let at = start + 4 + length; at < end; at += at - start)
				bytes.copyWithin(at, start, Math.min(at, end - (at - start)));
			values.length = end;
		},
		bytes: () => values.length,
		page: () => [values.written()],
		statistics: () => undefined,
		clear() {
			values.length = 0;
		},
	};
};

/** Prices or sizes. */
export const createDecimals = (name: 'price' | 'size') => {
	const values = new GrowingBytes(startBytes);
	const first = name === 'price' ? 0 : 1;

	const add = (value: Decimal) => {
		values.reserve(decimalBytes);
		putDecimal(values.view, values.length, value);
		values.length += decimalBytes;
	};

	return {
		element: {name, ...decimal} as const,
		add,
		addLevels({length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns) {
			if (wide) {
				for (const level of wide) add(level[name]);
				return;
			}
			const decimals = name === 'price' ? priceDecimals : sizeDecimals;
			values.reserve(decimalBytes * length);
			const {view} = values;
			for (let at = first; at < 2 * length; at += 2) {
				putUnits(view, values.length, pairs[at] ?? 0, decimals);
				values.length += decimalBytes;
			}
		},
		bytes: () => values.length,
		page: () => [values.written()],
		statistics: () => undefined,
		clear() {
			values.length = 0;
		},
	};
};
