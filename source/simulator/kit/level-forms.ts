import type {SideName} from '../ladder.js';

/** How an exchange writes single levels, for faults that add one to a message. */
export type LevelForm = {
	/** The text that a side's levels follow. */
	readonly after: Readonly<Record<SideName, string>>;
	/** One level as JSON, by the texts of its numbers. */
	level(price: string, size: string, side: SideName): string;
};

const quoted = (price: string, size: string) => `["${price}","${size}"]`;

const shortSides = {bids: '"b":[', asks: '"a":['} as const;
export const longSides = {bids: '"bids":[', asks: '"asks":['} as const;

/** Pairs of texts under `b` and `a`. */
export const shortPairs: LevelForm = {after: shortSides, level: quoted};

/** Pairs of texts under `bids` and `asks`. */
export const longPairs: LevelForm = {after: longSides, level: quoted};

/** Pairs of numbers under `bids` and `asks`. */
export const barePairs: LevelForm = {
	after: longSides,
	level: (price, size) => `[${price},${size}]`,
};
