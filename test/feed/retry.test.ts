import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Hold} from '../../source/feed/host-holds.js';
import {createRetry} from '../../source/feed/retry.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const start = () => {
	const clock = createFakeClock();
	const opened: number[] = [];
	const held: number[] = [];
	let heldUntil = 0;
	const retry = createRetry({
		clock,
		random: () => 1,
		sockets: {
			hold: (): Hold | null =>
				heldUntil > clock.now()
					? {until: heldUntil, note: '', fault: {code: 'rate-limited'}}
					: null,
		},
		open: () => opened.push(clock.now()),
		onHeld: ({until}) => held.push(until),
	});
	return {
		...{clock, opened, held, retry},
		holdUntil(time: number) {
			heldUntil = time;
		},
	};
};

test('waits twice as long after each try', () => {
	const {retry, clock, opened} = start();
	assert.deepEqual([retry.again(), opened], [500, []]);
	clock.advance(500);
	assert.equal(retry.again(), 1500);
	clock.advance(1000);
	assert.deepEqual(opened, [500, 1500]);
});

test('waits a short time again after things went well', () => {
	const {retry, clock} = start();
	retry.again();
	clock.advance(500);
	retry.calm();
	assert.equal(retry.again(), 1000);
});

test('of several that were planned the last one is made alone', () => {
	const {retry, clock, opened} = start();
	assert.deepEqual([retry.again(), retry.again()], [500, 1000]);
	clock.advance(5000);
	assert.deepEqual(opened, [1000]);
});

test('a try elsewhere neither waits nor counts', () => {
	const {retry, clock, opened} = start();
	assert.equal(retry.again(true), 0);
	clock.advance(0);
	assert.deepEqual(opened, [0]);
	assert.equal(retry.again(), 500);
});

test('opens nothing before the pause is over', () => {
	const {retry, clock, opened, held, holdUntil} = start();
	holdUntil(7000);
	retry.now();
	holdUntil(9000);
	clock.advance(8000);
	assert.deepEqual([opened, held], [[], [7000, 9000]]);
	clock.advance(1000);
	assert.deepEqual(opened, [9000]);
});

test('plans a try for after the pause', () => {
	const {retry, holdUntil} = start();
	holdUntil(7000);
	assert.equal(retry.again(), 7000);
});

test('a wish does not come before the planned try', () => {
	const {retry, clock, opened} = start();
	retry.again();
	retry.soon();
	assert.deepEqual(opened, []);
	clock.advance(500);
	retry.soon();
	assert.deepEqual(opened, [500, 500]);
});

test('a try at once takes the planned one with it', () => {
	const {retry, clock, opened} = start();
	retry.again();
	retry.now();
	clock.advance(10_000);
	assert.deepEqual(opened, [0]);
});

test('tries no more once it is called off', () => {
	const {retry, clock, opened} = start();
	retry.again();
	retry.cancel();
	clock.advance(10_000);
	assert.deepEqual(opened, []);
});

test('the user has a planned try made now, once in a while', () => {
	const {retry, clock, opened} = start();
	assert.equal(retry.force(), 'not-waiting');
	retry.again();
	assert.equal(retry.force(), 'trying');
	assert.deepEqual(opened, [0]);
	assert.equal(retry.force(), 'not-waiting');
	assert.equal(retry.again(), 1000);
	assert.equal(retry.force(), 'tried-lately');
	clock.advance(1000);
	assert.deepEqual(opened, [0, 1000]);
	for (const wait of [2000, 4000, 8000]) {
		assert.equal(retry.again(), clock.now() + wait);
		clock.advance(wait === 8000 ? 5000 : wait);
	}
	assert.equal(retry.force(), 'trying');
	assert.equal(opened.at(-1), clock.now());
});

test('a pause that the host asked for is kept whoever presses what', () => {
	const {retry, clock, opened, holdUntil} = start();
	holdUntil(7000);
	retry.now();
	assert.equal(retry.force(), 'held');
	retry.again();
	assert.equal(retry.force(), 'held');
	assert.deepEqual(opened, []);
	clock.advance(7000);
	assert.deepEqual(opened, [7000]);
});
