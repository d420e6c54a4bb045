import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {createBeatTimes} from '../../source/feed/beat-times.js';
import {createHostHolds} from '../../source/feed/host-holds.js';
import {createSharedSockets} from '../../source/feed/shared-sockets.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport} from '../helpers/fake-transport.js';

/** Beats each 5 s from the first second on, by two clocks that are an hour apart: what each comes late by. */
const hear = (lates: readonly number[], skewOf: (beat: number) => number = () => 0) => {
	const clock = createFakeClock(1_000_000);
	const beats = createBeatTimes({lateMs: 3000, clock});
	const start = clock.now();
	const slow = lates.map((lateMs, beat) => {
		clock.advance(start + 5000 * beat + lateMs - clock.now());
		beats.heard(start + 3_600_000 + 5000 * beat + skewOf(beat));
		return beats.slowSince() !== null;
	});
	return {clock, beats, slow};
};

test('beats that come as they were told to are in time, whatever the clocks say', () => {
	assert.deepEqual(hear([0, 20, 2900, 2990, 10, 0]).slow, Array(6).fill(false));
});

test('beats that come three seconds later than one before are late, until one comes in time', () => {
	assert.deepEqual(hear([0, 3100, 9000, 2900, 2990, 0, 3010]).slow, [
		...[false, true, true, false, false, false, true],
	]);
});

test('it is known since when they are late', () => {
	const {clock, beats} = hear([0, 4000, 5000]);
	assert.equal(clock.now() - (beats.slowSince() ?? 0), 6000);
});

test('the first one may have been late itself', () => {
	assert.deepEqual(hear([8000, 8000, 3000, 0, 3100]).slow, [false, false, false, false, true]);
});

test('what grows slowly is late once it is three seconds', () => {
	const {slow} = hear(Array.from({length: 60}, (_, beat) => beat * 100));
	assert.equal(slow.indexOf(true), 31);
	assert.ok(slow.slice(31).every(Boolean));
});

test('clocks may part by a few seconds a day', () => {
	const drifting = Array.from({length: 20_000}, (_, beat) => beat * 0.5);
	assert.ok(hear(drifting).slow.every(isSlow => !isSlow));
});

for (const ms of [90_000, -90_000, -10_000])
	test(`an exchange's clock that is set by ${ms} ms makes nothing late`, () => {
		const {slow} = hear(Array<number>(9).fill(0), beat => (beat >= 3 && beat < 6 ? ms : 0));
		assert.deepEqual(slow, Array(9).fill(false));
	});

test('a beat is late that comes late as a clock is set', () => {
	const {slow} = hear([0, 0, 0, 10_000, 10_000], beat => (beat >= 3 ? 90_000 : 0));
	assert.deepEqual(slow, [false, false, false, true, true]);
});

test('one is overdue once other things come three seconds after it should have', () => {
	const {clock, beats} = hear([0, 0]);
	assert.equal(beats.isOverdue(clock.now() + 7999), false);
	assert.equal(beats.isOverdue(clock.now() + 8000), true);
	assert.equal(hear([0]).beats.isOverdue(Infinity), false, 'how often they come is not known');
	const set = hear([0, 0, 0], beat => (beat === 2 ? 90_000 : 0));
	assert.equal(set.beats.isOverdue(set.clock.now() + 8000), true, 'a clock was set, no more');
});

test('beats that do not come evenly are overdue after the longest time between two', () => {
	const {clock, beats} = hear([0, 0, 0, 0], beat => (beat >= 2 ? 5000 : 0));
	assert.equal(beats.isOverdue(clock.now() + 12_999), false);
	assert.equal(beats.isOverdue(clock.now() + 13_000), true);
});

test('a beat that is told twice makes nothing late, and nothing the less late', () => {
	const prompt = hear([0, 0]);
	prompt.clock.advance(4000);
	prompt.beats.heard(1_000_000 + 3_600_000 + 5000);
	assert.equal(prompt.beats.slowSince(), null);
	const {clock, beats} = hear([0, 0, 14_000]);
	for (let count = 0; count < 5; count++) {
		beats.heard(clock.now() - 14_000 + 3_600_000);
		assert.notEqual(beats.slowSince(), null);
	}
});

test('what else is told at a time is a measure of the beats, and none of how often they come', () => {
	const clock = createFakeClock(1_000_000);
	const beats = createBeatTimes({lateMs: 3000, clock});
	beats.told(500_000);
	clock.advance(4300);
	beats.heard(501_000);
	assert.notEqual(beats.slowSince(), null, 'the first one is late');
	clock.advance(5000);
	beats.told(508_000);
	assert.equal(beats.slowSince(), null, 'all goes on in time');
	assert.equal(beats.isOverdue(Infinity), false, 'how often they come is not known');
	clock.advance(3000);
	beats.heard(511_000);
	clock.advance(5000);
	beats.heard(516_000);
	clock.advance(4000);
	beats.told(520_000);
	assert.equal(beats.isOverdue(clock.now() + 3999), false);
	assert.equal(beats.isOverdue(clock.now() + 4000), true, 'what else comes is no beat');
});

test('after a pause in a recording all goes on in time', () => {
	const clock = createFakeClock(0);
	const beats = createBeatTimes({lateMs: 3000, clock});
	for (const at of [0, 5000, 10_000, 90_000, 95_000]) {
		clock.advance(at - clock.now());
		beats.heard(at);
		assert.equal(beats.slowSince(), null);
	}
	assert.equal(
		beats.isOverdue(clock.now() + 8000),
		true,
		'it tells nothing of how often they come',
	);
});

test("Huobi's beats are heard on a socket that several share", () => {
	const clock = createFakeClock(1_000_000);
	const fake = createFakeTransport();
	const holds = createHostHolds(clock);
	const connect = createSharedSockets({exchange: huobi, transport: fake.transport, holds, clock});
	const part = connect({address: 'ws://x', path: '/ws', topics: ['a']}, () => undefined);
	clock.advance(0);
	const socket = fake.socket();
	socket.emit({type: 'open'});
	const other = {type: 'message', data: gzipSync('{"ch":"a"}')} as const;
	for (const [at, told] of [
		[0, 0],
		[5000, 5000],
		[10_000, 10_000],
	] as const) {
		clock.advance(1_000_000 + at - clock.now());
		assert.equal(part.lateness.isLate(), false);
		socket.emit({type: 'message', data: gzipSync(`{"ping":${told}}`)});
	}
	const retold = {type: 'message', data: gzipSync('{"ping":1}'), heardAt: 1_002_000} as const;
	clock.advance(7999);
	socket.emit(retold);
	part.lateness.told(10_001);
	socket.emit(other);
	assert.equal(part.lateness.isLate(), false);
	clock.advance(1);
	socket.emit(other);
	assert.equal(part.lateness.isLate(), true, 'the next one is overdue');
	socket.emit({type: 'message', data: gzipSync('{"ping":18000}')});
	assert.equal(part.lateness.isLate(), false);
	clock.advance(8010);
	socket.emit({type: 'message', data: gzipSync('{"ping":23000}')});
	assert.equal(part.lateness.isLate(), true, 'it came too late');
	assert.equal(part.lateness.wasInTime(), true, 'those before did not');
});
