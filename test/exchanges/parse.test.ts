import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	decimalsOf,
	parseDateHeader,
	parseSeconds,
	parseTime,
	parseTrade,
} from '../../source/exchanges/parse.js';

test('reads times however fine they are', () => {
	for (const [value, time] of [
		[1618678262640, 1618678262640],
		['1618678262640', 1618678262640],
		['1619093543708.2642', 1619093543708],
		[1619093543708.2642, 1619093543708],
		['1641343696436973', 1641343696436],
		[1641343696436973, 1641343696436],
		['1688639403423999999', 1688639403423],
		[0, null],
		['', null],
		[null, null],
		['soon', null],
		[-5, null],
	] as const)
		assert.equal(parseTime(value), time, String(value));
});

test('reads times that are written out', () => {
	const time = Date.UTC(2026, 7, 9, 21, 5, 48);
	for (const [text, ms] of [
		['2026-08-09T21:05:48Z', 0],
		['2026-08-09T21:05:48.35161Z', 351],
		['2026-08-09T21:05:48.228999999Z', 228],
		['2026-08-09T23:05:48.5+02:00', 500],
	] as const)
		assert.equal(parseTime(text), time + ms, text);
	for (const text of ['2026-08-09', '2026-08-09 21:05:48', '2026-99-09T21:05:48Z'])
		assert.equal(parseTime(text), null, text);
});

test('reads times in seconds', () => {
	assert.equal(parseSeconds('1618678123.481570'), 1618678123481);
	assert.equal(parseSeconds(1688669448), 1688669448000);
	assert.equal(parseSeconds('1688669448.5'), 1688669448500);
	assert.equal(parseSeconds('yesterday'), null);
	// The middle of the second that it tells.
	const middle = Date.UTC(2026, 7, 9, 21, 5, 48, 500);
	assert.equal(parseDateHeader('Sun, 09 Aug 2026 21:05:48 GMT'), middle);
	assert.throws(() => parseDateHeader(undefined), /no time/);
});

test('keeps ids of fills as texts, however long', () => {
	const idOf = (id: unknown) => parseTrade(id, '1', '1', 'buy', 1).id;
	assert.equal(idOf(105), '105');
	assert.equal(idOf('2280000001739247417'), '2280000001739247417');
	assert.equal(idOf('007'), '7');
	assert.equal(idOf('0'), '0');
	const uuid = '6f1c9d1e-6a9f-5a1b-8d4c-1f4f6b9a7c01';
	assert.equal(idOf(uuid), uuid);
	for (const wrong of [2 ** 60, -1, 1.5, '', 'a b', null, 'x'.repeat(65)])
		assert.throws(() => idOf(wrong), /not an id/, String(wrong));
});

test('counts the decimals that a number was written with', () => {
	assert.deepEqual(['62807.0', '0.00000000', '127'].map(decimalsOf), [1, 8, 0]);
});
