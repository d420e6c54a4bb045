import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FaultCode, FeedStatus} from '../../source/faults.js';
import {createMarkFinder} from '../../source/replay/find-marks.js';
import type {StoreWrite} from '../../source/store/store-writes.js';

const start = () => {
	const finder = createMarkFinder();
	const facts = {key: 'a', title: 'Binance', market: 'STEEM/BTC'};
	finder.see(0, {name: 'add', args: [facts]} as unknown as StoreWrite);
	const become = (at: number, status: FeedStatus, code?: FaultCode) => {
		finder.see(at, {name: 'setStatus', args: ['a', {status, code}]} as unknown as StoreWrite);
	};
	become(0, 'live');
	return {...finder, become, labels: () => finder.marks.map(({label}) => label)};
};

test('a marker that says what happened to a book is none of its own', () => {
	const {become, marker, labels} = start();
	become(1000, 'resyncing');
	marker(1100, 'Binance STEEM/BTC resyncing: 7 is missing');
	marker(1200, 'Binance STEEM/BTC live');
	marker(1249, 'mine');
	marker(1250, 'Binance STEEM/BTC resyncing: said late');
	assert.deepEqual(labels(), [
		'Binance STEEM/BTC resyncing',
		'mine',
		'Binance STEEM/BTC resyncing: said late',
	]);
});

test('a time of which no relay told is a gap, marked once', () => {
	const {become, marks} = start();
	become(1000, 'stale');
	become(2000, 'stale', 'no-word');
	become(3000, 'stale', 'no-word');
	become(4000, 'live');
	become(5000, 'stale', 'no-word');
	become(6000, 'resyncing', 'gap');
	assert.deepEqual(
		marks.map(({at, kind}) => `${kind} ${at}`),
		['gap 2000', 'gap 5000'],
	);
});

test('the same marker said twice at once is one', () => {
	const {marker, labels} = start();
	for (const at of [0, 249, 250, 251]) marker(at, 'm');
	for (const at of [300, 300]) marker(at, 'm');
	assert.deepEqual(labels(), ['m', 'm']);
});

test('looks at each of many markers once', context => {
	const {mock} = context.mock.method(String.prototype, 'startsWith');
	const {marker, become, labels} = start();
	for (let index = 0; index < 2000; index++) {
		if (index % 10 === 0) become(index, index % 20 === 0 ? 'resyncing' : 'live');
		marker(index / 100, `marker ${index}`);
	}
	assert.ok(labels().length > 2000);
	assert.ok(mock.callCount() <= 3 * 2000, `${mock.callCount()} looks`);
});
