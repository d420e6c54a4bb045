import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createWake} from '../../source/feed/wake.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLinkRun} from '../helpers/link-run.js';

const start = (hasLeader = true) => {
	const clock = createFakeClock();
	const {link, told} = createLinkRun(clock);
	const look = createWake(clock, 24_000, {
		slept: () => told.push('slept'),
		leader: () => (hasLeader ? link : null),
		open: () => told.push('open'),
		prove: () => told.push('prove'),
	});
	return {clock, link, told, look};
};

test('does nothing while the computer is awake', () => {
	const {clock, told, look} = start();
	clock.advance(100_000);
	look();
	assert.deepEqual(told, []);
});

test('asks a link for a sign, and for a proof of its book', () => {
	const {clock, link, told, look} = start();
	link.standing.fed(true);
	clock.sleep(5000);
	look();
	look();
	assert.deepEqual(told, ['slept', 'ping awake 1', 'forget', 'prove']);
	assert.equal(link.standing.tell(Infinity, undefined)[0], 'stale');
});

test('asks for no proof of a book that is not in sync', () => {
	const {clock, told, look} = start();
	clock.sleep(5000);
	look();
	assert.deepEqual(told, ['slept', 'ping awake 1', 'forget']);
});

test('gives up a link that was silent for too long', () => {
	const {clock, told, look} = start();
	clock.sleep(24_000);
	look();
	assert.deepEqual(told, ['slept', 'lose slept']);
});

test('does not wait for the next try where none is connected', () => {
	const {clock, told, look} = start(false);
	clock.sleep(24_000);
	look();
	assert.deepEqual(told, ['slept', 'open']);
});
