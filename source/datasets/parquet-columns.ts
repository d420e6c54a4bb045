import type {ParquetWriter} from 'hyparquet-writer';
import {GrowingBytes} from './growing-bytes.js';
import {Runs, widthOf} from './parquet-runs.js';

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
/** What was told in runs, as bits that tell whether there is a value: with their length before them. */
const toLevels = (known: Runs): readonly Uint8Array[] => {
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
export class Times implements Column {
	readonly element: SchemaElement;
	readonly isDense = false;
	readonly #isOptional: boolean;
	readonly #known = new Runs();
	/** Each that is other than the one before, as it lies in the file, and which of them a row has. */
	readonly #values = new GrowingBytes(startBytes);
	readonly #indexes = new Runs();
	#least = Infinity;
	#most = -Infinity;
	#missing = 0;
	#last = NaN;

	constructor(name: string, isOptional: boolean) {
		this.#isOptional = isOptional;
		this.element = {
			...{name, ...timestamp, ...required},
			...(isOptional ? {repetition_type: 'OPTIONAL'} : {}),
		};
	}

	/** The same for so many rows. */
	add(us: number | null, rows: number): void {
		if (rows === 0) return;
		if (this.#isOptional) this.#known.add(us === null ? 0 : 1, rows);
		if (us === null) {
			this.#missing += rows;
			return;
		}
		if (us !== this.#last) this.#put(us);
		this.#indexes.add(this.#count() - 1, rows);
	}

	bytes(): number {
		return this.#values.length + this.#indexes.bytes() + this.#known.bytes();
	}

	dictionary() {
		const count = this.#count();
		return count > 0 ? {bytes: this.#values.written(), count} : null;
	}

	page(): readonly Uint8Array[] {
		const count = this.#count();
		return [
			...(this.#isOptional ? toLevels(this.#known) : []),
			...(count > 0 ? toIndexes(this.#indexes, count) : []),
		];
	}

	statistics() {
		const [least, most] = [this.#least, this.#most];
		return {
			null_count: BigInt(this.#missing),
			...(most >= least ? {min_value: BigInt(least), max_value: BigInt(most)} : {}),
		};
	}

	clear(): void {
		this.#values.length = 0;
		for (const runs of [this.#indexes, this.#known]) runs.clear();
		[this.#least, this.#most, this.#missing, this.#last] = [Infinity, -Infinity, 0, NaN];
	}

	#count(): number {
		return this.#values.length / 8;
	}

	#put(us: number): void {
		const values = this.#values;
		this.#last = us;
		this.#least = Math.min(this.#least, us);
		this.#most = Math.max(this.#most, us);
		values.reserve(8);
		const high = Math.floor(us / two32);
		values.view.setInt32(values.length, us - high * two32, true);
		values.view.setInt32(values.length + 4, high, true);
		values.length += 8;
	}
}

export class Flags implements Column {
	readonly element: SchemaElement;
	readonly isDense = false;
	readonly #runs = new Runs();

	constructor(name: string) {
		this.element = {name, type: 'BOOLEAN', ...required};
	}

	/** The same for so many rows. */
	add(isSet: boolean, rows: number): void {
		this.#runs.add(isSet ? 1 : 0, rows);
	}

	bytes(): number {
		return this.#runs.bytes();
	}

	dictionary() {
		return null;
	}

	page(rows: number): readonly Uint8Array[] {
		return [this.#runs.toBits(rows)];
	}

	statistics() {
		return undefined;
	}

	clear(): void {
		this.#runs.clear();
	}
}
