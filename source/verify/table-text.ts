import {padEndCells, padStartCells, widthOf} from '../screen/cells.js';

export type Row = readonly string[];

/** Columns as wide as their widest cell, the first `leftColumns` of them flush left. */
export const toTable = (rows: readonly Row[], leftColumns: number): string => {
	const widths: number[] = [];
	for (const row of rows)
		for (const [index, cell] of row.entries())
			widths[index] = Math.max(widths[index] ?? 0, widthOf(cell));
	return rows
		.map(row =>
			row
				.map((cell, index) =>
					(index < leftColumns ? padEndCells : padStartCells)(cell, widths[index] ?? 0),
				)
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
};

/** `12:34.567` since the start. */
export const toPlace = (ms: number): string => {
	const minutes = Math.floor(ms / 60_000);
	return `${minutes}:${((ms - minutes * 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
};
