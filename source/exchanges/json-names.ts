/** A name or word that a scan knows, as bytes. */
export const toName = (name: string): Buffer => Buffer.from(name);

/**
 * Plain ASCII of eight characters or more. It is compared eight at once, as floating-point numbers: no other bytes make
 * the same ones, as none of these is zero, or no number. `last`: the last eight, which may overlap those before.
 */
export type Literal = {
	readonly length: number;
	readonly eights: Float64Array;
	readonly last: number;
};

export const toLiteral = (text: string): Literal => {
	const bytes = Buffer.from(text);
	const {length} = bytes;
	const eights = Float64Array.from({length: (length - 1) >> 3}, (_, index) =>
		bytes.readDoubleLE(8 * index),
	);
	return {length, eights, last: bytes.readDoubleLE(length - 8)};
};

/** A comma and a name of one letter, without its colon, as a number: `,"b"`. */
export const toLetter = (letter: string): number => Buffer.from(`,"${letter}"`).readInt32BE(0);

/** Names of fields, in the order in which they come as a rule. */
export type Names = readonly Buffer[];

export const toNames = (...names: readonly string[]): Names => names.map(toName);
