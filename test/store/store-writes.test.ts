import assert from 'node:assert/strict';
import {test} from 'node:test';
import {noLevels, toLevels, type LevelColumns} from '../../source/book/level-columns.js';
import type {BookChange} from '../../source/book/order-book.js';
import {createLoggedStore, type StoreWrite} from '../../source/store/store-writes.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';

/** What reads, or tells: it changes nothing that a replay would have to repeat. */
const readers = new Set<keyof BookStore>([
	'vouchedLevels',
	'rangeOf',
	'sumOf',
	'publish',
	'getView',
	'subscribe',
	'followStatus',
	'followTrades',
]);

const changeOf = (bids: LevelColumns): BookChange => ({
	...{type: 'snapshot', bids, asks: noLevels},
	...{sequence: 1, exchangeTime: null},
});

test('every method that writes to a store is logged', () => {
	const inner = createBookStore();
	const names = Object.keys(inner) as (keyof BookStore)[];
	const written: string[] = [];
	const deaf = Object.fromEntries(names.map(name => [name, () => 0]));
	const store = createLoggedStore(deaf as unknown as BookStore, ({name}) => written.push(name));
	const writers = names.filter(name => !readers.has(name));
	for (const name of writers) {
		const isOfLevels = name === 'apply' || name === 'restore';
		const args = isOfLevels ? ['a', changeOf(columns(['1', '1']))] : ['a', []];
		(store[name] as (...given: unknown[]) => void)(...args);
	}
	assert.deepEqual(written.sort(), [...writers].sort());
	assert.ok(writers.includes('apply') && writers.includes('remove'));
});

test('what is logged outlives the scratch it came in', () => {
	const inner = createBookStore();
	const writes: StoreWrite[] = [];
	const store = createLoggedStore(inner, write => writes.push(write));
	store.add({key: 'a', exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
	const bids = columns(['1', '2']);
	store.apply('a', changeOf(bids), 1);
	store.audit('a', [changeOf(bids)]);
	const before = toLevels(bids);
	bids.pairs.fill(9);
	const logged = writes.flatMap(({name, args}) =>
		name === 'apply' ? [args[1]] : name === 'audit' ? args[1] : [],
	);
	assert.deepEqual(
		logged.map(change => toLevels(change.bids)),
		[before, before],
	);
});

test('what is logged can be written down, also with a check', () => {
	const writes: StoreWrite[] = [];
	const store = createLoggedStore(createBookStore(), write => writes.push(write));
	store.add({key: 'a', exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
	const change = {...changeOf(columns(['1', '2'])), check: () => 'wrong'};
	assert.equal(store.apply('a', change, 1)?.code, 'checksum');
	store.audit('a', [change]);
	assert.doesNotThrow(() => structuredClone(writes));
});

test('an audit that failed is not logged, as it changed nothing', () => {
	const writes: StoreWrite[] = [];
	const store = createLoggedStore(createBookStore(), write => writes.push(write));
	store.add({key: 'a', exchange: 'a', title: 'A', market: 'A/B', tickSize: null});
	store.apply('a', changeOf(columns(['1', '2'])), 1);
	assert.equal(store.audit('a', [changeOf(columns(['1', '3']))]), 1);
	assert.equal(store.audit('a', [changeOf(columns(['1', '2']))]), 0);
	assert.deepEqual(
		writes.map(({name}) => name),
		['add', 'apply', 'audit'],
	);
});
