import {groupingFactor} from '../../book/depth.js';

/** Which prices the rows of a chart stand for. */
export type PriceScale = {
	/** Bins that a row covers. */
	readonly factor: number;
	/** The lowest row: row n covers the bins from n × factor on. */
	readonly base: number;
	/** Rows there are. */
	readonly rows: number;
};

/** What a chart has to show. */
export type PriceWish = {
	/** Of a bin. */
	readonly step: number;
	readonly rows: number;
	/** Of the lowest of the charts that are to look alike. */
	readonly leastRows: number;
	/** The middle price now. */
	readonly mid: number;
	/** Middle prices of the past that is shown. */
	readonly mids: readonly number[];
	/** How far from the middle price the chart has to reach at the least. */
	readonly reach: number;
	/** Steps 1-2-5 that the user wants a row to cover more. */
	readonly range: number;
};

/** The largest index of a factor. */
const mostIndex = 30;

/** Where so much of half of the chart lies between the middle price and the middle of the chart, it moves on. */
const mostOff = 0.5;

/** A scale that would show so much more than is wanted gives way to a finer one: not at once, or it would come and go. */
const slack = 1.5;

/** Values without those so few that they would make all others small. */
const usual = (values: readonly number[]): readonly number[] => {
	const sorted = Float64Array.from(values).sort();
	const cut = Math.floor(sorted.length * 0.03);
	return sorted.length === 0 ? [] : [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 0];
};

/** Chooses the prices of one chart; changes them as seldom as it can, since the eye has to find its way again then. */
export const createPriceScale = () => {
	let index = 0;
	let centre: number | null = null;

	return ({step, rows, leastRows, mid, mids, reach, range}: PriceWish): PriceScale => {
		const half = (at: number) => (leastRows / 2) * step * groupingFactor(at);
		if (centre === null || Math.abs(mid - centre) > mostOff * half(index)) centre = mid;
		const middle = centre;
		const wanted = Math.max(reach, ...usual(mids).map(price => 1.1 * Math.abs(price - middle)));
		let needed = 0;
		while (needed < mostIndex && half(needed) < wanted) needed++;
		const isTooCoarse = needed < index && half(needed) >= wanted * slack;
		if (needed > index || isTooCoarse) index = needed;
		const factor = groupingFactor(Math.max(0, Math.min(mostIndex, index + range)));
		const base = Math.floor(middle / (step * factor) + 1e-6) - Math.floor(rows / 2);
		return {factor, base, rows};
	};
};
