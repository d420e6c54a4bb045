import type {Level} from '../book/book-side.js';
import type {Increment} from './increment.js';

/** Units and decimals of a price, then those of a size. */
const numbersPerLevel = 4;

const isNarrow = ({price, size}: Level) =>
	typeof price.units === 'number' && typeof size.units === 'number';

/** Levels as plain numbers, a quarter of what they take as objects; as they are where a number does not hold one. */
const pack = (levels: readonly Level[]): readonly number[] | readonly Level[] => {
	if (!levels.every(isNarrow)) return levels;
	const numbers: number[] = [];
	for (const {price, size} of levels)
		numbers.push(Number(price.units), price.decimals, Number(size.units), size.decimals);
	// Without the places that were made for more.
	return numbers.slice();
};

const isPacked = (levels: readonly number[] | readonly Level[]): levels is readonly number[] =>
	typeof levels[0] === 'number';

const unpack = (levels: readonly number[] | readonly Level[]): readonly Level[] => {
	if (!isPacked(levels)) return levels as readonly Level[];
	return Array.from({length: levels.length / numbersPerLevel}, (_, index) => {
		const at = index * numbersPerLevel;
		return {
			price: {units: levels[at] ?? 0, decimals: levels[at + 1] ?? 0},
			size: {units: levels[at + 2] ?? 0, decimals: levels[at + 3] ?? 0},
		};
	});
};

/** What one that is empty takes, and a level that could not be packed, in packed levels. */
const emptyCost = 8;
const wideCost = 6;

const costOf = (levels: readonly number[] | readonly Level[]): number =>
	isPacked(levels) ? levels.length / numbersPerLevel : levels.length * wideCost;

/** An increment that waits: its levels are made anew each time they are looked at. */
export class PackedIncrement implements Increment {
	readonly from: number;
	readonly to: number;
	readonly time: number | null;
	readonly #bids: readonly number[] | readonly Level[];
	readonly #asks: readonly number[] | readonly Level[];

	constructor({from, to, time, bids, asks}: Increment) {
		this.from = from;
		this.to = to;
		this.time = time;
		this.#bids = pack(bids);
		this.#asks = pack(asks);
	}

	get bids(): readonly Level[] {
		return unpack(this.#bids);
	}

	get asks(): readonly Level[] {
		return unpack(this.#asks);
	}

	/** What it takes, in levels of 32 bytes. */
	get cost(): number {
		return emptyCost + costOf(this.#bids) + costOf(this.#asks);
	}
}
