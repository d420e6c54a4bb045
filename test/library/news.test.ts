import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import type {FaultCode} from '../../source/faults.js';
import {createBookBox} from '../../source/library/boxes.js';
import type {BookUpdate} from '../../source/library/feed-types.js';
import {createNews} from '../../source/library/news.js';
import {createBookStore} from '../../source/store/book-store.js';
import {columns} from '../helpers/columns.js';

const key = 'binance:STEEM/USDT';
const level = (price: string, size: string) => ({
	price: parseDecimal(price),
	size: parseDecimal(size),
});

/** A store with one book in it that is live, and what is told of it. */
const follow = (news = createNews()) => {
	const store = createBookStore();
	const facts = {key, exchange: 'binance', title: 'Binance', market: 'STEEM/USDT'};
	store.add({...facts, tickSize: null});
	const setStatus = (
		status: 'syncing' | 'live' | 'resyncing',
		reason: string | null = null,
		code: FaultCode | null = reason === null ? null : 'gap',
	) => {
		store.setStatus(key, {status, reason, code, retryAt: null}, 1000);
	};
	const apply = (sequence: number, bid: string) => {
		store.apply(
			key,
			{
				...{type: 'snapshot', sequence, exchangeTime: null},
				...{bids: columns([bid, '5'], ['0.1', '2']), asks: columns(['0.3', '1'])},
			},
			1000,
		);
	};
	setStatus('syncing');
	apply(1, '0.2');
	setStatus('live');
	const box = createBookBox(1);
	news.books.add(box.put);
	const stop = news.follow(store, () => 1000);
	/** All that a reader would be told now. */
	const takeAll = () => {
		const taken: BookUpdate[] = [];
		for (let update = box.take(); update; update = box.take()) taken.push(update);
		return taken;
	};
	return {store, news, setStatus, apply, takeAll, stop};
};

const told = (updates: readonly BookUpdate[]) =>
	updates.map(update => (update.status === 'live' ? update.bids[0]?.[0] : update.status));

test('a proven book is told with its best levels', () => {
	const {takeAll} = follow();
	assert.deepEqual(takeAll(), [
		{
			...{exchange: 'binance', market: 'STEEM/USDT', status: 'live'},
			...{sequence: 1, exchangeTime: null, receivedAt: 1000, tickSize: null},
			...{bids: [['0.2', '5']], asks: [['0.3', '1']], levels: {bids: 2, asks: 1}},
		},
	]);
});

test('a lost book is told at once, without levels', () => {
	const {takeAll, setStatus, news} = follow();
	takeAll();
	setStatus('resyncing', 'updates were missed');
	const lost = {
		...{exchange: 'binance', market: 'STEEM/USDT', status: 'resyncing'},
		...{reason: 'updates were missed', code: 'gap', retryAt: null},
	};
	assert.deepEqual(takeAll(), [lost]);
	assert.deepEqual(news.current()[0]?.lost, lost);
});

test('another fault in the same words is told', () => {
	const {news, setStatus} = follow();
	const codes: (string | null)[] = [];
	news.statuses.add(({code}) => codes.push(code));
	for (const code of ['closed', 'closed', 'unreachable'] as const)
		setStatus('resyncing', 'socket hang up', code);
	assert.deepEqual(codes, ['closed', 'unreachable']);
});

test('a book that waits is not told once it is lost', () => {
	const {store, takeAll, setStatus, apply} = follow();
	takeAll();
	apply(2, '0.21');
	store.publish();
	setStatus('resyncing');
	assert.deepEqual(told(takeAll()), ['resyncing']);
});

test('a slow reader gets the newest, and that it was lost', () => {
	const {store, takeAll, setStatus, apply} = follow();
	takeAll();
	for (const [sequence, bid] of [
		[2, '0.21'],
		[3, '0.22'],
	] as const) {
		apply(sequence, bid);
		store.publish();
	}
	assert.deepEqual(told(takeAll()), ['0.22']);
	setStatus('resyncing');
	apply(4, '0.23');
	setStatus('live');
	store.publish();
	apply(5, '0.24');
	store.publish();
	assert.deepEqual(told(takeAll()), ['resyncing', '0.24']);
});

test('a view of before a loss is not told as live', () => {
	const {store, setStatus} = follow();
	store.publish();
	setStatus('resyncing');
	const news = createNews();
	news.follow(store, () => 1000);
	assert.deepEqual(
		news.current().map(({view, lost}) => view ?? lost?.status),
		['resyncing'],
	);
});

test('a book that is followed no more is told as lost', () => {
	const {store, takeAll} = follow();
	takeAll();
	store.remove(key);
	store.publish();
	assert.deepEqual(told(takeAll()), ['failed']);
});

test('trades are told once, as they come', () => {
	const {store, news, stop} = follow();
	const ids: string[] = [];
	news.trades.add(({id, price, receivedAt}) => ids.push(`${id} ${price} ${receivedAt}`));
	const trade = (id: string) => ({...level('0.2000', '1'), id, side: 'buy', time: 1}) as const;
	store.setWallAhead(500);
	store.addTrades(key, [trade('1'), trade('2')], 1000);
	store.addTrades(key, [trade('2'), trade('3')], 1100);
	assert.deepEqual(ids, ['1 0.2 1500', '2 0.2 1500', '3 0.2 1600']);
	stop();
	store.addTrades(key, [trade('4')], 1200);
	assert.equal(ids.length, 3);
});

test('what a listener throws keeps it from nobody', () => {
	const thrown: unknown[] = [];
	const news = createNews(error => thrown.push(error));
	const {store, apply} = follow(news);
	let count = 0;
	const mine = new Error('mine');
	news.books.add(() => {
		throw mine;
	});
	news.books.add(() => count++);
	apply(2, '0.21');
	store.publish();
	assert.equal(count, 1);
	assert.deepEqual(thrown, [mine]);
});
