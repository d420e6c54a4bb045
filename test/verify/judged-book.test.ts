import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookChange} from '../../source/book/order-book.js';
import {parseLevels} from '../../source/exchanges/parse.js';
import {createJudgedBook} from '../../source/verify/judged-book.js';

/** The best levels of a book, cut where there are more. */
const snapshot = (sequence: number, count: number): BookChange => {
	const side = (from: number, step: number) =>
		parseLevels(Array.from({length: count}, (_, at) => [String(from + at * step), '1']));
	const sides = {bids: side(1000, -1), asks: side(1001, 1)};
	return {type: 'snapshot', sequence, exchangeTime: null, limit: count, ...sides};
};

test('a snapshot of fewer levels agrees with a book, and does not take its place', () => {
	const book = createJudgedBook(
		() => undefined,
		() => undefined,
	);
	book.apply(snapshot(1, 400));
	assert.equal(book.judge(), null);
	const known = book.get().vouchedLevels();
	assert.equal(book.audit([snapshot(2, 100)]), null);
	assert.deepEqual([book.sequence(), book.get().vouchedLevels()], [2, known]);
	assert.equal(book.audit([snapshot(3, 500)]), null);
	assert.deepEqual([book.sequence(), book.get().bids.length], [3, 500], 'one of more levels does');
});
