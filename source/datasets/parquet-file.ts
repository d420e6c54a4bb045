import {ByteWriter, ParquetWriter} from 'hyparquet-writer';
import {formatDecimal, fromUnits, type Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {FileError} from '../files/file-error.js';
import {openWholeFile, type WholeFile} from '../files/whole-file.js';
import {createRowCount, type DataFile} from './data-file.js';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Of all prices and sizes: the same in every file, so that all of them make one table. */
const precision = 38;
const scale = 18;

const powers = Array.from({length: scale + 1}, (_, exponent) => 10n ** BigInt(exponent));
const limit = 10n ** BigInt(precision);

const checked = (units: bigint, value: Decimal): bigint => {
	if (units < limit) return units;
	throw new FileError(
		`${formatDecimal(value)} does not fit the decimals of Parquet: export it as tardis`,
	);
};

/** A decimal as the whole number that the file holds. */
export const scaled = (value: Decimal): bigint => {
	const power = powers[scale - value.decimals];
	return checked(power === undefined ? limit : BigInt(value.units) * power, value);
};

/** Gives price and size of each level as the whole numbers that the file holds. */
export const scaledLevels = (
	{length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns,
	take: (price: bigint, size: bigint) => void,
): void => {
	if (wide) for (const {price, size} of wide) take(scaled(price), scaled(size));
	else
		for (let at = 0; at < 2 * length; at += 2)
			take(
				scaled(fromUnits(pairs[at] ?? 0, priceDecimals)),
				scaled(fromUnits(pairs[at + 1] ?? 0, sizeDecimals)),
			);
};

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
	type_length: 16,
	converted_type: 'DECIMAL',
	logical_type: {type: 'DECIMAL', precision, scale},
	...{precision, scale, ...required},
} as const;

/** The columns of each table, in order. Only the exchange's time may be missing. */
export const columnsOf = {
	book: [
		{name: 'timestamp', ...timestamp, repetition_type: 'OPTIONAL'},
		{name: 'local_timestamp', ...timestamp, ...required},
		{name: 'is_snapshot', type: 'BOOLEAN', ...required},
		{name: 'side', ...text},
		{name: 'price', ...decimal},
		{name: 'size', ...decimal},
	],
	trades: [
		{name: 'timestamp', ...timestamp, repetition_type: 'OPTIONAL'},
		{name: 'local_timestamp', ...timestamp, ...required},
		{name: 'id', ...text},
		{name: 'side', ...text},
		{name: 'price', ...decimal},
		{name: 'size', ...decimal},
	],
} as const satisfies Record<string, readonly SchemaElement[]>;

type Row = {
	readonly book: readonly [bigint | null, bigint, boolean, string, bigint, bigint];
	readonly trades: readonly [bigint | null, bigint, string, string, bigint, bigint];
};

export type ParquetFile<Type extends keyof Row> = DataFile & {
	/** `localTime`: microseconds since 1970. */
	add(row: Row[Type], localTime: number): void;
};

/** Rows of one group: what is encoded at once. */
const groupRows = 16_384;

/** A table that is written a group of rows at a time. */
export const createParquetFile = <Type extends keyof Row>(
	path: string,
	columns: readonly SchemaElement[],
): ParquetFile<Type> => {
	const count = createRowCount();
	const bytes = new ByteWriter();
	const root = {name: 'root', num_children: columns.length};
	const writer = new ParquetWriter({writer: bytes, schema: [root, ...columns]});
	const newGroup = () => columns.map(({name}) => ({name, data: [] as unknown[]}));
	let group = newGroup();
	let file: WholeFile | null = null;

	const encode = () => {
		// Without a `flush` of the writer it is done at once.
		void writer.write({columnData: group, rowGroupSize: groupRows});
		group = newGroup();
	};

	const write = async (): Promise<WholeFile> => {
		const encoded = bytes.getBytes().slice();
		// What is behind it goes on counting; the buffer is used anew.
		bytes.index = 0;
		file ??= await openWholeFile(path);
		if (encoded.length > 0) await file.write(encoded);
		return file;
	};

	const drop = async () => {
		await file?.close();
	};

	return {
		path,
		add(row, localTime) {
			for (const [index, value] of row.entries()) group[index]?.data.push(value);
			count.add(1, localTime);
			if ((group[0]?.data.length ?? 0) >= groupRows) encode();
		},
		facts: count.facts,
		async flush() {
			if (bytes.index > 0) await write();
		},
		async end() {
			if ((group[0]?.data.length ?? 0) > 0) encode();
			void writer.finish();
			const whole = await write();
			await whole.keep();
			await drop();
		},
		drop,
	};
};
