import type {Level} from '../book/side-view.js';
import type {Decimal} from '../book/fixed-point.js';

/** Levels as columns: a tenth of what they take as objects. */
export type PackedLevels = {
	/** Price and size of each level, in turn; a negative one stands for one of `wide`. */
	readonly units: Float64Array;
	/** Of each of them, as in `Decimal`. */
	readonly decimals: Uint8Array;
	/** Units beyond what a number holds. */
	readonly wide: readonly bigint[];
};

/** Takes levels one list after the other. */
export const createLevelPacker = () => {
	const units: number[] = [];
	const decimals: number[] = [];
	const wide: bigint[] = [];

	const add = (value: Decimal) => {
		decimals.push(value.decimals);
		units.push(typeof value.units === 'bigint' ? -wide.push(value.units) : value.units);
	};

	return {
		/** Returns how many there are, which is what `take` is to be told. */
		add(levels: Iterable<Level>): number {
			let count = 0;
			for (const {price, size} of levels) {
				add(price);
				add(size);
				count++;
			}
			return count;
		},
		/** Levels so far. */
		count: () => units.length / 2,
		finish: (): PackedLevels => ({
			units: Float64Array.from(units),
			decimals: Uint8Array.from(decimals),
			wide,
		}),
	};
};

/** Gives levels back in the order they were added. */
export const createLevelReader = ({units, decimals, wide}: PackedLevels) => {
	let index = 0;
	const read = (): Decimal => {
		const value = units[index] ?? 0;
		const places = decimals[index++] ?? 0;
		return {units: value < 0 ? (wide[-value - 1] ?? 0) : value, decimals: places};
	};
	return {
		take: (count: number): readonly Level[] =>
			Array.from({length: count}, () => ({price: read(), size: read()})),
	};
};

export type LevelPacker = ReturnType<typeof createLevelPacker>;
export type LevelReader = ReturnType<typeof createLevelReader>;
