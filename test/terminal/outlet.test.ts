import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOutlet} from '../../source/terminal/outlet.js';
import {createFakeClock} from '../helpers/fake-clock.js';

/** A terminal that takes as many bytes as it is given room for; null for nothing being there any more. */
const start = (room: number | null = Infinity) => {
	const clock = createFakeClock();
	const told: string[] = [];
	let text = '';
	let tries = 0;
	const sink = (bytes: Uint8Array) => {
		tries++;
		if (room === null) throw Object.assign(new Error('write EIO'), {code: 'EIO'});
		const taken = bytes.subarray(0, room);
		room -= taken.length;
		text += Buffer.from(taken).toString('latin1');
		return taken.length;
	};
	const outlet = createOutlet(
		sink,
		{onDrain: () => told.push('drain'), onError: error => told.push(error.message)},
		{clock, sleep: ms => clock.advance(ms)},
	);
	return {
		clock,
		outlet,
		told,
		write: (written: string, done?: (error?: Error | null) => void) =>
			outlet.write(Buffer.from(written, 'latin1'), done),
		give(more: number | null) {
			room = more === null ? null : (room ?? 0) + more;
		},
		text: () => text,
		tries: () => tries,
	};
};

test('writes at once what is taken at once', () => {
	const {write, text, told, clock, tries} = start();
	assert.equal(write('one '), true);
	assert.equal(write('two'), true);
	assert.equal(text(), 'one two');
	clock.advance(10_000);
	assert.deepEqual([told, tries()], [[], 2]);
});

test('completes what was cut off before what came after it', () => {
	const {write, text, told, give, clock, outlet} = start(3);
	assert.equal(write('\u001B[2;1Hfirst'), false);
	assert.equal(write('second'), false);
	assert.equal(outlet.waiting(), 14);
	assert.equal(text(), '\u001B[2');
	for (const more of [1, 4, 0, 7]) {
		give(more);
		clock.advance(50);
	}
	assert.deepEqual(told, []);
	give(100);
	clock.advance(50);
	assert.equal(text(), '\u001B[2;1Hfirstsecond');
	assert.deepEqual([told, outlet.waiting()], [['drain'], 0]);
});

test('what is stuck for an hour costs little and goes on in a twentieth of a second', () => {
	const {write, text, give, clock, tries} = start(0);
	write('frame');
	clock.advance(3_600_000);
	assert.ok(tries() < 80_000, `${tries()} tries`);
	give(5);
	clock.advance(50);
	assert.equal(text(), 'frame');
});

test('calls back for each write once the last of it is out', async () => {
	const {write, give, clock} = start(4);
	const done: string[] = [];
	write('abcd', () => done.push('first'));
	write('efgh', error => done.push(`second ${String(error)}`));
	write('', () => done.push('empty'));
	await Promise.resolve();
	assert.deepEqual(done, ['first']);
	give(4);
	clock.advance(50);
	await Promise.resolve();
	assert.deepEqual(done, ['first', 'second null', 'empty']);
});

test('a terminal that is gone is told of once, and nothing waits for it', async () => {
	const {write, give, clock, told, outlet, tries} = start(2);
	const failed: string[] = [];
	write('abcd', error => failed.push(error?.message ?? 'none'));
	give(null);
	clock.advance(1000);
	await Promise.resolve();
	assert.deepEqual([told, failed, outlet.waiting()], [['write EIO'], ['write EIO'], 0]);
	const before = tries();
	assert.equal(
		write('more', error => failed.push(error?.message ?? 'none')),
		true,
	);
	clock.advance(1000);
	await Promise.resolve();
	assert.deepEqual([told.length, failed.length, tries()], [1, 2, before]);
});

test('flushing waits for a terminal that reads, and no longer than it may', () => {
	const {write, give, text, told, clock, outlet} = start(2);
	write('abcdef');
	outlet.flush(100);
	assert.equal(text(), 'ab');
	assert.ok(clock.now() >= 100 && clock.now() < 110, `${clock.now()} ms`);
	clock.after(20, () => give(4));
	outlet.flush(100);
	assert.equal(text(), 'abcdef');
	assert.ok(clock.now() < 140, `${clock.now()} ms`);
	assert.deepEqual(told, ['drain']);
});
