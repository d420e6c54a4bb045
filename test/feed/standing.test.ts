import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FeedFault} from '../../source/faults.js';
import {createStanding} from '../../source/feed/standing.js';
import {createFakeClock} from '../helpers/fake-clock.js';

const fault: FeedFault = {code: 'no-audit'};

const start = (mustPush = false, isBehind = () => false, isLate = () => false) => {
	const clock = createFakeClock();
	const standing = createStanding(clock, {mustPush, isBehind, isLate});
	const tell = (vouchedLevels = Infinity) => {
		const [status, why] = standing.tell(vouchedLevels, undefined);
		return why ? `${status} ${why.code}` : status;
	};
	return {clock, standing, tell};
};

test('a book that is fed is live', () => {
	const {standing, tell} = start();
	standing.fed(false);
	assert.equal(tell(), 'live');
});

test('after updates had stopped, a snapshot alone is not live', () => {
	const {standing, tell} = start(true);
	standing.fed(false);
	assert.equal(tell(), 'resyncing stopped');
	standing.fed(true);
	assert.equal(tell(), 'live');
});

test('a book with few vouched levels is not live', () => {
	const {standing, tell} = start();
	standing.fed(true);
	assert.deepEqual([tell(49), tell(50)], ['resyncing out-of-range', 'live']);
});

test('a silent link is stale until anything comes', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.silent();
	assert.equal(tell(), 'stale silent');
	assert.deepEqual([standing.heard(null), tell(), standing.heard(null)], [true, 'live', false]);
});

test('after sleep the right pong and an audit are wanted', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.slept('awake 1');
	standing.compared();
	assert.deepEqual([standing.heard(null), standing.heard('awake 0')], [false, false]);
	assert.equal(tell(), 'stale slept');
	assert.deepEqual([standing.heard('awake 1'), tell()], [true, 'live']);
});

test('after sleep a pong without an audit is not enough', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.slept('awake 1');
	standing.heard('awake 1');
	standing.fed(true);
	assert.equal(tell(), 'stale slept');
	assert.equal(standing.unaudited(fault), true);
	standing.outOfSync();
	standing.fed(true);
	assert.equal(tell(), 'live');
});

test('any sign counts once what was on its way has come', () => {
	const {clock, standing} = start();
	standing.slept('awake 1');
	clock.advance(1999);
	assert.equal(standing.heard(null), false);
	clock.advance(1);
	assert.equal(standing.heard(null), true);
});

test('a book that slept before it was there has not to be compared', () => {
	const {standing, tell} = start();
	standing.slept('awake 1');
	standing.heard('awake 1');
	standing.fed(true);
	assert.equal(tell(), 'live');
});

test('a doubt that no audit could settle makes it stale', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.audited(true);
	assert.equal(standing.unaudited(fault), false);
	assert.equal(tell(), 'stale no-audit');
	standing.fed(true);
	assert.equal(tell(), 'live');
});

test('a routine audit that could not be made says nothing', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.audited(false);
	standing.unaudited(fault);
	assert.equal(tell(), 'live');
});

test('a doubt without a fault leaves it live', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.doubted(undefined);
	assert.equal(tell(), 'live');
	standing.doubted({code: 'gap'});
	assert.equal(tell(), 'stale gap');
	standing.doubted(undefined);
	assert.equal(tell(), 'stale gap');
	standing.compared();
	assert.equal(tell(), 'live');
});

test('a book in sync is not live while the program does not keep up', () => {
	let isBehind = true;
	const {standing, tell} = start(false, () => isBehind);
	standing.fed(true);
	assert.equal(tell(), 'stale behind');
	isBehind = false;
	assert.equal(tell(), 'live');
});

test('what is read late makes answers late, and an audit is none of what is late: the cause is told', () => {
	let isBehind = true;
	const {standing, tell} = start(
		false,
		() => isBehind,
		() => true,
	);
	standing.fed(true);
	standing.doubted(fault);
	assert.equal(tell(), 'stale behind');
	isBehind = false;
	assert.equal(tell(), 'stale late');
});

test('a book in sync is not live while its socket is late, and each turn is told once', () => {
	let isLate = false;
	const {standing, tell} = start(
		false,
		() => false,
		() => isLate,
	);
	standing.fed(true);
	assert.deepEqual([standing.heard(null), tell()], [false, 'live']);
	isLate = true;
	assert.deepEqual([standing.heard(null), standing.heard(null)], [true, false]);
	assert.equal(tell(), 'stale late');
	isLate = false;
	assert.deepEqual(
		[standing.heard('on time 1'), standing.heard(null), tell()],
		[true, false, 'live'],
	);
});

test('what speaks against a book and cannot be looked at makes it stale', () => {
	const {standing, tell} = start();
	standing.fed(true);
	standing.doubted(undefined);
	assert.deepEqual([tell(), standing.hasDoubt()], ['live', false]);
	assert.equal(standing.unaudited(fault), false);
	assert.deepEqual([tell(), standing.hasDoubt()], ['stale no-audit', true]);
});

test('silence makes a book worse once', () => {
	const {standing} = start();
	standing.fed(true);
	assert.deepEqual([standing.silent(), standing.silent()], [true, false]);
});
