import {GrowingBytes} from './growing-bytes.js';

const startBytes = 1024;

/** Bytes of a number in groups of seven bits, at the most. */
const varintBytes = 10;

/** Bits that a number below `count` takes; one at the least. */
export const widthOf = (count: number): number => Math.max(1, 32 - Math.clz32(count - 1));

const putVarint = (to: GrowingBytes, value: number): void => {
	let rest = value;
	for (; rest >= 128; rest = Math.floor(rest / 128)) to.bytes[to.length++] = (rest & 127) | 128;
	to.bytes[to.length++] = rest;
};

/** Small numbers that come many times over, as the format's hybrid encoding has them: how often, and which. */
export const createRuns = () => {
	/** A number, and how often it came, one run behind the other. */
	const runs: number[] = [];
	const written = new GrowingBytes(startBytes);
	return {
		add(value: number, count: number) {
			if (count === 0) return;
			const last = runs.length - 2;
			if (last >= 0 && runs[last] === value) runs[last + 1] = (runs[last + 1] ?? 0) + count;
			else runs.push(value, count);
		},
		/** Of memory. */
		bytes: () => 8 * runs.length,
		/** Numbers of so many bits. */
		written(width: number): Uint8Array {
			written.length = 0;
			for (let at = 0; at < runs.length; at += 2) {
				written.reserve(varintBytes + 4);
				putVarint(written, 2 * (runs[at + 1] ?? 0));
				for (let bits = 0; bits < width; bits += 8)
					written.bytes[written.length++] = (runs[at] ?? 0) >> bits;
			}
			return written.written();
		},
		/** A bit for each that is not zero, the lowest of a byte first. */
		toBits(count: number): Uint8Array {
			const bits = new Uint8Array(Math.ceil(count / 8));
			let from = 0;
			for (let at = 0; at < runs.length; at += 2) {
				const end = from + (runs[at + 1] ?? 0);
				if (runs[at] !== 0)
					for (let row = from; row < end; row++)
						bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
				from = end;
			}
			return bits;
		},
		clear() {
			runs.length = 0;
		},
	};
};

/** Numbers that differ, as the format's hybrid encoding has them: one run of them all, so many bits each. */
export const createPackedNumbers = () => {
	let numbers = new Uint32Array(startBytes);
	let length = 0;
	const written = new GrowingBytes(startBytes);
	return {
		/** Makes room for so many more. */
		reserve(more: number) {
			if (length + more <= numbers.length) return;
			const grown = new Uint32Array(Math.max(length + more, 2 * numbers.length));
			grown.set(numbers.subarray(0, length));
			numbers = grown;
		},
		/** There has to be room for it. */
		add(value: number) {
			numbers[length++] = value;
		},
		length: () => length,
		at: (index: number): number => numbers[index] ?? 0,
		/** Of memory. */
		bytes: () => 4 * length,
		/** Numbers of so many bits, 24 at the most. */
		written(width: number): Uint8Array {
			const groups = Math.ceil(length / 8);
			written.length = 0;
			written.reserve(varintBytes + groups * width);
			putVarint(written, 2 * groups + 1);
			const {bytes} = written;
			let [at, held, bits] = [written.length, 0, 0];
			for (let index = 0; index < 8 * groups; index++) {
				held |= (index < length ? (numbers[index] ?? 0) : 0) << bits;
				for (bits += width; bits >= 8; bits -= 8) {
					bytes[at++] = held;
					held >>>= 8;
				}
			}
			written.length = at;
			return written.written();
		},
		clear() {
			length = 0;
		},
	};
};

export type PackedNumbers = ReturnType<typeof createPackedNumbers>;
