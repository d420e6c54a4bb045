import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBookStore} from '../../source/store/book-store.js';
import {maxTrades} from '../../source/store/tape.js';

const one = {units: 1, decimals: 0};
const trade = (id: number) =>
	({id: `${id}`, price: one, size: one, side: 'buy', time: 1000 + id}) as const;

const key = 'a';

const start = () => {
	const store = createBookStore();
	store.add({key, exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
	const told: string[] = [];
	store.followTrades((_, trades) => told.push(...trades.map(({id}) => id)));
	const facts = () => {
		store.publish();
		const {runs = [], breaks = []} = store.getView().books[0]?.tapeFacts ?? {};
		return {runs: runs.map(run => run.map(({id}) => id).join()), breaks};
	};
	return {store, told, facts};
};

test('fetched trades are kept apart, and told to nobody', () => {
	const {store, told, facts} = start();
	store.addTrades(key, [trade(5)], 5);
	store.addRun(key, [trade(3), trade(4), trade(5)], 6);
	assert.deepEqual(facts(), {runs: ['3,4,5'], breaks: []});
	assert.deepEqual(
		store.getView().books[0]?.trades.map(({id}) => id),
		['5'],
	);
	assert.deepEqual(told, ['5']);
});

test('the newest answers are kept, and no more', () => {
	const {store, facts} = start();
	for (let id = 1; id <= 6; id++) store.addRun(key, [trade(id)], id);
	assert.deepEqual(facts().runs, ['3', '4', '5', '6']);
});

test('a break is noted once, and forgotten with its trade', () => {
	const {store, facts} = start();
	store.breakTape(key);
	assert.deepEqual(facts().breaks, [], 'nothing was heard');
	store.addTrades(key, [trade(1)], 1);
	store.breakTape(key);
	store.breakTape(key);
	assert.deepEqual(facts().breaks, ['1']);
	const more = Array.from({length: maxTrades}, (_, index) => trade(2 + index));
	store.addTrades(key, more, 2);
	store.breakTape(key);
	assert.deepEqual(facts().breaks, [more.at(-1)?.id]);
});

test('a store that begins from a view goes on with what it tells of the tape', () => {
	const {store, facts} = start();
	store.addTrades(key, [trade(1)], 1);
	store.addRun(key, [trade(0), trade(1)], 1);
	store.breakTape(key);
	facts();
	const next = createBookStore(store.getView());
	next.addTrades(key, [trade(2)], 2);
	next.publish();
	assert.deepEqual(next.getView().books[0]?.tapeFacts, store.getView().books[0]?.tapeFacts);
});
