import {formatDecimal} from '../book/fixed-point.js';
import type {LevelColumns} from '../book/level-columns.js';
import {maxDecimalBytes} from '../book/write-decimal.js';
import {GrowingBytes} from './growing-bytes.js';
import {writeUnits} from './write-units.js';

const comma = 0x2c;
const newline = 0x0a;

const startBytes = 16 * 1024;

/** Bytes that are copied at once, as a number: the bits of none, which might not be kept, are no text. */
const word = 8;

/** Bytes of lines in the making. What was taken is not written over before the next time something is taken. */
export const createRowBytes = () => {
	let [lines, other] = [new GrowingBytes(startBytes), new GrowingBytes(startBytes)];

	const add = (text: string) => {
		// A unit of UTF-16 becomes three bytes at the most.
		lines.reserve(3 * text.length);
		lines.length += lines.bytes.write(text, lines.length);
	};

	return {
		length: () => lines.length,
		add,
		/** A line for each level: the same beginning, price and size. */
		addLevels(before: string, {length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns) {
			if (wide) {
				for (const {price, size} of wide)
					add(`${before}${formatDecimal(price)},${formatDecimal(size)}\n`);
				return;
			}
			// A unit of UTF-16 becomes three bytes at the most.
			lines.reserve(length * (3 * before.length + 2 * maxDecimalBytes + 2) + word);
			const {bytes, view} = lines;
			const start = lines.length;
			let end = start;
			const beginning = bytes.write(before, start);
			for (let at = 0; at < 2 * length; at += 2) {
				// Some bytes more than it has are written over by what follows it.
				if (at > 0)
					for (let from = 0; from < beginning; from += word)
						view.setFloat64(end + from, view.getFloat64(start + from));
				end = writeUnits(lines, end + beginning, pairs[at] ?? 0, priceDecimals);
				bytes[end++] = comma;
				end = writeUnits(lines, end, pairs[at + 1] ?? 0, sizeDecimals);
				bytes[end++] = newline;
			}
			lines.length = end;
		},
		/** All of them; further ones begin anew. */
		take(): Uint8Array {
			const taken = lines.written();
			[lines, other] = [other, lines];
			lines.length = 0;
			return taken;
		},
	};
};

export type RowBytes = ReturnType<typeof createRowBytes>;
