/** The polynomial of CRC-32, its bits the other way round. */
const polynomial = 0xedb8_8320;
const one = 0x8000_0000;

/** The product of two polynomials over two elements, modulo that of CRC-32. */
const multiply = (a: number, b: number): number => {
	let product = 0;
	let factor = b;
	for (let bit = one; bit !== 0; bit >>>= 1) {
		if (a & bit) product ^= factor;
		factor = factor & 1 ? (factor >>> 1) ^ polynomial : factor >>> 1;
	}
	return product >>> 0;
};

/** What a CRC-32 is multiplied with as so many zero bytes follow. */
const overBytes = (count: number): number => {
	let power = one;
	// x^8, squared each time.
	let square = 0x0080_0000;
	for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
		if (rest % 2 === 1) power = multiply(square, power);
		square = multiply(square, square);
	}
	return power;
};

/** The CRC-32 of bytes and those behind them, from that of each; `length`: of those behind, below 2^53. */
export const joinSums = (first: number, second: number, length: number): number =>
	(multiply(overBytes(length), first) ^ second) >>> 0;
