import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BookRun} from '../../source/verify/book-run.js';
import type {BookStream} from '../../source/verify/book-stream.js';
import {createKnownSnapshots, toKey} from '../../source/verify/known-snapshots.js';

const keys = Array.from({length: 80}, (_, index) => toKey('binance', `A${index}USDT`));

/** Books that wait for a snapshot, and those that were given one. */
const start = () => {
	let now = 0;
	const given: string[] = [];
	const run = {isInSync: () => false} as BookRun;
	const streams = new Map(
		keys.map(key => {
			const stream = {run: () => run, onSnapshot: () => given.push(key)};
			return [`${key}/stream`, stream as unknown as BookStream];
		}),
	);
	const snapshots = createKnownSnapshots(streams, () => now++);
	return {snapshots, given};
};

test('snapshots are kept within a bound over all books', () => {
	const {snapshots, given} = start();
	const body = 'x'.repeat(1_000_000);
	for (const key of keys) snapshots.add(key, body);
	assert.deepEqual(given.splice(0), keys);
	for (const key of keys) snapshots.recall(key, {openedAt: 0, lostAt: -Infinity});
	assert.deepEqual(given, keys.slice(-31));
});

test('recalls a snapshot of since the connection opened and nothing was lost', () => {
	const [first = '', second = ''] = keys;
	const {snapshots, given} = start();
	snapshots.add(first, 'at 0');
	snapshots.add(second, 'at 1');
	given.length = 0;
	for (const key of [first, second]) snapshots.recall(key, {openedAt: 1, lostAt: -Infinity});
	assert.deepEqual(given.splice(0), [second]);
	snapshots.recall(second, {openedAt: 0, lostAt: 1});
	assert.deepEqual(given, []);
});
