import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatRows, mergeRows} from './row.js';

test('parts of a check make one row', () => {
	const part = {
		check: 'runs',
		runs: 500,
		misses: [],
		seconds: 30,
		cpuSeconds: 20,
		noted: 700,
		note: 'books',
	};
	const rows = mergeRows([
		part,
		{check: 'other', runs: 1, misses: [], seconds: 2, cpuSeconds: 1},
		part,
	]);
	assert.equal(
		formatRows(rows),
		[
			'check   runs  misses  seconds  of cpu',
			'runs   1,000       0       60      40  1,400 books',
			'other      1       0        2       1',
			'',
		].join('\n'),
	);
});
