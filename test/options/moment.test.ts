import assert from 'node:assert/strict';
import {test} from 'node:test';
import {UsageError} from '../../source/options/options.js';
import {parseMoment} from '../../source/options/replay-options.js';

const now = Date.parse('2026-11-28T14:00:00Z');
const at = (text: string) => new Date(parseMoment(text, now)).toISOString();

test('a moment of history is a time of this day, or the one before', () => {
	assert.equal(at('12:30'), '2026-11-28T12:30:00.000Z');
	assert.equal(at('12:30:05.5'), '2026-11-28T12:30:05.500Z');
	assert.equal(at('23:10'), '2026-11-27T23:10:00.000Z');
});

test('a moment of history may have a day, or be so long ago', () => {
	assert.equal(at('2026-11-20T12:30'), '2026-11-20T12:30:00.000Z');
	assert.equal(at('2026-11-20T12:30:01Z'), '2026-11-20T12:30:01.000Z');
	assert.equal(at('-10m'), '2026-11-28T13:50:00.000Z');
	assert.equal(at('-90'), '2026-11-28T13:58:30.000Z');
});

test('what is no moment of history is refused', () => {
	for (const text of [
		...['', 'then', '-', '-x', '12', '25:00', '12:60', '1:2'],
		...['2026-13-01T10:00', '2026-02-30T10:00'],
	])
		assert.throws(() => parseMoment(text, now), UsageError, text);
	assert.throws(() => parseMoment('2026-11-28T14:01', now), /is still to come/);
});
