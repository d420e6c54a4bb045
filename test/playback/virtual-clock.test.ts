import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createVirtualClock} from '../../source/playback/virtual-clock.js';

/** Runs what is due up to a time; returns what was noted. */
const start = () => {
	const clock = createVirtualClock(1000);
	const noted: string[] = [];
	const note = (name: string) => () => noted.push(`${name}@${clock.now()}`);
	const runTo = (time: number) => {
		while (clock.nextDue() <= time) clock.runNext();
		clock.moveTo(time);
	};
	return {clock, noted, note, runTo};
};

test('runs timers at their time, in the order of being set', () => {
	const {clock, noted, note, runTo} = start();
	clock.after(20, note('late'));
	clock.after(10, note('first'));
	clock.after(10, note('second'));
	runTo(1050);
	assert.deepEqual(noted, ['first@1010', 'second@1010', 'late@1020']);
	assert.equal(clock.now(), 1050);
});

test('repeats until cancelled', () => {
	const {clock, noted, note, runTo} = start();
	const cancel = clock.every(10, note('tick'));
	runTo(1025);
	cancel();
	runTo(1100);
	assert.deepEqual(noted, ['tick@1010', 'tick@1020']);
	assert.equal(clock.nextDue(), Infinity);
});

test('a timer set by a timer keeps its place', () => {
	const {clock, noted, note, runTo} = start();
	clock.after(10, () => clock.after(0, note('inner')));
	clock.after(10, note('outer'));
	runTo(1010);
	assert.deepEqual(noted, ['outer@1010', 'inner@1010']);
});

test('timers keep the time they have left over a jump', () => {
	const {clock, noted, note, runTo} = start();
	clock.after(30, note('timer'));
	runTo(1010);
	clock.jumpTo(500);
	assert.equal(clock.nextDue(), 520);
	runTo(519);
	assert.deepEqual(noted, []);
	runTo(520);
	assert.deepEqual(noted, ['timer@520']);
});

test('a period has to be one', () => {
	assert.throws(() => start().clock.every(0, () => undefined), RangeError);
});

test('runs many timers as a sorted list would', () => {
	const clock = createVirtualClock(0);
	const ran: number[] = [];
	const wanted: {readonly at: number; readonly index: number}[] = [];
	for (let index = 0; index < 5000; index++) {
		const at = (index * 7919) % 613;
		const cancel = clock.after(at, () => ran.push(index));
		if (index % 3 === 0) wanted.push({at, index});
		else cancel();
	}
	wanted.sort((a, b) => a.at - b.at || a.index - b.index);
	clock.jumpTo(100);
	while (clock.nextDue() < Infinity) clock.runNext();
	assert.deepEqual(
		ran,
		wanted.map(({index}) => index),
	);
	assert.equal(clock.now(), 712);
});
