import assert from 'node:assert/strict';
import {test} from 'node:test';
import {shareTicks} from '../../source/session/shared-ticks.js';
import {createFakeClock} from '../helpers/fake-clock.js';

test('one timer does for all of a pace, until the last has left', () => {
	const clock = createFakeClock();
	let timers = 0;
	const shared = shareTicks({
		...clock,
		every(ms, callback) {
			timers++;
			const cancel = clock.every(ms, callback);
			return () => {
				timers--;
				cancel();
			};
		},
	});
	const called: string[] = [];
	const tick = (name: string) => () => called.push(name);
	const stops = [shared.every(100, tick('a')), shared.every(100, tick('b'))];
	const stopOther = shared.every(1000, tick('c'));
	assert.equal(timers, 2);
	clock.advance(1000);
	const count = (name: string) => called.filter(other => other === name).length;
	assert.deepEqual([count('a'), count('b'), count('c')], [10, 10, 1]);
	stops[0]?.();
	stops[0]?.();
	called.length = 0;
	clock.advance(100);
	assert.deepEqual([called, timers], [['b'], 2]);
	stops[1]?.();
	stopOther();
	assert.equal(timers, 0);
	shared.every(100, tick('again'));
	clock.advance(100);
	assert.deepEqual([called, timers], [['b', 'again'], 1]);
});

test('who is taken off by another of the same pace is not called', () => {
	const clock = createFakeClock();
	const shared = shareTicks(clock);
	const called: string[] = [];
	let stopLast = () => {};
	shared.every(100, () => {
		called.push('first');
		stopLast();
	});
	stopLast = shared.every(100, () => called.push('last'));
	clock.advance(200);
	assert.deepEqual(called, ['first', 'first']);
});
