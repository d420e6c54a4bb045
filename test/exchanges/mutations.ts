import type {Random} from '../../source/random.js';

/** Changes a text, the same for the same random numbers. */
export type Mutation = (text: string, random: Random) => string;

export const pick = <T>(values: readonly T[], random: Random): T =>
	values[Math.floor(random() * values.length)] as T;

export const placeIn = (text: string, random: Random): number =>
	Math.floor(random() * (text.length + 1));

/** Puts something in the place of one of the pieces that a pattern finds. */
export const replaceOne = (
	text: string,
	pattern: RegExp,
	by: string | ((piece: string) => string),
	random: Random,
): string => {
	const found = [...text.matchAll(pattern)];
	if (found.length === 0) return text;
	const match = pick(found, random);
	const [piece] = match;
	const other = typeof by === 'string' ? by : by(piece);
	return text.slice(0, match.index) + other + text.slice(match.index + piece.length);
};
