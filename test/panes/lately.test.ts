import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLately} from '../../source/panes/lately.js';

test('keeps what was made of the last objects, and no more', () => {
	const lately = createLately<object, number>(2);
	const [first, second, third] = [{}, {}, {}];
	lately.set(first, 1);
	lately.set(second, 2);
	assert.equal(lately.get(first), 1);
	lately.set(third, 3);
	assert.equal(lately.get(first), undefined);
	assert.deepEqual([second, third].map(lately.get), [2, 3]);
});

test('what is made of an object anew takes the place of what was', () => {
	const lately = createLately<object, number>(2);
	const [first, second] = [{}, {}];
	lately.set(first, 1);
	lately.set(second, 2);
	lately.set(first, 3);
	assert.deepEqual([first, second].map(lately.get), [3, 2]);
});
