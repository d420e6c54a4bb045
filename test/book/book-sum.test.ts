import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bookSum, createBookSum} from '../../source/book/book-sum.js';
import {OrderBook} from '../../source/book/order-book.js';
import {createRandom} from '../../source/random.js';
import {columns} from '../helpers/columns.js';

test('the sum of a book that changes is that of the book by itself', () => {
	const random = createRandom('sums');
	const below = (most: number) => Math.floor(random() * most);
	const book = new OrderBook();
	const sum = createBookSum();
	const sums = new Set<number>();
	for (let sequence = 0; sequence < 2000; sequence++) {
		// Now and then with more decimals than before, or with a size that no number holds.
		const size = ['0', '1', '2.5', '0.00000001', '90071992547409931.25'][below(5)] ?? '0';
		const isWhole = sequence % 400 === 0;
		book.apply({
			type: isWhole ? 'snapshot' : 'update',
			bids: columns([`${100 - below(30)}`, size]),
			asks: columns([`${101 + below(30)}.${below(3)}5`, size]),
			...{sequence, exchangeTime: null},
		});
		assert.equal(sum(book), bookSum(book), `after ${sequence} changes`);
		sums.add(sum(book));
	}
	assert.ok(sums.size > 1000);
});
