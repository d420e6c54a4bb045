import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createTimes, systemClock} from '../source/clock.js';
import {createFakeClock} from './helpers/fake-clock.js';

test('the system clock tells epoch milliseconds', () => {
	assert.ok(Math.abs(systemClock.now() - Date.now()) < 1000);
});

/** A machine whose wall clock can be set, and which can sleep. */
const startMachine = () => {
	const time = {wall: 1_700_000_000_000, even: 5000, sinceBoot: 90_000};
	const times = createTimes({
		wall: () => time.wall,
		even: () => time.even,
		sinceBoot: () => time.sinceBoot,
	});
	const run = (ms: number) => {
		for (const name of ['wall', 'even', 'sinceBoot'] as const) time[name] += ms;
	};
	return {
		...times,
		run,
		setWall(by: number) {
			time.wall += by;
		},
		/** As on Linux, where the even clock stands still. */
		sleep(ms: number) {
			time.wall += ms;
			time.sinceBoot += ms;
		},
	};
};

for (const [name, step] of [
	['back', -3_600_000],
	['on', 3_600_000],
] as const) {
	test(`time runs evenly when the wall clock is set ${name} an hour`, () => {
		const machine = startMachine();
		const before = machine.now();
		machine.run(1000);
		machine.setWall(step);
		assert.equal(machine.now(), before + 1000);
		machine.run(500);
		assert.equal(machine.now(), before + 1500);
		assert.equal(machine.wall(), before + 1500 + step);
		assert.equal(machine.wall(before), before + step);
		assert.equal(machine.sleeps(), 0);
	});
}

test('time goes on through sleep, and sleep is counted', () => {
	const machine = startMachine();
	const before = machine.now();
	machine.sleep(30_000);
	assert.equal(machine.sleeps(), 1);
	assert.equal(machine.now(), before + 30_000);
	assert.equal(machine.wall(), before + 30_000);
	machine.run(1000);
	assert.equal(machine.sleeps(), 1);
	assert.equal(machine.now(), before + 31_000);
});

test('a wall clock that is set during sleep is told apart from it', () => {
	const machine = startMachine();
	const before = machine.now();
	machine.sleep(600_000);
	machine.setWall(-3_600_000);
	assert.equal(machine.now(), before + 600_000);
	assert.equal(machine.wall(), before + 600_000 - 3_600_000);
	assert.equal(machine.sleeps(), 1);
});

test('a program that was stopped counts as having slept', () => {
	const machine = startMachine();
	const before = machine.now();
	machine.run(30_000);
	assert.equal(machine.sleeps(), 1);
	assert.equal(machine.now(), before + 30_000);
});

test('a wall clock that is corrected a little leaves the time even', () => {
	const machine = startMachine();
	const before = machine.now();
	machine.run(100);
	machine.setWall(300);
	assert.equal(machine.now(), before + 100);
	assert.equal(machine.wall(), before + 400);
	machine.setWall(-320);
	assert.equal(machine.now(), before + 100);
	assert.equal(machine.wall(), before + 400 - 320);
});

test('what is told of the wall clock does not flicker', () => {
	const machine = startMachine();
	const [first] = [machine.wall(1000)];
	machine.run(0.4);
	machine.setWall(0.9);
	assert.equal(machine.wall(1000), first);
});

test('the system clock calls back once, or until cancelled', t => {
	t.mock.timers.enable({apis: ['setTimeout', 'setInterval']});
	const calls: string[] = [];
	systemClock.after(100, () => calls.push('after'));
	const cancelAfter = systemClock.after(100, () => calls.push('cancelled'));
	const cancelEvery = systemClock.every(100, () => calls.push('every'));
	cancelAfter();
	t.mock.timers.tick(250);
	assert.deepEqual(calls, ['after', 'every', 'every']);
	cancelEvery();
	t.mock.timers.tick(1000);
	assert.equal(calls.length, 3);
});

test('the fake clock stands still', () => {
	const clock = createFakeClock(1000);
	assert.equal(clock.now(), 1000);
	clock.advance(0.5);
	assert.equal(clock.now(), 1000.5);
});

test('the fake clock runs timers in order of time', () => {
	const clock = createFakeClock(1000);
	const calls: string[] = [];
	const note = (name: string) => () => calls.push(`${name} ${clock.now()}`);
	clock.after(30, note('late'));
	clock.after(10, note('early'));
	clock.after(10, note('early too'));
	clock.every(20, note('every'));
	clock.after(51, note('never'));
	clock.advance(50);
	assert.deepEqual(calls, [
		'early 1010',
		'early too 1010',
		'every 1020',
		'late 1030',
		'every 1040',
	]);
	assert.equal(clock.now(), 1050);
});

test('the fake clock runs timers set by timers', () => {
	const clock = createFakeClock();
	const calls: number[] = [];
	const again = () => {
		calls.push(clock.now());
		clock.after(10, again);
	};
	again();
	clock.advance(35);
	assert.deepEqual(calls, [0, 10, 20, 30]);
});

test('the fake clock forgets cancelled timers', () => {
	const clock = createFakeClock();
	const calls: string[] = [];
	const cancelLater = clock.after(20, () => calls.push('later'));
	clock.after(10, cancelLater);
	const cancelEvery = clock.every(10, () => {
		calls.push('every');
		cancelEvery();
	});
	clock.advance(100);
	assert.deepEqual(calls, ['every']);
});

test('waits only once all was read that had come', async () => {
	const before = systemClock.waited();
	await new Promise<void>(resolve => {
		let turns = 0;
		const again = () => {
			// As long as there is more to do, it does not wait.
			assert.equal(systemClock.waited(), before);
			if (++turns === 100) resolve();
			else setImmediate(again);
		};
		setImmediate(again);
	});
	while (systemClock.waited() === before) await new Promise(resolve => setTimeout(resolve, 1));
});
