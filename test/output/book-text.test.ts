import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toBookTable} from '../../source/output/book-text.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';

const tableOf = (seenLevels: number | undefined, count = 20): readonly string[] => {
	const key = 'kraken:STEEM/USDT';
	const store = createBookStore();
	store.add({key, exchange: 'kraken', title: 'Kraken', market: 'STEEM/USDT', tickSize: null});
	const bids = columns(['9', '10'], ['8', '1'], ['7', '1']);
	const asks = columns(['10', '1'], ['11', '1']);
	const change = {type: 'snapshot', sequence: 7, exchangeTime: 5, bids, asks} as const;
	store.apply(key, {...change, ...(seenLevels === undefined ? {} : {seenLevels})}, 1);
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	return toBookTable(book, count).split('\n').slice(1);
};

const note = '▿ ▵: nothing vouches for these levels, some may be wrong or missing';

test('a table marks levels that nothing vouches for', () => {
	assert.deepEqual(tableOf(1), [
		'bid size  bid    ask    ask size',
		'      10    9     10           1',
		'       1    8 ▿   11 ▵         1',
		'       1    7 ▿                 ',
		note,
	]);
	assert.deepEqual(tableOf(2), [
		'bid size  bid    ask  ask size',
		'      10    9     10         1',
		'       1    8     11         1',
		'       1    7 ▿               ',
		note,
	]);
});

test('a table of levels vouched for has no marks', () => {
	for (const rows of [tableOf(undefined), tableOf(3), tableOf(1, 1)])
		assert.doesNotMatch(rows.join('\n'), /[▿▵]/);
});
