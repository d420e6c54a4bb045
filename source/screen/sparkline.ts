import {glyphs} from './theme.js';

/**
 * A value a cell as columns of eighths, `rows` high, the top line first. The low end of the range still
 * shows an eighth; where there is none, a space; where low and high are the same, half of the height.
 */
export const sparkline = (
	values: readonly (number | null)[],
	{low, high}: {readonly low: number; readonly high: number},
	rows: number,
): readonly string[] => {
	const most = rows * 8;
	const heights = values.map(value => {
		if (value === null) return 0;
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
