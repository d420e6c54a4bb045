import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLoggedStore} from '../../source/replay/store-writes.js';
import {createBookStore, type BookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';

/** What reads, or tells: it changes nothing that a replay would have to repeat. */
const readers = new Set<keyof BookStore>([
	'vouchedLevels',
	'publish',
	'getView',
	'subscribe',
	'followStatus',
]);

test('every method that writes to a store is logged', () => {
	const inner = createBookStore();
	const names = Object.keys(inner) as (keyof BookStore)[];
	const written: string[] = [];
	const deaf = Object.fromEntries(names.map(name => [name, () => undefined]));
	const store = createLoggedStore(deaf as unknown as BookStore, ({name}) => written.push(name));
	const writers = names.filter(name => !readers.has(name));
	const change = {type: 'update', bids: columns(), asks: columns(), sequence: 1};
	for (const name of writers)
		(store[name] as (...args: unknown[]) => void)('key', name === 'audit' ? [change] : change, 0);
	assert.deepEqual(written.sort(), [...writers].sort());
	assert.ok(writers.includes('apply') && writers.includes('remove'));
});
