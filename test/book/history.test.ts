import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createHistory} from '../../source/book/history.js';

const second = 1000;

test('tells the highest value of each span', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 0);
	history.add(5, 200);
	history.add(2, 900);
	history.add(3, 1500);
	assert.deepEqual(history.cells(3, second, 1999), [null, 5, 3]);
});

test('a span without news is as the one before ended', () => {
	const history = createHistory(60 * second, second);
	history.add(5, 0);
	history.add(2, 900);
	assert.deepEqual(history.cells(3, second, 2500), [5, 2, 2]);
});

test('nothing to tell is told as such', () => {
	const history = createHistory(60 * second, second);
	assert.deepEqual(history.cells(2, second, 5000), [null, null]);
	history.add(1, 5000);
	history.add(null, 6000);
	assert.deepEqual(history.cells(3, second, 7000), [1, null, null]);
});

test('spans stand still until the next begins', () => {
	const history = createHistory(60 * second, second);
	for (let at = 0; at < 20; at++) history.add(at, at * second);
	const first = history.cells(4, 5 * second, 20_000);
	assert.deepEqual(history.cells(4, 5 * second, 24_999), first);
	assert.deepEqual(history.cells(4, 5 * second, 25_000), [...first.slice(1), 19]);
});

test('keeps no more than its span, however long it runs', () => {
	const history = createHistory(10 * second, second);
	for (let at = 0; at < 1000; at++) history.add(at, at * 100);
	const cells = history.cells(30, second, 99_900);
	assert.equal(cells.filter(value => value !== null).length, 10);
	assert.equal(history.since, 90_000);
});

test('a value still holds after a long silence', () => {
	const history = createHistory(10 * second, second);
	history.add(4, 0);
	history.add(7, 500 * second);
	assert.deepEqual(history.cells(3, second, 500 * second), [4, 4, 7]);
});

test('a clock set back a little loses nothing, one wound back begins anew', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 30_000);
	history.add(2, 28_000);
	assert.deepEqual(history.cells(1, second, 30_500), [2]);
	history.add(3, 5000);
	assert.deepEqual(history.cells(2, second, 5000), [null, 3]);
});

test('a copy stands still', () => {
	const history = createHistory(60 * second, second);
	history.add(1, 0);
	const copy = history.copy();
	history.add(9, 100);
	assert.deepEqual(copy.cells(1, second, 500), [1]);
});
