import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createColumns} from '../../source/heat/column-blocks.js';
import {binsPerColumn, unproven, type HeatColumn} from '../../source/heat/heat-column.js';

const columnOf = (value: number): HeatColumn => ({
	proof: 'proven',
	first: value,
	sizes: new Float32Array(binsPerColumn).fill(value),
	from: value + 1,
	to: value + 9,
	mid: value / 2,
	trades: value % 7 === 0 ? [{bin: value, bought: 1, sold: 2}] : [],
});

test('all columns of a long past are given back as they were', () => {
	const columns = createColumns('all');
	for (let at = 0; at < 700; at++) columns.set(at, columnOf(at));
	// Back and forth, as one seeks.
	for (const at of [0, 699, 350, 31, 32, 64, 0, 511])
		assert.deepEqual(columns.get(at), columnOf(at));
	assert.equal(columns.get(700), null);
	assert.equal(columns.get(-1), null);
});

test('what was never set between two columns is not known', () => {
	const columns = createColumns('all');
	columns.set(3, columnOf(1));
	columns.set(5, unproven());
	columns.set(400, columnOf(2));
	assert.deepEqual(
		[2, 3, 4, 5, 6, 399, 400].map(at => columns.get(at)?.proof ?? null),
		[null, 'proven', null, 'unproven', null, null, 'proven'],
	);
});
