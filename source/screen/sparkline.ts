import {glyphs} from './theme.js';

/** The lowest and highest of values, null where there are none. */
export const rangeOf = (
	values: readonly (number | null)[],
): {readonly low: number; readonly high: number} | null => {
	const known = values.filter(value => value !== null);
	return known.length === 0 ? null : {low: Math.min(...known), high: Math.max(...known)};
};

/**
 * A value a cell as columns of eighths, `rows` high, the top line first. The lowest still shows an
 * eighth; where there is none, a space; where all are the same, half of the height.
 */
export const sparkline = (values: readonly (number | null)[], rows: number): readonly string[] => {
	const range = rangeOf(values);
	const most = rows * 8;
	const heights = values.map(value => {
		if (value === null || !range) return 0;
		const {low, high} = range;
		const share = high === low ? 0.5 : (value - low) / (high - low);
		return 1 + Math.round(share * (most - 1));
	});
	return Array.from({length: rows}, (_, row) => {
		const under = (rows - 1 - row) * 8;
		const cell = (height: number) =>
			height <= under ? ' ' : (glyphs.heights[Math.min(8, height - under) - 1] ?? ' ');
		return heights.map(cell).join('');
	});
};
