import type {Decimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {createDecimalDictionary, type DecimalDictionary} from './decimal-dictionary.js';
import {GrowingBytes} from './growing-bytes.js';
import {required, toIndexes} from './parquet-columns.js';
import {decimalBytes, precision, putDecimal, putUnits, scale} from './parquet-decimal.js';
import {createPackedNumbers, type PackedNumbers} from './parquet-runs.js';

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
const createPlainDecimals = () => {
	const values = new GrowingBytes(startBytes);
	return {
		add(value: Decimal) {
			values.reserve(decimalBytes);
			putDecimal(values.view, values.length, value);
			values.length += decimalBytes;
		},
		/** Every other number of `pairs`, from `first` on. */
		addUnits(pairs: Float64Array, first: number, end: number, decimals: number) {
			values.reserve((decimalBytes * (end - first + 1)) >> 1);
			const {view} = values;
			for (let at = first; at < end; at += 2) {
				putUnits(view, values.length, pairs[at] ?? 0, decimals);
				values.length += decimalBytes;
			}
		},
		/** Those that `indexes` name, of a dictionary. */
		addNamed({copyTo}: DecimalDictionary, {length, at}: PackedNumbers) {
			values.reserve(decimalBytes * length());
			for (let row = 0; row < length(); row++) {
				copyTo(values.view, values.length, at(row));
				values.length += decimalBytes;
			}
		},
		bytes: () => values.length,
		written: () => values.written(),
		clear() {
			values.length = 0;
		},
	};
};

/** Prices or sizes. Those of a group are named by number where most come again, and stand there themselves where not. */
export const createDecimals = (name: 'price' | 'size') => {
	const values = createDecimalDictionary();
	const indexes = createPackedNumbers();
	const plain = createPlainDecimals();
	const first = name === 'price' ? 0 : 1;
	let isPlain = false;

	const judge = () => {
		if (isPlain || 2 * values.count() <= indexes.length()) return;
		isPlain = true;
		plain.addNamed(values, indexes);
		for (const part of [values, indexes]) part.clear();
	};

	const add = (value: Decimal) => {
		indexes.reserve(1);
		if (isPlain) plain.add(value);
		else indexes.add(values.indexOfDecimal(value));
	};

	return {
		element: {name, ...decimal} as const,
		// What comes again is named by number.
		isDense: true,
		add,
		addLevels({length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns) {
			const decimals = name === 'price' ? priceDecimals : sizeDecimals;
			if (wide) for (const level of wide) add(level[name]);
			else if (isPlain) plain.addUnits(pairs, first, 2 * length, decimals);
			else {
				indexes.reserve(length);
				for (let at = first; at < 2 * length; at += 2)
					indexes.add(values.indexOf(pairs[at] ?? 0, decimals));
				if (indexes.length() >= enoughRows) judge();
			}
		},
		bytes: () => values.bytes() + indexes.bytes() + plain.bytes(),
		dictionary() {
			judge();
			return isPlain ? null : {bytes: values.written(), count: values.count()};
		},
		page: () => (isPlain ? [plain.written()] : toIndexes(indexes, values.count())),
		statistics: () => undefined,
		clear() {
			for (const part of [values, indexes, plain]) part.clear();
			isPlain = false;
		},
	};
};
