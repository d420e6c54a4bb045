import {formatDecimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {maxDecimalBytes, writeUnits} from '../book/write-decimal.js';

const comma = 0x2c;
const newline = 0x0a;

const startBytes = 16 * 1024;

/** Bytes of lines in the making. What was taken is not written over before the next time something is taken. */
export const createRowBytes = () => {
	let bytes = Buffer.allocUnsafeSlow(startBytes);
	let other = Buffer.allocUnsafeSlow(startBytes);
	let length = 0;

	const reserve = (more: number) => {
		if (length + more <= bytes.length) return;
		const grown = Buffer.allocUnsafeSlow(2 * (length + more));
		bytes.copy(grown, 0, 0, length);
		bytes = grown;
	};

	const addText = (text: string) => {
		// A unit of UTF-16 becomes three bytes at the most.
		reserve(3 * text.length);
		length += bytes.write(text, length);
	};

	return {
		length: () => length,
		add: addText,
		/** A line for each level: the same beginning, price and size. */
		addLevels(
			before: string,
			{length: levels, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns,
		) {
			if (wide) {
				for (const {price, size} of wide)
					addText(`${before}${formatDecimal(price)},${formatDecimal(size)}\n`);
				return;
			}
			const beginning = Buffer.from(before);
			const room = beginning.length + 2 * maxDecimalBytes + 2;
			for (let at = 0; at < 2 * levels; at += 2) {
				reserve(room);
				bytes.set(beginning, length);
				length = writeUnits(bytes, length + beginning.length, pairs[at] ?? 0, priceDecimals);
				bytes[length++] = comma;
				length = writeUnits(bytes, length, pairs[at + 1] ?? 0, sizeDecimals);
				bytes[length++] = newline;
			}
		},
		/** All of them; further ones begin anew. */
		take(): Uint8Array {
			const taken = bytes.subarray(0, length);
			[bytes, other] = [other, bytes];
			length = 0;
			return taken;
		},
	};
};

export type RowBytes = ReturnType<typeof createRowBytes>;
