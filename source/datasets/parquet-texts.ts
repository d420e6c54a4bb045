import {GrowingBytes} from './growing-bytes.js';
import {required, toIndexes, type Column, type SchemaElement} from './parquet-columns.js';
import {Runs} from './parquet-runs.js';

const startBytes = 1024;

const text = {
	type: 'BYTE_ARRAY',
	converted_type: 'UTF8',
	logical_type: {type: 'STRING'},
	...required,
} as const;

/** Texts as they lie in the file. */
class TextValues {
	readonly #values = new GrowingBytes(startBytes);

	add(value: string): void {
		const values = this.#values;
		// A unit of UTF-16 becomes three bytes at the most.
		values.reserve(4 + 3 * value.length);
		const length = values.bytes.write(value, values.length + 4);
		values.view.setUint32(values.length, length, true);
		values.length += 4 + length;
	}

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

/** Texts of which each is another one. */
export class Texts implements Column {
	readonly element: SchemaElement;
	readonly isDense = false;
	readonly #values = new TextValues();

	constructor(name: string) {
		this.element = {name, ...text};
	}

	add(value: string): void {
		this.#values.add(value);
	}

	bytes(): number {
		return this.#values.bytes();
	}

	dictionary() {
		return null;
	}

	page(): readonly Uint8Array[] {
		return [this.#values.written()];
	}

	statistics() {
		return undefined;
	}

	clear(): void {
		this.#values.clear();
	}
}

/** Texts of which there are few. */
export class Words implements Column {
	readonly element: SchemaElement;
	readonly isDense = false;
	readonly #values = new TextValues();
	readonly #indexes = new Runs();
	readonly #words = new Map<string, number>();

	constructor(name: string) {
		this.element = {name, ...text};
	}

	/** The same for so many rows. */
	add(word: string, rows: number): void {
		let index = this.#words.get(word);
		if (index === undefined) {
			index = this.#words.size;
			this.#words.set(word, index);
			this.#values.add(word);
		}
		this.#indexes.add(index, rows);
	}

	bytes(): number {
		return this.#values.bytes() + this.#indexes.bytes();
	}

	dictionary() {
		return {bytes: this.#values.written(), count: this.#words.size};
	}

	page(): readonly Uint8Array[] {
		return toIndexes(this.#indexes, this.#words.size);
	}

	statistics() {
		return undefined;
	}

	clear(): void {
		this.#words.clear();
		for (const part of [this.#values, this.#indexes]) part.clear();
	}
}
