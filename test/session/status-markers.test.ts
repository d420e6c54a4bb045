import assert from 'node:assert/strict';
import {test} from 'node:test';
import {markStatus} from '../../source/session/status-markers.js';
import {toReason, type FaultCode, type FeedStatus} from '../../source/faults.js';
import {createBookStore} from '../../source/store/book-store.js';

const key = 'huobi:STEEM/BTC';

const start = () => {
	const store = createBookStore();
	store.add({key, exchange: 'huobi', title: 'Huobi', market: 'STEEM/BTC', tickSize: null});
	store.publish();
	const labels: string[] = [];
	const stop = markStatus(store, label => labels.push(label));
	const set = (status: FeedStatus, code?: FaultCode) => {
		const why = code ? toReason({code}) : {reason: null};
		store.setStatus(key, {...why, status, retryAt: null}, 1);
	};
	const become = (status: FeedStatus, code?: FaultCode) => {
		set(status, code);
		store.publish();
	};
	return {labels, stop, set, become};
};

test('marks a loss, its reason, and the recovery', () => {
	const {labels, become} = start();
	become('syncing');
	become('live');
	become('resyncing', 'gap');
	become('live');
	become('reconnecting', 'closed');
	become('resyncing');
	become('live');
	assert.deepEqual(labels, [
		'Huobi STEEM/BTC resyncing: updates were missed [gap]',
		'Huobi STEEM/BTC live',
		'Huobi STEEM/BTC reconnecting: the connection was closed [closed]',
		'Huobi STEEM/BTC resyncing',
		'Huobi STEEM/BTC live',
	]);
});

test('marks a loss that is over before anybody looks', () => {
	const {labels, become, set} = start();
	become('syncing');
	become('live');
	set('resyncing', 'gap');
	set('live');
	assert.deepEqual(labels, [
		'Huobi STEEM/BTC resyncing: updates were missed [gap]',
		'Huobi STEEM/BTC live',
	]);
});

test('marks neither the start nor a quiet market', () => {
	const {labels, become} = start();
	for (const status of ['syncing', 'live', 'stale', 'live'] as const) become(status);
	assert.deepEqual(labels, []);
});

test('marks nothing once it was stopped', () => {
	const {labels, stop, become} = start();
	stop();
	become('failed', 'halted');
	assert.deepEqual(labels, []);
});
