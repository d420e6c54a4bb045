import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createKnownIds} from '../../source/datasets/known-ids.js';

test('knows the ids of thousands of trades again, and forgets those of long ago', () => {
	const isNew = createKnownIds();
	const told = Array.from({length: 5000}, (_, id) => isNew(String(id)));
	assert.ok(told.every(Boolean));
	assert.equal(isNew('4999'), false);
	assert.equal(isNew('1'), false);
	for (let id = 5000; id < 100_000; id++) isNew(String(id));
	assert.equal(isNew('99999'), false);
	assert.equal(isNew('65000'), false);
	assert.equal(isNew('1'), true);
});
