import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toBookLine, toBookTable} from '../../source/output/book-text.js';
import {toReason} from '../../source/faults.js';
import {createBookStore} from '../../source/store/book-store.js';
import type {BookStatus, BookView} from '../../source/store/market-view.js';
import {columns} from '../helpers/columns.js';
import {goLive} from '../helpers/statuses.js';

const bookOf = (
	seenLevels: number | undefined,
	status?: BookStatus,
	bids = columns(['9', '10'], ['8', '1'], ['7', '1']),
): BookView => {
	const key = 'kraken:STEEM/USDT';
	const store = createBookStore();
	store.add({key, exchange: 'kraken', title: 'Kraken', market: 'STEEM/USDT', tickSize: null});
	const asks = columns(['10', '1'], ['11', '1']);
	const change = {type: 'snapshot', sequence: 7, exchangeTime: 5, bids, asks} as const;
	store.apply(key, {...change, ...(seenLevels === undefined ? {} : {seenLevels})}, 1);
	if (status) {
		goLive(store, key, 1);
		store.setStatus(key, status, 1);
	}
	store.publish();
	const [book] = store.getView().books;
	assert.ok(book);
	return book;
};

const tableOf = (seenLevels: number | undefined, count = 20): readonly string[] =>
	toBookTable(bookOf(seenLevels), count).split('\n').slice(1);

const note = '▿ ▵: nothing vouches for these levels, some may be wrong or missing';

test('a table marks levels that nothing vouches for', () => {
	assert.deepEqual(tableOf(1), [
		'bid size  bid    ask    ask size',
		'      10    9     10           1',
		'       1    8 ▿   11 ▵         1',
		'       1    7 ▿',
		note,
	]);
	assert.deepEqual(tableOf(2), [
		'bid size  bid    ask  ask size',
		'      10    9     10         1',
		'       1    8     11         1',
		'       1    7 ▿',
		note,
	]);
});

test('the points of a column of a table stand below each other', () => {
	const bids = columns(['0.18', '10.25'], ['0.1799', '3'], ['0.17985', '100.5']);
	const [, ...lines] = toBookTable(bookOf(undefined, undefined, bids), 3).split('\n');
	assert.deepEqual(lines, [
		'bid size      bid  ask  ask size',
		'   10.25  0.18      10         1',
		'    3     0.1799    11         1',
		'  100.5   0.17985',
	]);
});

test('a table of levels vouched for has no marks', () => {
	for (const rows of [tableOf(undefined), tableOf(3), tableOf(1, 1)])
		assert.doesNotMatch(rows.join('\n'), /[▿▵]/);
});

test('a line and the head of a table end with the code of a fault', () => {
	const lost = {...toReason({code: 'gap', detail: '7 is missing'}), retryAt: null};
	const book = bookOf(undefined, {...lost, status: 'resyncing'});
	const head = 'Kraken   STEEM/USDT  resyncing (updates were missed: 7 is missing)';
	const spread = '  spread 1 (1052.6 bps)';
	assert.equal(toBookLine(book), `${head}  bid 9 × 10  ask 10 × 1${spread} [gap]`);
	assert.equal(toBookTable(book, 1).split('\n')[0], `${head}${spread}  3 bids, 2 asks [gap]`);
	assert.doesNotMatch(toBookLine(bookOf(undefined)), /\[/);
});
