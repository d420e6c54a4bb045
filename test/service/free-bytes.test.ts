import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createFreeBytes} from '../../source/service/free-bytes.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {settle} from '../helpers/fake-transport.js';

test('asks a disk that does not answer once, and waits for it a second', async () => {
	const clock = createFakeClock(1_700_000_000_000);
	const asked: ((room: {bavail: number; bsize: number}) => void)[] = [];
	const freeBytes = createFreeBytes(
		'parts',
		clock,
		() => new Promise(resolve => asked.push(resolve)),
	);
	const told: (number | null)[] = [];
	for (let times = 0; times < 5; times++) void freeBytes().then(bytes => told.push(bytes));
	await settle();
	assert.deepEqual(told, []);
	clock.advance(1000);
	await settle();
	assert.deepEqual(told, [null, null, null, null, null]);
	assert.equal(asked.length, 1, 'each question takes a thread');
	asked[0]?.({bavail: 3, bsize: 4096});
	await settle();
	const next = freeBytes();
	asked[1]?.({bavail: 5, bsize: 4096});
	assert.equal(await next, 20_480);
});

test('leaves no timer behind an answer', async () => {
	let [set, cancelled] = [0, 0];
	const clock = {
		after() {
			set++;
			return () => void cancelled++;
		},
	};
	await createFreeBytes('parts', clock, async () => ({bavail: 1, bsize: 1}))();
	assert.deepEqual([set, cancelled], [1, 1]);
});
