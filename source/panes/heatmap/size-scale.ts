import {heatCodes} from '../../screen/heat-paint.js';
import {heatSteps} from '../../screen/heat-ramps.js';

/** The sizes between which colours differ. */
export type SizeScale = {readonly low: number; readonly high: number};

/** Parts of a doubling that sizes are counted by. */
const perDoubling = 4;

/** Of all sizes, those that are no larger than the lower end, and the upper one: a single huge size would darken all others. */
const lowShare = 0.1;
const highShare = 0.985;

/** The lower end is so many times smaller at the least. */
const leastRatio = 20;

/** The next number of 1, 2 and 5 times a power of ten that is no larger. */
const roundDown = (value: number): number => {
	const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
	const digit = value / power + 1e-9;
	return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
};

const roundUp = (value: number): number => {
	const down = roundDown(value);
	if (down >= value * (1 - 1e-9)) return down;
	const digit = Math.round(down / 10 ** Math.floor(Math.log10(down) + 1e-9));
	return down * (digit === 2 ? 2.5 : 2);
};

/** Counts sizes by how large they are, and tells what a share of them is no larger than; null of none. */
const countSizes = (columns: Iterable<Float32Array>) => {
	const counts = new Map<number, number>();
	let count = 0;
	for (const sizes of columns)
		for (const size of sizes) {
			if (!(size > 0)) continue;
			const at = Math.floor(Math.log2(size) * perDoubling);
			counts.set(at, (counts.get(at) ?? 0) + 1);
			count++;
		}
	const sorted = [...counts].sort(([a], [b]) => a - b);
	return (share: number): number | null => {
		let left = share * count;
		for (const [at, many] of sorted) {
			left -= many;
			if (left <= 0) return 2 ** ((at + 1) / perDoubling);
		}
		return null;
	};
};

/** Chooses the sizes that colours tell apart: of all charts the same, so that they compare; changed as seldom as can be. */
export const createSizeScale = () => {
	let scale: SizeScale | null = null;
	return (columns: Iterable<Float32Array>): SizeScale => {
		const shareOf = countSizes(columns);
		const [low, high] = [shareOf(lowShare), shareOf(highShare)];
		if (low === null || high === null) return scale ?? {low: 1, high: 1000};
		const isNear =
			scale && high <= scale.high * 1.2 && high >= scale.high / 3 && low >= scale.low / 2;
		if (!scale || !isNear) {
			const top = roundUp(high);
			scale = {low: roundDown(Math.min(low, top / leastRatio)), high: top};
		}
		return scale;
	};
};

/** The step of a size: by how many times it is another, not by how much more. */
export const stepOfSize = (size: number, {low, high}: SizeScale): number => {
	if (Number.isNaN(size)) return heatCodes.unknown;
	if (size <= 0) return heatCodes.empty;
	const share = Math.log(size / low) / Math.log(high / low);
	return Math.max(1, Math.min(heatSteps, 1 + Math.floor(share * heatSteps)));
};
