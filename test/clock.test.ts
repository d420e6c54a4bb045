import assert from 'node:assert/strict';
import {test} from 'node:test';
import {systemClock} from '../source/clock.js';
import {createFakeClock} from './helpers/fake-clock.js';

test('the system clock tells epoch milliseconds', () => {
	assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
});

test('the system clock calls back once, or until cancelled', t => {
	t.mock.timers.enable({apis: ['setTimeout', 'setInterval']});
	const calls: string[] = [];
	systemClock.after(100, () => calls.push('after'));
	const cancelAfter = systemClock.after(100, () => calls.push('cancelled'));
	const cancelEvery = systemClock.every(100, () => calls.push('every'));
	cancelAfter();
	t.mock.timers.tick(250);
	assert.deepEqual(calls, ['after', 'every', 'every']);
	cancelEvery();
	t.mock.timers.tick(1000);
	assert.equal(calls.length, 3);
});

test('the fake clock stands still', () => {
	const clock = createFakeClock(1000);
	assert.equal(clock.now(), 1000);
	clock.advance(0.5);
	assert.equal(clock.now(), 1000.5);
});

test('the fake clock runs timers in order of time', () => {
	const clock = createFakeClock(1000);
	const calls: string[] = [];
	const note = (name: string) => () => calls.push(`${name} ${clock.now()}`);
	clock.after(30, note('late'));
	clock.after(10, note('early'));
	clock.after(10, note('early too'));
	clock.every(20, note('every'));
	clock.after(51, note('never'));
	clock.advance(50);
	assert.deepEqual(calls, [
		'early 1010',
		'early too 1010',
		'every 1020',
		'late 1030',
		'every 1040',
	]);
	assert.equal(clock.now(), 1050);
});

test('the fake clock runs timers set by timers', () => {
	const clock = createFakeClock();
	const calls: number[] = [];
	const again = () => {
		calls.push(clock.now());
		clock.after(10, again);
	};
	again();
	clock.advance(35);
	assert.deepEqual(calls, [0, 10, 20, 30]);
});

test('the fake clock forgets cancelled timers', () => {
	const clock = createFakeClock();
	const calls: string[] = [];
	const cancelLater = clock.after(20, () => calls.push('later'));
	clock.after(10, cancelLater);
	const cancelEvery = clock.every(10, () => {
		calls.push('every');
		cancelEvery();
	});
	clock.advance(100);
	assert.deepEqual(calls, ['every']);
});
