import assert from 'node:assert/strict';
import {test} from 'node:test';
import {whatIsDue, type LinkState} from '../../source/feed/due.js';

const now = 1_000_000_000;
const limits = {
	heartbeatMs: 20_000,
	staleAfterMs: 22_000,
	deadAfterMs: 24_000,
	maxConnectionMs: 24 * 3_600_000,
};
const link: LinkState = {
	lastSign: now,
	openedAt: now - 5000,
	socketSince: now - 5000,
	inSyncSince: now - 4000,
	isStale: false,
	slowMs: 0,
	unansweredMs: 0,
	wasInTime: true,
	pings: 0,
	answersPings: false,
	auditEveryMs: 3 * 60_000,
	auditingSince: null,
};
const book = {lastAuditAt: 0, lastExtendAt: 0, vouchedLevels: Infinity, isOutOfRhythm: false};

for (const {name, given = {}, of = {}, by = {}, expected} of [
	{name: 'nothing for a book just in sync', expected: []},
	{
		name: 'nothing before the socket opened',
		given: {openedAt: null, inSyncSince: null},
		expected: [],
	},
	{name: 'the end of a dead socket', given: {lastSign: now - 24_000}, expected: ['lose']},
	{
		name: 'the end of one that never opened',
		given: {lastSign: now - 24_000, openedAt: null, inSyncSince: null},
		expected: ['lose'],
	},
	{name: 'the end of one that is late for long', given: {slowMs: 30_000}, expected: ['lose-late']},
	{name: 'nothing for one that is late for less', given: {slowMs: 29_000}, expected: []},
	{
		name: 'nothing for one that was never in time',
		given: {slowMs: 299_000, wasInTime: false},
		expected: [],
	},
	{
		name: 'the end of that after minutes',
		given: {slowMs: 300_000, wasInTime: false},
		expected: ['lose-late'],
	},
	{name: 'a ping after half of the time', given: {lastSign: now - 10_000}, expected: ['ping']},
	{name: 'no second one at once', given: {lastSign: now - 14_000, pings: 1}, expected: []},
	{
		name: 'a second one while there is no answer',
		given: {lastSign: now - 15_000, pings: 1},
		expected: ['ping'],
	},
	{
		name: 'the mark of one that answers no more',
		given: {lastSign: now - 15_000, pings: 2, answersPings: true},
		expected: ['stale'],
	},
	{
		name: 'the mark of one whose own ping is overdue',
		given: {lastSign: now - 22_000, pings: 3},
		expected: ['stale'],
	},
	{
		name: 'the mark of one that should have answered',
		given: {lastSign: now - 5000, unansweredMs: 5000},
		expected: ['stale'],
	},
	{
		name: 'nothing of one that may still answer',
		given: {lastSign: now - 4999, unansweredMs: 4999},
		expected: [],
	},
	{
		name: 'the end of one that answers no more, whose own pings are seldom',
		given: {lastSign: now - 30_000, unansweredMs: 30_000, isStale: true},
		by: {heartbeatMs: 90_000, staleAfterMs: 55_000, deadAfterMs: 60_000},
		expected: ['lose'],
	},
	{
		name: 'no end of one that was heard since it was asked',
		given: {lastSign: now - 29_999, unansweredMs: 32_000, isStale: true},
		by: {heartbeatMs: 90_000, staleAfterMs: 55_000, deadAfterMs: 60_000},
		expected: [],
	},
	{
		name: 'that mark once',
		given: {lastSign: now - 23_000, pings: 3, answersPings: true, isStale: true},
		expected: [],
	},
	{
		name: 'pings also before the book is in sync',
		given: {openedAt: now - 10_000, inSyncSince: null, lastSign: now - 10_000},
		expected: ['ping'],
	},
	{
		name: 'the end of an audit that takes too long',
		given: {auditingSince: now - 12_000},
		expected: ['audit-late'],
	},
	{
		name: 'no second audit while one is under way',
		given: {inSyncSince: now - 180_000, auditingSince: now - 5000},
		expected: ['calm'],
	},
	{
		name: 'an audit where the market fell out of its rhythm',
		given: {auditEveryMs: null},
		of: {isOutOfRhythm: true},
		expected: ['audit'],
	},
	{
		name: 'a look each three seconds out of sync',
		given: {openedAt: now - 6000, inSyncSince: null},
		expected: ['wait'],
	},
	{name: 'no look in between', given: {openedAt: now - 5000, inSyncSince: null}, expected: []},
	{name: 'calm after ten seconds', given: {inSyncSince: now - 10_000}, expected: ['calm']},
	{
		name: 'no calm while it is late',
		given: {inSyncSince: now - 10_000, slowMs: 1000},
		expected: [],
	},
	{
		name: 'an audit three minutes into sync',
		given: {inSyncSince: now - 180_000},
		expected: ['calm', 'audit'],
	},
	{
		name: 'an audit three minutes after the last',
		given: {inSyncSince: now - 900_000},
		of: {lastAuditAt: now - 179_999},
		expected: ['calm'],
	},
	{
		name: 'no audit by the clock where a checksum comes with each message',
		given: {inSyncSince: now - 900_000, auditEveryMs: null},
		expected: ['calm'],
	},
	{name: 'a wider range before it is left', of: {vouchedLevels: 299}, expected: ['extend']},
	{
		name: 'a wider range once in twenty seconds',
		of: {vouchedLevels: 50, lastExtendAt: now - 19_999},
		expected: [],
	},
	{
		name: 'a wider range soon once it was left',
		of: {vouchedLevels: 49, lastExtendAt: now - 5000},
		expected: ['extend'],
	},
	{
		name: 'a new connection before the exchange ends this one',
		given: {socketSince: now - 24 * 3_600_000 + 600_000},
		expected: ['renew'],
	},
	{
		name: 'no new connection by when others joined its socket',
		given: {openedAt: now - 24 * 3_600_000 + 600_000},
		expected: [],
	},
	{
		name: 'no new connection where the exchange sets no limit',
		given: {socketSince: now - 48 * 3_600_000},
		by: {maxConnectionMs: null},
		expected: [],
	},
]) {
	test(`is due: ${name}`, () => {
		const due = whatIsDue({...link, ...given}, {...book, ...of}, {...limits, ...by}, now);
		assert.deepEqual(due, expected);
	});
}
