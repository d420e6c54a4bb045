import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {FeedStatus} from '../../source/faults.js';
import {createBookStore} from '../../source/store/book-store.js';
import {
	illegalStatuses,
	liveTable,
	replayTable,
	type StatusTable,
} from '../../source/store/status-table.js';

const key = 'x:A/B';
const statuses = Object.keys(liveTable) as FeedStatus[];

/** The shortest legal way from connecting. */
const wayTo = (table: StatusTable, to: FeedStatus): readonly FeedStatus[] => {
	const ways: FeedStatus[][] = [['connecting']];
	for (const way of ways) {
		const last = way.at(-1) ?? 'connecting';
		if (last === to) return way.slice(1);
		for (const next of Object.keys(table[last]) as FeedStatus[])
			if (!way.includes(next)) ways.push([...way, next]);
	}
	return assert.fail(`no way to ${to}`);
};

/** What becomes of a book that is told to go from one status to another. */
const go = (from: FeedStatus, to: FeedStatus, table = liveTable) => {
	const store = createBookStore(undefined, table);
	store.add({key, exchange: 'x', title: 'X', market: 'A/B', tickSize: null});
	const told: unknown[] = [];
	const onIllegal = (status: unknown) => {
		told.push(status);
	};
	illegalStatuses.subscribe(onIllegal);
	for (const status of [...wayTo(table, from), to])
		store.setStatus(key, {status, reason: null, retryAt: null}, 1);
	illegalStatuses.unsubscribe(onIllegal);
	store.publish();
	return {status: store.getView().books[0]?.status, told};
};

for (const from of statuses)
	for (const to of statuses) {
		const isLegal = from === to || to in liveTable[from];
		test(`${isLegal ? 'allows' : 'tells of'} ${from} to ${to}`, () => {
			const {status, told} = go(from, to);
			assert.deepEqual(told, isLegal ? [] : [{key, from, to}]);
			// The safer of both: to live there is no way but the table's.
			assert.equal(status, !isLegal && to === 'live' ? from : to);
		});
	}

test('only an open connection leads to live', () => {
	const from = (to: FeedStatus) => statuses.filter(status => to in liveTable[status]);
	assert.deepEqual(from('live'), ['syncing', 'stale', 'resyncing']);
	assert.deepEqual(from('syncing'), ['connecting', 'reconnecting']);
});

test('a capture may go on after a time not recorded', () => {
	assert.equal(go('reconnecting', 'live', replayTable).status, 'live');
	assert.equal(go('reconnecting', 'live').status, 'reconnecting');
	assert.deepEqual(go('failed', 'live', replayTable).status, 'failed');
});
