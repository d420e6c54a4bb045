import assert from 'node:assert/strict';
import {test} from 'node:test';
import {binsPerColumn, noTrades} from '../../source/heat/heat-column.js';
import {toChartColumn} from '../../source/panes/heatmap/chart-columns.js';

test('a row of several prices is told only where all of them are known', () => {
	const sizes = new Float32Array(binsPerColumn).fill(1);
	// Of the bins from 100 on, those from 103 to 108 are known whole.
	const known = {first: 100, sizes, from: 103, to: 109, mid: Number.NaN, trades: noTrades};
	const column = {proof: 'proven', ...known} as const;
	const rows = (factor: number) =>
		Array.from(toChartColumn(column, {factor, base: 100 / factor, rows: 6}, 1).sizes);
	assert.deepEqual(rows(1), [NaN, NaN, NaN, 1, 1, 1]);
	assert.deepEqual(rows(2), [NaN, NaN, 2, 2, NaN, NaN]);
});
