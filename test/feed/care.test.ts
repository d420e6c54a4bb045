import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCare} from '../../source/feed/care.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createLinkRun} from '../helpers/link-run.js';

const limits = {
	heartbeatMs: 20_000,
	staleAfterMs: 22_000,
	deadAfterMs: 24_000,
	maxConnectionMs: 24 * 3_600_000,
};

const start = (leads: boolean, isOutOfRhythm = false) => {
	const clock = createFakeClock(1_000_000);
	const {link, told, slowFor, unansweredFor} = createLinkRun(clock);
	link.opened();
	link.standing.fed(true);
	const care = createCare({
		clock,
		limits,
		audits: {
			get: () => ({lastAuditAt: 0, lastExtendAt: 0, isOutOfRhythm}),
			due: (_link, why) => told.push(`due ${why}`),
		},
		port: {
			vouchedLevels: () => Infinity,
			leads: () => leads,
			tellSync: () => told.push('tell'),
			calm: () => told.push('well'),
			renew: () => told.push('renew'),
		},
	});
	const after = (ms: number) => {
		clock.advance(ms);
		care(link);
		return told.splice(0);
	};
	return {clock, link, after, slowFor, unansweredFor};
};

test('asks a quiet link, marks it, and gives it up', () => {
	const {after, link} = start(true);
	assert.deepEqual(after(0), []);
	assert.deepEqual(after(10_000), ['ping', 'well', 'calm']);
	assert.deepEqual(after(1000), ['well', 'calm']);
	link.signs.heard(true);
	assert.deepEqual(after(10_000), ['ping', 'well', 'calm']);
	assert.deepEqual(after(5000), ['ping', 'well', 'calm', 'tell']);
	assert.equal(link.standing.isStale(), true);
	assert.deepEqual(after(9000), ['lose silent']);
});

test('gives up a socket that was late for half a minute, in which the program kept up', () => {
	const {after, slowFor} = start(true);
	slowFor(29_000);
	assert.deepEqual(after(0), []);
	slowFor(60_000, 29_000);
	assert.deepEqual(after(0), []);
	slowFor(60_000, 30_000);
	assert.deepEqual(after(0), ['lose late']);
});

test('marks a link that left a ping unanswered for five seconds, in which the program kept up', () => {
	const {after, link, unansweredFor} = start(true);
	unansweredFor(4999);
	assert.deepEqual(after(0), []);
	unansweredFor(9000, 4999);
	assert.deepEqual(after(0), []);
	unansweredFor(9000, 5000);
	assert.deepEqual(after(0), ['tell']);
	assert.equal(link.standing.isStale(), true);
	assert.deepEqual(after(0), [], 'once');
});

test('audits a book out of rhythm, of the leader alone', () => {
	assert.deepEqual(start(true, true).after(0), ['due audit']);
	assert.deepEqual(start(false, true).after(0), []);
});

test('says nothing of the book of one that does not lead', () => {
	const {after, link} = start(false);
	after(10_000);
	assert.ok(!after(12_000).includes('tell'));
	assert.equal(link.standing.isStale(), true);
});

test('renews a link before the exchange ends it', () => {
	const {after, clock, link} = start(true);
	clock.advance(limits.maxConnectionMs - 600_000);
	link.signs.heard(false);
	assert.ok(after(0).includes('renew'));
});
