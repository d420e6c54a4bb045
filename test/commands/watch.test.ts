import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {watch} from '../../source/commands/watch.js';
import type {FeedStatus} from '../../source/faults.js';
import type {BookStore} from '../../source/store/book-store.js';
import {binance, createMarket, fill, setLevel, startTime} from '../helpers/market.js';

type Line = {readonly status: string; readonly reason?: string; readonly bids: [string, string][]};

const usual = {
	isJson: true,
	levels: 1,
	show: ['books'],
	size: null,
	feeOf: () => parseDecimal('0.1'),
} as const;

const start = ({awake = () => {}}: {awake?: (store: BookStore) => void} = {}) => {
	const store = createMarket();
	const lines: string[] = [];
	let isSlow = false;
	let drain = () => {};
	const console = {
		write: (text: string) => lines.push(text) > 0 && !isSlow,
		onDrain: (callback: () => void) => (drain = callback),
	};
	const shown = {
		...store,
		publish() {
			awake(store);
			store.publish();
		},
	};
	const stop = watch({store: shown}, console, {...usual, now: () => startTime});
	const set = (status: FeedStatus, reason: string | null = null) => {
		store.setStatus(binance, {status, reason, retryAt: null}, startTime);
	};
	return {
		store,
		stop,
		set,
		/** The lines of Binance since the last call, as status and best bid. */
		told: () =>
			lines
				.splice(0)
				.map(text => JSON.parse(text) as Line & {exchange: string})
				.filter(({exchange}) => exchange === 'binance')
				.map(({status, reason, bids}) => [status, bids[0]?.[0] ?? null, reason ?? null]),
		slow(newIsSlow: boolean) {
			isSlow = newIsSlow;
			if (!isSlow) drain();
		},
	};
};

test('prints a line for each change, at the pace of the views', () => {
	const {store, told} = start();
	assert.deepEqual(told(), [['connecting', null, null]]);
	fill(store, binance, 1642, startTime);
	store.publish();
	store.setRate(binance, 7);
	store.publish();
	assert.deepEqual(told(), [
		['syncing', null, null],
		['live', '0.1642', null],
	]);
});

test('tells of a loss that was over before the next view, with the book that was lost', () => {
	const {store, set, told} = start();
	fill(store, binance, 1642, startTime);
	store.publish();
	told();
	set('resyncing', 'updates were missed');
	fill(store, binance, 1650, startTime);
	store.publish();
	assert.deepEqual(told(), [
		['resyncing', '0.1642', 'updates were missed'],
		['live', '0.165', null],
	]);
});

test('a reader who was away is told of no book that nothing vouches for any more', () => {
	const {store, slow, told} = start({
		/** As after a sleep: it is found out right before a view is made. */
		awake: inner => inner.setStatus(binance, {status: 'stale', reason: 'slept', retryAt: null}, 0),
	});
	slow(true);
	fill(store, binance, 1642, startTime);
	store.publish();
	setLevel(store, binance, 'bids', ['0.1642', '5'], startTime);
	store.publish();
	told();
	slow(false);
	assert.deepEqual(told(), [['stale', '0.1642', 'slept']]);
});

test('a slow reader misses books, not the newest nor a loss', () => {
	const {store, set, slow, told} = start();
	slow(true);
	fill(store, binance, 1642, startTime);
	store.publish();
	told();
	fill(store, binance, 1643, startTime);
	set('resyncing', 'updates were missed');
	store.publish();
	fill(store, binance, 1644, startTime);
	store.publish();
	assert.deepEqual(told(), []);
	slow(false);
	assert.deepEqual(told(), [
		['resyncing', '0.1642', 'updates were missed'],
		['live', '0.1644', null],
	]);
});

test('a book that went and comes again is told from its start', () => {
	const {store, set, told} = start();
	told();
	set('reconnecting', 'closed');
	const [facts] = store.getView().books;
	store.remove(binance);
	store.publish();
	if (facts) store.add(facts);
	store.publish();
	assert.deepEqual(told(), [['connecting', null, null]]);
});

test('prints nothing once it was stopped', () => {
	const {store, stop, told} = start();
	told();
	stop();
	fill(store, binance, 1642, startTime);
	store.publish();
	assert.deepEqual(told(), []);
});
