import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createServedBooks} from '../../source/serve/served-books.js';

test('keeps the newest answers, within a bound over all markets', () => {
	const {addAnswer, answer} = createServedBooks();
	const body = 'x'.repeat(1_000_000);
	for (const kind of ['book', 'trades'] as const) {
		for (let market = 0; market < 80; market++) addAnswer(kind, 'binance', `M${market}`, body);
		assert.equal(answer(kind, 'binance', 'M0'), null);
		assert.equal(answer(kind, 'binance', 'M79'), body);
	}
});
