import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHistory} from '../../source/book/history.js';

const second = 1000;

test('tells the highest value of each span, and of the last one what it is now', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 0);
	history.add(5, 200);
	history.add(2, 900);
	history.add(3, 1500);
	assert.deepEqual(history.chart(3, second, 1999).cells, [null, 5, 3]);
	assert.deepEqual(history.chart(2, second, 999).cells, [null, 2]);
});

test('the range holds every value seen in the time shown, and no older one', () => {
	const history = createHistory(60 * second, second);
	assert.equal(history.chart(3, second, 0).range, null);
	history.add(9, 0);
	history.add(4, 1000);
	history.add(-7, 1200);
	history.add(5, 1400);
	history.add(-8, 2500);
	history.add(1, 2600);
	assert.deepEqual(history.chart(2, second, 2999), {
		cells: [5, 1],
		range: {low: -8, high: 5},
	});
	assert.deepEqual(history.chart(2, second, 4000).range, {low: 1, high: 1});
});

test('a span without news is as the one before ended', () => {
	const history = createHistory(60 * second, second);
	history.add(5, 0);
	history.add(2, 900);
	assert.deepEqual(history.chart(3, second, 2500).cells, [5, 2, 2]);
});

test('nothing to tell is told as such', () => {
	const history = createHistory(60 * second, second);
	assert.deepEqual(history.chart(2, second, 5000).cells, [null, null]);
	history.add(1, 5000);
	history.add(null, 6000);
	assert.deepEqual(history.chart(3, second, 7000).cells, [1, null, null]);
});

test('spans stand still until the next begins', () => {
	const history = createHistory(60 * second, second);
	for (let at = 0; at < 20; at++) history.add(at, at * second);
	const first = history.chart(4, 5 * second, 20_000).cells;
	assert.deepEqual(history.chart(4, 5 * second, 24_999).cells, first);
	assert.deepEqual(history.chart(4, 5 * second, 25_000).cells, [...first.slice(1), 19]);
});

test('keeps no more than its span, however long it runs', () => {
	const history = createHistory(10 * second, second);
	for (let at = 0; at < 1000; at++) history.add(at, at * 100);
	const cells = history.chart(30, second, 99_900).cells;
	assert.equal(cells.filter(value => value !== null).length, 10);
	assert.equal(history.since, 90_000);
});

test('a value still holds after a long silence', () => {
	const history = createHistory(10 * second, second);
	history.add(4, 0);
	history.add(7, 500 * second);
	assert.deepEqual(history.chart(3, second, 500 * second).cells, [4, 4, 7]);
});

test('a clock set back a little loses nothing, one wound back begins anew', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 30_000);
	history.add(2, 28_000);
	assert.deepEqual(history.chart(1, second, 30_500).cells, [2]);
	history.add(3, 5000);
	assert.deepEqual(history.chart(2, second, 5000).cells, [null, 3]);
});

test('a copy stands still', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 0);
	const copy = history.copy();
	history.add(9, 100);
	assert.deepEqual(copy.chart(1, second, 500).cells, [1]);
});
