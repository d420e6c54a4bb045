import type {Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {DecimalDictionary} from './decimal-dictionary.js';
import {GrowingBytes} from './growing-bytes.js';
import {required, toIndexes, type Column, type SchemaElement} from './parquet-columns.js';
import {decimalBytes, precision, putDecimal, putUnits, scale} from './parquet-decimal.js';
import {PackedNumbers} from './parquet-runs.js';

const startBytes = 1024;

const decimal = {
	type: 'FIXED_LEN_BYTE_ARRAY',
	type_length: decimalBytes,
	converted_type: 'DECIMAL',
	logical_type: {type: 'DECIMAL', precision, scale},
	...{precision, scale, ...required},
} as const;

/** Rows of a group after which it shows whether values come again. */
const enoughRows = 16_384;

/** Values as they lie in the file, one a row. */
class PlainDecimals {
	readonly #values = new GrowingBytes(startBytes);

	add(value: Decimal): void {
		const values = this.#values;
		values.reserve(decimalBytes);
		putDecimal(values.view, values.length, value);
		values.length += decimalBytes;
	}

	/** Every other number of `pairs`, from `first` on. */
	addUnits(pairs: Float64Array, first: number, end: number, decimals: number): void {
		const values = this.#values;
		values.reserve((decimalBytes * (end - first + 1)) >> 1);
		const {view} = values;
		let {length} = values;
		for (let at = first; at < end; at += 2) {
			putUnits(view, length, pairs[at] ?? 0, decimals);
			length += decimalBytes;
		}
		values.length = length;
	}

	/** Those that `indexes` name, of a dictionary. */
	addNamed(dictionary: DecimalDictionary, indexes: PackedNumbers): void {
		const values = this.#values;
		values.reserve(decimalBytes * indexes.length);
		for (let row = 0; row < indexes.length; row++) {
			dictionary.copyTo(values.view, values.length, indexes.at(row));
			values.length += decimalBytes;
		}
	}

	/** Of memory. */
	bytes(): number {
		return this.#values.length;
	}

	written(): Uint8Array {
		return this.#values.written();
	}

	clear(): void {
		this.#values.length = 0;
	}
}

/** Prices or sizes. Those of a group are named by number where most come again, and stand there themselves where not. */
export class Decimals implements Column {
	readonly element: SchemaElement;
	/** What comes again is named by number. */
	readonly isDense = true;
	readonly #name: 'price' | 'size';
	readonly #values = new DecimalDictionary();
	readonly #indexes = new PackedNumbers();
	readonly #plain = new PlainDecimals();
	#isPlain = false;

	constructor(name: 'price' | 'size') {
		this.element = {name, ...decimal};
		this.#name = name;
	}

	add(value: Decimal): void {
		if (this.#isPlain) {
			this.#plain.add(value);
			return;
		}
		this.#indexes.reserve(1);
		this.#indexes.add(this.#values.indexOfDecimal(value));
	}

	addLevels({length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns): void {
		const isPrice = this.#name === 'price';
		const decimals = isPrice ? priceDecimals : sizeDecimals;
		const first = isPrice ? 0 : 1;
		if (wide) for (const level of wide) this.add(level[this.#name]);
		else if (this.#isPlain) this.#plain.addUnits(pairs, first, 2 * length, decimals);
		else {
			const [indexes, values] = [this.#indexes, this.#values];
			indexes.reserve(length);
			for (let at = first; at < 2 * length; at += 2)
				indexes.add(values.indexOf(pairs[at] ?? 0, decimals));
			if (indexes.length >= enoughRows) this.#judge();
		}
	}

	bytes(): number {
		return this.#values.bytes() + this.#indexes.bytes() + this.#plain.bytes();
	}

	dictionary() {
		this.#judge();
		return this.#isPlain ? null : {bytes: this.#values.written(), count: this.#values.count};
	}

	page(): readonly Uint8Array[] {
		return this.#isPlain ? [this.#plain.written()] : toIndexes(this.#indexes, this.#values.count);
	}

	statistics() {
		return undefined;
	}

	clear(): void {
		for (const part of [this.#values, this.#indexes, this.#plain]) part.clear();
		this.#isPlain = false;
	}

	#judge(): void {
		if (this.#isPlain || 2 * this.#values.count <= this.#indexes.length) return;
		this.#isPlain = true;
		this.#plain.addNamed(this.#values, this.#indexes);
		for (const part of [this.#values, this.#indexes]) part.clear();
	}
}
