import assert from 'node:assert/strict';
import {test} from 'node:test';
import {whatIsDue} from '../../source/feed/due.js';

const now = 1_000_000_000;
const limits = {staleAfterMs: 30_000, deadAfterMs: 60_000, maxConnectionMs: 24 * 3_600_000};
const link = {lastSign: now, openedAt: now - 5000, inSyncSince: now - 4000, isStale: false};
const book = {lastAuditAt: 0, lastExtendAt: 0, vouchedLevels: Infinity};

for (const {name, given = {}, of = {}, by = {}, expected} of [
	{name: 'nothing for a book just in sync', expected: []},
	{
		name: 'nothing before the socket opened',
		given: {openedAt: null, inSyncSince: null},
		expected: [],
	},
	{name: 'the end of a dead socket', given: {lastSign: now - 60_000}, expected: ['lose']},
	{
		name: 'the end of one that never opened',
		given: {lastSign: now - 60_000, openedAt: null, inSyncSince: null},
		expected: ['lose'],
	},
	{name: 'the mark of a silent one', given: {lastSign: now - 30_000}, expected: ['stale']},
	{name: 'that mark once', given: {lastSign: now - 31_000, isStale: true}, expected: []},
	{
		name: 'a look each three seconds out of sync',
		given: {openedAt: now - 6000, inSyncSince: null},
		expected: ['wait'],
	},
	{name: 'no look in between', given: {openedAt: now - 5000, inSyncSince: null}, expected: []},
	{name: 'calm after ten seconds', given: {inSyncSince: now - 10_000}, expected: ['calm']},
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
	{name: 'a wider range before it is left', of: {vouchedLevels: 299}, expected: ['extend']},
	{
		name: 'a wider range once in twenty seconds',
		of: {vouchedLevels: 10, lastExtendAt: now - 19_999},
		expected: [],
	},
	{
		name: 'a new connection before the exchange ends this one',
		given: {openedAt: now - 24 * 3_600_000 + 600_000},
		expected: ['renew'],
	},
	{
		name: 'no new connection where the exchange sets no limit',
		given: {openedAt: now - 48 * 3_600_000},
		by: {maxConnectionMs: null},
		expected: [],
	},
]) {
	test(`is due: ${name}`, () => {
		const due = whatIsDue({...link, ...given}, {...book, ...of}, {...limits, ...by}, now);
		assert.deepEqual(due, expected);
	});
}
