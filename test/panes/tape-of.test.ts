import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinTape} from '../../source/book/joined-tape.js';
import {lastTradeOf, tapeOf} from '../../source/panes/tape-of.js';
import {between, createRandom} from '../../source/random.js';
import {createBookStore} from '../../source/store/book-store.js';

const one = {units: 1, decimals: 0};
const key = 'a';

const trade = (id: number, time: number) =>
	({id: `${id}`, price: one, size: one, side: 'buy', time}) as const;

test('a tape that is added to is the one that is joined anew', () => {
	const random = createRandom('tapes');
	const store = createBookStore();
	store.add({key, exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
	let id = 1000;
	for (let step = 0; step < 700; step++) {
		const kind = random();
		const late = kind < 0.05 ? between(random, 1, 30) : 0;
		const next = trade(++id, 10 * (id - late));
		if (kind < 0.9) store.addTrades(key, [next], step);
		else if (kind < 0.93) store.breakTape(key);
		else if (kind < 0.96) {
			const first = id - between(random, 5, 200);
			store.addRun(
				key,
				Array.from({length: id - first}, (_, index) => trade(first + index, 10 * (first + index))),
				step,
			);
		}
		store.publish();
		const [book] = store.getView().books;
		assert.ok(book?.tapeFacts);
		assert.deepEqual(tapeOf(book), joinTape(book.trades, book.tapeFacts, 500));
		assert.equal(tapeOf(book), tapeOf(book));
	}
});

test('the last trade is the one of the highest id where a time is of whole seconds', () => {
	const trades = [trade(1, 98_000), trade(2, 99_900)];
	const lastOf = (...run: readonly (readonly [number, number])[]) => {
		const runs = [run.map(([id, time]) => trade(id, time))];
		return lastTradeOf({trades, tapeFacts: {runs, breaks: []}})?.id;
	};
	assert.equal(lastOf([2, 99_000], [3, 99_000]), '3');
	assert.equal(lastOf([1, 98_000]), '2');
	assert.equal(lastOf([7, 98_000]), '2');
});
