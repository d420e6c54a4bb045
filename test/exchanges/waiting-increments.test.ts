import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createWaitingIncrements} from '../../source/exchanges/waiting-increments.js';
import {noLevels} from '../../source/book/level-columns.js';

/** Each leads from the one before it; at these times. */
const waiting = (
	...told: readonly (readonly [to: number, time: number | null, from?: number])[]
) => {
	const increments = createWaitingIncrements();
	for (const [to, time, from = to - 1] of told)
		increments.push({from, to, time, bids: noLevels, asks: noLevels});
	return {...increments, ids: (at: number) => increments.after(at).map(({to}) => to)};
};

test('ids that begin anew leave nothing of before, and no snapshot of before', () => {
	const {ids, isOfOthers} = waiting([100, 1], [101, 2], [50, 3], [51, 4]);
	assert.deepEqual(ids(0), [50, 51]);
	assert.deepEqual([50, 51, 52, 101].map(isOfOthers), [false, false, true, true]);
});

test('what is repeated begins nothing anew', () => {
	for (const time of [1, 2, null]) {
		const {ids, isOfOthers} = waiting([100, 1], [101, 2], [100, time], [102, 3]);
		assert.deepEqual(ids(0), [100, 101, 102]);
		assert.ok(!isOfOthers(200));
	}
});

test('a link to a lower id leaves what came before', () => {
	const {ids, isOfOthers} = waiting([100, 1], [101, 2], [50, 3, 101], [51, 4]);
	assert.deepEqual(ids(100), [101, 50, 51]);
	assert.ok(!isOfOthers(101));
});

test('once cleared, any ids will do', () => {
	const increments = waiting([100, 1], [50, 3]);
	increments.clear();
	assert.deepEqual([increments.ids(0), increments.isOfOthers(100)], [[], false]);
	increments.push({from: 19, to: 20, time: 4, bids: noLevels, asks: noLevels});
	assert.deepEqual([increments.ids(0), increments.isOfOthers(100)], [[20], false]);
});
