import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createKeepingUp} from '../../source/feed/keeping-up.js';
import {createVirtualClock} from '../../source/playback/virtual-clock.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {event, startLive} from '../helpers/feed-run.js';

test('a program that never waits is behind after three seconds, until it waits', () => {
	const clock = createFakeClock();
	const keepingUp = createKeepingUp(clock);
	clock.overwork(true);
	const looks = Array.from({length: 5}, () => {
		clock.advance(1000);
		return `${keepingUp.look()} ${keepingUp.isBehind()}`;
	});
	assert.deepEqual(looks, ['false false', 'false false', 'true true', 'false true', 'false true']);
	assert.equal(keepingUp.keepsUpMs(), 0);
	clock.overwork(false);
	clock.advance(1);
	assert.equal(keepingUp.look(), true);
	assert.equal(keepingUp.isBehind(), false);
	for (let second = 0; second < 5; second++) {
		clock.advance(1000);
		keepingUp.look();
	}
	assert.equal(keepingUp.keepsUpMs(), 5001);
});

test('one that waits now and then keeps up, however much it has to do', () => {
	const clock = createFakeClock();
	const keepingUp = createKeepingUp(clock);
	for (let second = 0; second < 20; second++) {
		clock.overwork(second % 2 === 0);
		clock.advance(1000);
		assert.equal(keepingUp.look(), false);
	}
	assert.equal(keepingUp.keepsUpMs(), Infinity);
});

test('one that was stopped while it waited is behind until it waits again', () => {
	const clock = createFakeClock();
	const keepingUp = createKeepingUp(clock);
	const looks = [1000, 4000, 1000, 2900, 1000].map(ms => {
		clock.advance(ms);
		keepingUp.look();
		return keepingUp.isBehind();
	});
	assert.deepEqual(looks, [false, true, false, false, false]);
	clock.advance(4000);
	clock.overwork(true);
	keepingUp.look();
	clock.advance(1000);
	assert.equal(keepingUp.look(), false);
	assert.equal(keepingUp.isBehind(), true);
});

test('nothing is late where time stands still until all is read, however far it leaps', () => {
	const clock = createVirtualClock(0);
	const keepingUp = createKeepingUp(clock);
	clock.every(1000, () => {
		assert.equal(keepingUp.look(), false);
	});
	clock.runNext();
	clock.jumpTo(60_000);
	for (let look = 0; look < 5; look++) clock.runNext();
	assert.ok(clock.now() > 60_000 && !keepingUp.isBehind());
});

test('a book is not live while what comes is read late, although it comes without a pause', async () => {
	const {socket, view, clock} = await startLive();
	clock.overwork(true);
	for (let id = 101; id < 160; id++) {
		clock.advance(100);
		socket().emit(event(id, id));
		if (id > 140) assert.equal(view().status, 'stale');
	}
	assert.equal(
		view().reason,
		'this computer does not keep up with what comes, so what is shown is late',
	);
	assert.equal(view().code, 'behind');
	clock.overwork(false);
	clock.advance(1000);
	assert.equal(view().status, 'live');
	socket().emit(event(160, 160));
	assert.equal(view().status, 'live');
});
