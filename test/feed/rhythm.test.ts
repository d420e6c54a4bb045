import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRhythm} from '../../source/feed/rhythm.js';

/** A market whose book changed so many times, so far apart. */
const beat = (count: number, everyMs: number) => {
	const rhythm = createRhythm();
	for (let index = 0; index < count; index++) rhythm.changed(index * everyMs);
	return {rhythm, last: (count - 1) * everyMs};
};

test('a market is out of rhythm after three times its longest pause', () => {
	const {rhythm, last} = beat(30, 8000);
	assert.ok(!rhythm.isBroken(last + 23_999));
	assert.ok(rhythm.isBroken(last + 24_000));
});

test('a busy market has ten seconds all the same', () => {
	const {rhythm, last} = beat(30, 100);
	assert.ok(!rhythm.isBroken(last + 9999));
	assert.ok(rhythm.isBroken(last + 10_000));
});

test('one that is hardly known has no rhythm yet', () => {
	const {rhythm, last} = beat(15, 100);
	assert.ok(!rhythm.isBroken(last + 3_600_000));
	assert.ok(!createRhythm().isBroken(3_600_000));
});

test('each look doubles its patience, until the book changes', () => {
	const {rhythm, last} = beat(30, 100);
	rhythm.looked();
	assert.ok(!rhythm.isBroken(last + 19_999));
	assert.ok(rhythm.isBroken(last + 20_000));
	rhythm.changed(last + 20_000);
	assert.ok(!rhythm.isBroken(last + 25_000));
});

test('a fill without a change of the book is worth a look five seconds later', () => {
	const {rhythm, last} = beat(3, 100);
	rhythm.filled(last + 2000);
	rhythm.filled(last + 6000);
	assert.ok(!rhythm.isBroken(last + 6999));
	assert.ok(rhythm.isBroken(last + 7000));
	rhythm.changed(last + 7000);
	assert.ok(!rhythm.isBroken(last + 12_000));
});

test('a fill right behind its change tells nothing', () => {
	const {rhythm, last} = beat(3, 100);
	rhythm.filled(last + 900);
	assert.ok(!rhythm.isBroken(last + 60_000));
});

test('a book that is a snapshot’s alone is looked at after ten seconds, then later and later', () => {
	const rhythm = createRhythm();
	rhythm.restarted(0, false);
	assert.ok(!rhythm.isBroken(9999));
	assert.ok(rhythm.isBroken(10_000));
	rhythm.looked();
	assert.ok(!rhythm.isBroken(19_999));
	assert.ok(rhythm.isBroken(20_000));
	rhythm.changed(20_000);
	assert.ok(!rhythm.isBroken(60_000));
});

test('an outage is no rhythm of the market', () => {
	const {rhythm, last} = beat(30, 100);
	rhythm.restarted(last + 60_000, true);
	rhythm.changed(last + 60_100);
	assert.ok(rhythm.isBroken(last + 70_100));
});
