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
export class Runs {
	/** A number, and how often it came, one run behind the other. */
	readonly #runs: number[] = [];
	readonly #written = new GrowingBytes(startBytes);

	add(value: number, count: number): void {
		if (count === 0) return;
		const runs = this.#runs;
		const last = runs.length - 2;
		if (last >= 0 && runs[last] === value) runs[last + 1] = (runs[last + 1] ?? 0) + count;
		else runs.push(value, count);
	}

	/** Of memory. */
	bytes(): number {
		return 8 * this.#runs.length;
	}

	/** Numbers of so many bits. */
	written(width: number): Uint8Array {
		const [runs, written] = [this.#runs, this.#written];
		written.length = 0;
		for (let at = 0; at < runs.length; at += 2) {
			written.reserve(varintBytes + 4);
			putVarint(written, 2 * (runs[at + 1] ?? 0));
			for (let bits = 0; bits < width; bits += 8)
				written.bytes[written.length++] = (runs[at] ?? 0) >> bits;
		}
		return written.written();
	}

	/** A bit for each that is not zero, the lowest of a byte first. */
	toBits(count: number): Uint8Array {
		const runs = this.#runs;
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
	}

	clear(): void {
		this.#runs.length = 0;
	}
}

/** Numbers that differ, as the format's hybrid encoding has them: one run of them all, so many bits each. */
export class PackedNumbers {
	#numbers = new Uint32Array(startBytes);
	#length = 0;
	readonly #written = new GrowingBytes(startBytes);

	get length(): number {
		return this.#length;
	}

	/** Makes room for so many more. */
	reserve(more: number): void {
		const needed = this.#length + more;
		if (needed <= this.#numbers.length) return;
		const grown = new Uint32Array(Math.max(needed, 2 * this.#numbers.length));
		grown.set(this.#numbers.subarray(0, this.#length));
		this.#numbers = grown;
	}

	/** There has to be room for it. */
	add(value: number): void {
		this.#numbers[this.#length++] = value;
	}

	at(index: number): number {
		return this.#numbers[index] ?? 0;
	}

	/** Of memory. */
	bytes(): number {
		return 4 * this.#length;
	}

	/** Numbers of so many bits, 24 at the most. */
	written(width: number): Uint8Array {
		const [numbers, length, written] = [this.#numbers, this.#length, this.#written];
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
	}

	clear(): void {
		this.#length = 0;
	}
}
