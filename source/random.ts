/** A number in [0, 1). */
export type Random = () => number;

/** A 32-bit hash of a text (FNV-1a with a final mix), for decisions that must not depend on order. */
export const hashText = (text: string): number => {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++)
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
};

/** The same name gives the same numbers on every machine (mulberry32). */
export const createRandom = (name: string): Random => {
	let state = hashText(name);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
};

/** An integer from `low` to `high`, both included. */
export const between = (random: Random, low: number, high: number): number =>
	low + Math.floor(random() * (high - low + 1));

/** Exponentially distributed: mostly small, now and then large. */
export const exponential = (random: Random, mean: number): number => -mean * Math.log(1 - random());

/** Near enough normal with mean 0 and deviation 1: the sum of twelve uniform numbers. */
export const normal = (random: Random): number => {
	let sum = -6;
	for (let count = 0; count < 12; count++) sum += random();
	return sum;
};
