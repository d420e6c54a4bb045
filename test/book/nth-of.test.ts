import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {nthOf} from '../../source/book/nth-of.js';

test('finds the value that stands there once they are sorted', () => {
	const values = fc.array(fc.oneof(fc.integer({min: 0, max: 5}), fc.double({noNaN: true})), {
		minLength: 1,
		maxLength: 90,
	});
	fc.assert(
		fc.property(values, fc.nat(), (given, place) => {
			const nth = place % given.length;
			const sorted = Float64Array.from(given).sort();
			// What is behind them is no part of them.
			const room = Float64Array.from([...given, -Infinity]);
			assert.equal(nthOf(room, given.length, nth) + 0, (sorted[nth] ?? 0) + 0);
			assert.deepEqual(room.slice(0, -1).sort(), sorted, 'none is lost');
		}),
		{numRuns: 1000},
	);
});
