import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPriceScale} from '../../source/panes/heatmap/price-scale.js';

test('charts of which one has a line less cover as much a row', () => {
	const [low, high] = [createPriceScale(), createPriceScale()];
	for (let reach = 1; reach < 200; reach++) {
		const wish = {step: 1, leastRows: 14, mid: 1000, mids: [], reach, range: 0};
		const [one, other] = [low({...wish, rows: 14}), high({...wish, rows: 16})];
		assert.equal(one.factor, other.factor, `${reach}`);
		assert.deepEqual([one.rows, other.rows], [14, 16]);
		assert.ok(7 * one.factor >= reach, 'all of it is in sight');
	}
});
