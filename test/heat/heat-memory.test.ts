import assert from 'node:assert/strict';
import {test} from 'node:test';
import {measureFullHeat} from '../helpers/full-heat.js';

test('of nine exchanges it takes less than 20 MB, however long it runs', () => {
	const [full, later] = [measureFullHeat(9, 300), measureFullHeat(9, 1000)].map(
		bytes => bytes / 1e6,
	);
	assert.ok(full && full > 15 && full < 20, `${full} MB`);
	assert.ok(later && later < 20, `${later} MB`);
});
