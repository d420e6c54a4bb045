import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookMessage} from '../../source/playback/replay-wire.js';
import {createStreamProgress, lagMs} from '../../source/playback/stream-progress.js';

const topic = 'book';
const message = (type: BookMessage['type'], sequence: number): BookMessage => ({
	...{type, topic, sequence},
});

test('a reply tells how far a connection is that has brought nothing, and of no other', () => {
	const progress = createStreamProgress();
	progress.take(message('reply', 5), 0);
	assert.equal(progress.position(topic), 5);
	progress.take(message('update', 7), 0);
	progress.take(message('reply', 9), 0);
	assert.equal(progress.position(topic), 7);
});

test('a snapshot that is as far as another connection brings up one that has brought nothing', () => {
	for (const [sequence, isUp] of [
		[4, false],
		[5, true],
	] as const) {
		const progress = createStreamProgress();
		progress.outrun(topic, 5, 0);
		assert.ok(progress.isBehind(topic));
		progress.snapshot(topic, sequence, 10);
		assert.deepEqual([!progress.isBehind(topic), !progress.lacksAny()], [isUp, isUp]);
	}
});

test('what cannot be read may be all that a snapshot tells, until an update comes', () => {
	const progress = createStreamProgress();
	progress.take(message('update', 5), 0);
	progress.unread('another book');
	progress.snapshot(topic, 6, 10);
	assert.deepEqual([progress.position(topic), progress.isBehind(topic)], [5, true]);
	progress.take(message('update', 6), 20);
	progress.unread('any');
	progress.snapshot(topic, 8, 30);
	assert.deepEqual([progress.position(topic), progress.isBehind(topic)], [8, false]);
	progress.snapshot(topic, 7, 40);
	assert.equal(progress.position(topic), 8);
	progress.take(message('update', 7), 50);
	assert.equal(progress.position(topic), 7);
	progress.snapshot(topic, 8, 60);
	assert.ok(progress.isBehind(topic));
});

test('who brings a part of what another has brought is behind still', () => {
	const progress = createStreamProgress();
	for (const sequence of [5, 9, 7]) progress.outrun(topic, sequence, 0);
	for (const [sequence, isUp] of [
		[5, false],
		[8, false],
		[9, true],
	] as const) {
		progress.take(message('update', sequence), sequence);
		assert.deepEqual([!progress.isBehind(topic), !progress.lacksAny()], [isUp, isUp]);
	}
});

test('news that is apart from that of others brings up who lacked theirs', () => {
	const progress = createStreamProgress();
	progress.came(topic, 0, null);
	assert.ok(!progress.miss(topic, lagMs - 1, null));
	assert.ok(progress.miss(topic, lagMs, null));
	assert.ok(progress.lacksAny() && progress.isMissing(topic));
	progress.came(topic, lagMs + 500, null);
	assert.ok(!progress.lacksAny() && !progress.isMissing(topic));
});

test('news of long before that comes just now is lacking what others brought', () => {
	const progress = createStreamProgress();
	const told = 1_700_000_000_000;
	progress.came(topic, 0, told);
	assert.ok(!progress.miss(topic, 100, told + lagMs), 'it may be on its way');
	assert.ok(progress.miss(topic, 200, told + lagMs + 1));
	progress.came(topic, 300, told);
	assert.ok(progress.isMissing(topic), 'it is not as far yet');
	assert.ok(progress.isOutrun(topic, 200 + lagMs));
	progress.came(topic, 400, told + 1);
	assert.ok(!progress.isMissing(topic) && !progress.lacksAny());
});

test('what is lacked is found lacking at the very time that a timer is set for', () => {
	for (let at = 1000.1; at < 100_000; at += 997.013) {
		const progress = createStreamProgress();
		progress.came(topic, 0, null);
		progress.miss(topic, at + lagMs, null);
		assert.ok(progress.isOutrun(topic, at + lagMs + lagMs), `since ${at + lagMs}`);
	}
});
