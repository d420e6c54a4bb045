import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createStreamOrder} from '../../source/exchanges/stream-order.js';

/** Judges increments one by one, their ids from 101 on, for a book far ahead; false where one is a fault. */
const arePatient = (times: readonly number[]) => {
	const {passed, judgeOld} = createStreamOrder();
	passed({to: 100, time: 0});
	return times.every((time, index) => judgeOld({to: 101 + index, time}, 100_000) === null);
};

test('a clock that leaps while the stream catches up is no fault of the ids', () => {
	assert.ok(arePatient([100, 200, 90_300, 90_400, 90_500, 400, 500]));
});

test('a stream that stays behind for five seconds has other ids', () => {
	const times = Array.from({length: 60}, (_, index) => index * 100);
	assert.ok(arePatient(times.slice(0, 50)));
	assert.ok(!arePatient(times));
});
