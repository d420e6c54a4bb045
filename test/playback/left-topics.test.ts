import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Clock} from '../../source/clock.js';
import {createLeaving} from '../../source/playback/left-topics.js';
import type {Recorded} from '../../source/playback/recorded-connection.js';
import {lagMs} from '../../source/playback/stream-progress.js';
import {maxTopics} from '../../source/playback/wire.js';
import {createVirtualClock} from '../../source/playback/virtual-clock.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** One connection; null: nobody knows what it carries. */
const start = <Of extends Clock>(topics: Set<string> | null, clock: Of) => {
	const recorded = {
		number: 1,
		topics,
		left: new Map(),
		listeners: new Set(),
	} as unknown as Recorded;
	let isThere = true;
	const leaving = createLeaving({
		clock,
		get: () => (isThere ? recorded : undefined),
		end: () => undefined,
		drop: (_, dropped) => {
			for (const topic of dropped) topics?.delete(topic);
		},
		carry: (_, carried) => {
			for (const topic of carried) topics?.add(topic);
		},
		remove: () => (isThere = false),
	});
	return {...leaving, clock, recorded, isThere: () => isThere};
};

const names = (count: number, from = 0) =>
	Array.from({length: count}, (_, index) => `a${from + index}usdt@depth`);

test('a capture that leaves any number of books costs no more than a connection', () => {
	const {leave, clock, recorded, isThere} = start(null, createFakeClock());
	for (let count = 0; count < 300; count++) leave(recorded, names(1000, count * 1000));
	assert.equal(recorded.left.size, maxTopics);
	clock.advance(lagMs);
	assert.ok(!isThere());
});

test('what was left and is over is forgotten in the end', () => {
	const topics = new Set<string>();
	const {leave, came, clock, recorded} = start(topics, createFakeClock());
	for (let count = 0; count < 100; count++) {
		for (const name of names(100, count * 100)) topics.add(name);
		leave(recorded, names(100, count * 100));
		assert.ok(recorded.left.size <= maxTopics);
		clock.advance(2 * lagMs);
	}
	assert.equal(topics.size, 0);
	const [newest = ''] = names(1, 9999);
	assert.ok(recorded.left.has(newest));
	came(recorded, newest);
	assert.ok(topics.has(newest), 'it goes on where something of it comes');
});

test('no fraction of a millisecond keeps it looking', () => {
	for (let count = 0; count < 5000; count++) {
		const clock = createVirtualClock(32_000 + count * 0.137);
		const {leave, recorded, isThere} = start(null, clock);
		leave(recorded, names(1));
		let looks = 0;
		while (isThere() && looks++ < 3) clock.runNext();
		assert.ok(!isThere(), `at ${32_000 + count * 0.137}`);
	}
});
