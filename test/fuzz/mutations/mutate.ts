import {between, type Random} from '../../../source/random.js';
import {byteMutations, pick, type Mutation} from './bytes.js';
import {bombMutations, packingMutations} from './packing.js';
import {jsonMutations, lineMutations} from './json.js';

export type Table = Readonly<Record<string, Mutation>>;

/** Which mutations go for something; those of a table more often, the greater its weight. */
export type Choice = readonly {readonly table: Table; readonly weight: number}[];

export type Mutated = {
	readonly bytes: Buffer;
	/** What was done, in order: names of mutations. */
	readonly told: string;
};

const choose = (choice: Choice, random: Random): Table => {
	const sum = choice.reduce((total, {weight}) => total + weight, 0);
	let left = random() * sum;
	for (const {table, weight} of choice) {
		left -= weight;
		if (left < 0) return table;
	}
	return choice[0]?.table ?? {};
};

/** One to three mutations, one after the other. */
export const mutate = (bytes: Buffer, choice: Choice, random: Random): Mutated => {
	const told: string[] = [];
	let mutated = bytes;
	for (let left = between(random, 1, 3); left > 0; left--) {
		const table = choose(choice, random);
		const name = pick(Object.keys(table), random);
		const mutation = table[name];
		if (!mutation) continue;
		mutated = mutation(mutated, random);
		told.push(name);
		// What is done to so much afterwards is not seen any more.
		if (mutated.length > 20e6) break;
	}
	return {bytes: mutated, told: told.join(', ')};
};

const bombs = {table: bombMutations, weight: 0.04} as const;

/** A text file of JSON lines that may be packed. */
export const linesChoice: Choice = [
	{table: byteMutations, weight: 2},
	{table: jsonMutations, weight: 3},
	{table: lineMutations, weight: 2},
	{table: packingMutations, weight: 1},
	bombs,
];

/** One JSON value, not packed. */
export const jsonChoice: Choice = [
	{table: byteMutations, weight: 1},
	{table: jsonMutations, weight: 3},
];

/** One JSON value that may come packed. */
export const packedJsonChoice: Choice = [
	{table: byteMutations, weight: 1},
	{table: jsonMutations, weight: 4},
	{table: packingMutations, weight: 1},
	bombs,
];
