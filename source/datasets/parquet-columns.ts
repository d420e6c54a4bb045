import type {ParquetWriter} from 'hyparquet-writer';
import {GrowingBytes} from './growing-bytes.js';
import {createRuns, widthOf} from './parquet-runs.js';

export type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];
type RowGroup = ParquetWriter['row_groups'][number];
export type ColumnChunk = RowGroup['columns'][number];
export type Statistics = NonNullable<NonNullable<ColumnChunk['meta_data']>['statistics']>;

/** The values of one column of a group of rows, as they lie in a page. */
export type Column = {
	readonly element: SchemaElement;
	/** Whether hardly any bytes of a large page are those of another place in it. */
	readonly isDense: boolean;
	/** Bytes that are held. */
	bytes(): number;
	/** The values that its rows name by number; null where they stand in the page themselves. */
	dictionary(): {readonly bytes: Uint8Array; readonly count: number} | null;
	/** All of a page, of so many rows, before it is packed. */
	page(rows: number): readonly Uint8Array[];
	statistics(): Statistics | undefined;
	/** A new group begins. */
	clear(): void;
};

const startBytes = 1024;
const two32 = 2 ** 32;

export const required = {repetition_type: 'REQUIRED'} as const;
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

/** What was told in runs, as bits that tell whether there is a value: with their length before them. */
const toLevels = (known: ReturnType<typeof createRuns>): readonly Uint8Array[] => {
	const runs = known.written(1);
	const length = Buffer.alloc(4);
	length.writeUInt32LE(runs.length);
	return [length, runs];
};

/** Numbers of a dictionary of so many, with how many bits each takes before them. */
export const toIndexes = (
	indexes: {written(width: number): Uint8Array},
	count: number,
): readonly Uint8Array[] => {
	const width = widthOf(count);
	return [Uint8Array.of(width), indexes.written(width)];
};

/** Times in microseconds since 1970, which may be missing where `isOptional`. */
export const createTimes = (name: string, isOptional: boolean) => {
	const known = createRuns();
	/** Each that is other than the one before, as it lies in the file, and which of them a row has. */
	const values = new GrowingBytes(startBytes);
	const indexes = createRuns();
	let [least, most, missing, last] = [Infinity, -Infinity, 0, NaN];
	const element: SchemaElement = {
		...{name, ...timestamp, ...required},
		...(isOptional ? {repetition_type: 'OPTIONAL'} : {}),
	};

	const put = (us: number) => {
		last = us;
		least = Math.min(least, us);
		most = Math.max(most, us);
		values.reserve(8);
		const high = Math.floor(us / two32);
		values.view.setInt32(values.length, us - high * two32, true);
		values.view.setInt32(values.length + 4, high, true);
		values.length += 8;
	};

	const count = () => values.length / 8;
	return {
		...{element, isDense: false},
		/** The same for so many rows. */
		add(us: number | null, rows: number) {
			if (rows === 0) return;
			if (isOptional) known.add(us === null ? 0 : 1, rows);
			if (us === null) {
				missing += rows;
				return;
			}
			if (us !== last) put(us);
			indexes.add(count() - 1, rows);
		},
		bytes: () => values.length + indexes.bytes() + known.bytes(),
		dictionary: () => (values.length > 0 ? {bytes: values.written(), count: count()} : null),
		page: () => [
			...(isOptional ? toLevels(known) : []),
			...(values.length > 0 ? toIndexes(indexes, count()) : []),
		],
		statistics: () => ({
			null_count: BigInt(missing),
			...(most >= least ? {min_value: BigInt(least), max_value: BigInt(most)} : {}),
		}),
		clear() {
			values.length = 0;
			for (const runs of [indexes, known]) runs.clear();
			[least, most, missing, last] = [Infinity, -Infinity, 0, NaN];
		},
	};
};

export const createFlags = (name: string) => {
	const runs = createRuns();
	return {
		element: {name, type: 'BOOLEAN', ...required} as const,
		isDense: false,
		/** The same for so many rows. */
		add(isSet: boolean, rows: number) {
			runs.add(isSet ? 1 : 0, rows);
		},
		bytes: runs.bytes,
		dictionary: () => null,
		page: (rows: number) => [runs.toBits(rows)],
		statistics: () => undefined,
		clear: runs.clear,
	};
};

/** Texts as they lie in the file. */
const createTextValues = () => {
	const values = new GrowingBytes(startBytes);
	return {
		add(value: string) {
			// A unit of UTF-16 becomes three bytes at the most.
			values.reserve(4 + 3 * value.length);
			const length = values.bytes.write(value, values.length + 4);
			values.view.setUint32(values.length, length, true);
			values.length += 4 + length;
		},
		bytes: () => values.length,
		written: () => values.written(),
		clear() {
			values.length = 0;
		},
	};
};

/** Texts of which each is another one. */
export const createTexts = (name: string) => {
	const {add, bytes, written, clear} = createTextValues();
	return {
		element: {name, ...text} as const,
		isDense: false,
		...{add, bytes, clear},
		dictionary: () => null,
		page: () => [written()],
		statistics: () => undefined,
	};
};

/** Texts of which there are few. */
export const createWords = (name: string) => {
	const values = createTextValues();
	const indexes = createRuns();
	const words = new Map<string, number>();
	return {
		element: {name, ...text} as const,
		isDense: false,
		/** The same for so many rows. */
		add(word: string, rows: number) {
			let index = words.get(word);
			if (index === undefined) {
				index = words.size;
				words.set(word, index);
				values.add(word);
			}
			indexes.add(index, rows);
		},
		bytes: () => values.bytes() + indexes.bytes(),
		dictionary: () => ({bytes: values.written(), count: words.size}),
		page: () => toIndexes(indexes, words.size),
		statistics: () => undefined,
		clear() {
			words.clear();
			for (const part of [values, indexes]) part.clear();
		},
	};
};
