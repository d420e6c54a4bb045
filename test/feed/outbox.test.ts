import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOutbox} from '../../source/feed/outbox.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** One whose every message makes another. */
const start = () => {
	const clock = createFakeClock(1000);
	const sentAt: number[] = [];
	const outbox = createOutbox({
		...{clock, everyMs: 100},
		sendNext() {
			sentAt.push(clock.now());
			outbox.wake();
			return true;
		},
	});
	return {clock, outbox, sentAt};
};

test('what is sent as something goes out keeps to the pace', () => {
	const {clock, outbox, sentAt} = start();
	outbox.wake();
	assert.deepEqual(sentAt, [], 'what happens now comes first');
	clock.advance(250);
	assert.deepEqual(sentAt, [1000, 1100, 1200]);
});

test('nothing is sent any more once it was stopped, whoever woke it', () => {
	const {clock, outbox, sentAt} = start();
	outbox.wake();
	clock.advance(250);
	outbox.stop();
	clock.advance(1000);
	assert.equal(sentAt.length, 3);
});
