import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVirtualClock} from './virtual-clock.js';

test('timers run in order of time and then of being set', async () => {
	const clock = createVirtualClock(1000);
	const told: string[] = [];
	const tell = (what: string) => () => told.push(`${what} ${clock.now()}`);
	clock.after(20, tell('b'));
	clock.after(10, tell('a'));
	clock.after(20, tell('c'));
	const stop = clock.every(15, tell('every'));
	await clock.run(30);
	assert.deepEqual(told, ['a 1010', 'every 1015', 'b 1020', 'c 1020', 'every 1030']);
	stop();
	await clock.run(100);
	assert.equal(told.length, 5);
	assert.equal(clock.now(), 1130);
});

test('what promises set in motion happens before the next timer', async () => {
	const clock = createVirtualClock(0);
	const told: string[] = [];
	const chain = async () => {
		for (let link = 0; link < 12; link++) await Promise.resolve();
		told.push('chain');
	};
	clock.after(1, () => void chain());
	clock.after(2, () => told.push('timer'));
	await clock.run(2);
	assert.deepEqual(told, ['chain', 'timer']);
});

test('counts the timers that are set', async () => {
	const clock = createVirtualClock(0);
	const cancel = clock.after(5, () => undefined);
	const stop = clock.every(5, () => undefined);
	clock.after(7, () => undefined);
	assert.equal(clock.size(), 3);
	cancel();
	cancel();
	assert.equal(clock.size(), 2);
	await clock.run(10);
	assert.equal(clock.size(), 1);
	stop();
	assert.equal(clock.size(), 0);
});
