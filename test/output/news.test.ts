import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDecimal} from '../../source/book/fixed-point.js';
import {createEdgeNews} from '../../source/output/edge-news.js';
import {createMergedNews} from '../../source/output/merged-news.js';
import type {CreateNews} from '../../source/output/news.js';
import {createTradeNews} from '../../source/output/trade-news.js';
import {columns} from '../helpers/columns.js';
import {binance, createMarket, huobi, startTime} from '../helpers/market.js';
import {goLive} from '../helpers/statuses.js';

type Levels = readonly (readonly [string, string])[];

const start = (create: CreateNews, isJson = true) => {
	const store = createMarket();
	const news = create({
		...{isJson, levels: 2, size: parseDecimal('10')},
		feeOf: () => parseDecimal('0.1'),
	});
	let sequence = 0;
	const lines = () => {
		store.publish();
		return news(store.getView(), startTime + 50);
	};
	return {
		store,
		lines,
		book(key: string, bids: Levels, asks: Levels, limit?: number) {
			sequence++;
			const sides = {bids: columns(...bids), asks: columns(...asks), ...(limit && {limit})};
			store.apply(key, {type: 'snapshot', ...sides, sequence, exchangeTime: null}, startTime);
			goLive(store, key, startTime);
		},
		lose(key: string) {
			store.setStatus(key, {status: 'stale', reason: null, retryAt: null}, startTime);
		},
		told() {
			return lines().map(line => JSON.parse(line) as Record<string, unknown>);
		},
	};
};

const trade = (id: string, time: number) => ({
	...{id, time, side: 'buy'},
	price: parseDecimal('0.16430'),
	size: parseDecimal('12'),
});

test('each trade is told once, a late one too', () => {
	const {store, told} = start(createTradeNews);
	store.addTrades(binance, [trade('7', 100), trade('9', 300)] as never, startTime);
	assert.deepEqual(told(), [
		{
			...{type: 'trade', exchange: 'binance', market: 'STEEM/USDT', id: '7', side: 'buy'},
			...{price: '0.1643', size: '12', time: 100, receivedAt: startTime + 50},
		},
		{
			...{type: 'trade', exchange: 'binance', market: 'STEEM/USDT', id: '9', side: 'buy'},
			...{price: '0.1643', size: '12', time: 300, receivedAt: startTime + 50},
		},
	]);
	store.addTrades(binance, [trade('8', 200), trade('10', 400)] as never, startTime);
	assert.deepEqual(
		told().map(({id}) => id),
		['8', '10'],
	);
	assert.deepEqual(told(), []);
});

test('an edge is told both ways when it changed, and taken back when a book is lost', () => {
	const {book, lose, told} = start(createEdgeNews);
	assert.deepEqual(told(), []);
	book(binance, [['0.9', '50']], [['1', '10']]);
	book(huobi, [['1.1', '4']], [['1.2', '50']]);
	const [there, back] = told();
	assert.deepEqual(there, {
		...{type: 'edge', market: 'STEEM/USDT', buy: 'binance', sell: 'huobi', size: '4'},
		...{isWhole: false, gross: '0.4', net: '0.3916', netPercent: '9.790'},
		...{ages: {buy: 50, sell: 50}, receivedAt: startTime + 50},
	});
	assert.deepEqual([back?.['buy'], back?.['isWhole'], back?.['net']], ['huobi', true, '-3.021']);
	assert.deepEqual(told(), []);
	lose(huobi);
	assert.deepEqual(
		told().map(({net, size, reason}) => [net, size, reason]),
		[
			[null, null, 'huobi is stale'],
			[null, null, 'huobi is stale'],
		],
	);
	assert.deepEqual(told(), []);
});

test('no edge is told deeper than the books are vouched for', () => {
	const {book, told} = start(createEdgeNews);
	book(binance, [['0.9', '50']], [['1', '3']], 1);
	book(huobi, [['1.1', '50']], [['1.2', '50']]);
	assert.equal(told()[0]?.['size'], '3');
});

test('a merged book is of the live ones alone', () => {
	const {book, lose, told} = start(createMergedNews);
	book(binance, [['0.9', '50']], [['1', '10']]);
	assert.deepEqual(told()[0]?.['exchanges'], ['binance']);
	book(huobi, [['0.9', '4']], [['1.2', '50']]);
	assert.deepEqual(told(), [
		{
			...{type: 'merged', market: 'STEEM/USDT', exchanges: ['binance', 'huobi']},
			bids: [['0.9', '54', {binance: '50', huobi: '4'}]],
			asks: [
				['1', '10', {binance: '10'}],
				['1.2', '50', {huobi: '50'}],
			],
			receivedAt: startTime,
		},
	]);
	lose(binance);
	assert.deepEqual(told()[0]?.['bids'], [['0.9', '4', {huobi: '4'}]]);
	lose(huobi);
	const [gone] = told();
	assert.deepEqual([gone?.['exchanges'], gone?.['bids'], gone?.['receivedAt']], [[], [], null]);
	assert.deepEqual(told(), []);
});

test('a merged book ends where one of its parts is not vouched for', () => {
	const {book, told} = start(createMergedNews);
	book(
		binance,
		[
			['0.9', '50'],
			['0.7', '9'],
		],
		[['1', '10']],
	);
	book(huobi, [['0.8', '4']], [['1.2', '50']], 1);
	// Below 0.8 Huobi may have more.
	assert.deepEqual(told()[0]?.['bids'], [
		['0.9', '50', {binance: '50'}],
		['0.8', '4', {huobi: '4'}],
	]);
	book(huobi, [['0.95', '4']], [['1.2', '50']], 1);
	assert.deepEqual(told()[0]?.['bids'], [['0.95', '4', {huobi: '4'}]]);
});

test('for people all of it is a line each', () => {
	const edges = start(createEdgeNews, false);
	edges.book(binance, [['0.9', '50']], [['1', '10']]);
	edges.book(huobi, [['1.1', '40']], [['1.2', '50']]);
	assert.equal(
		edges.lines()[0],
		'STEEM/USDT  buy Binance → sell Huobi  10  net 0.979 USDT (9.790 %), before fees 1',
	);
	const merged = start(createMergedNews, false);
	merged.book(binance, [['0.9', '50']], [['1', '10']]);
	assert.deepEqual(merged.lines(), [
		'STEEM/USDT  merged bid 0.9 × 50 (Binance)  ask 1 × 10 (Binance)',
	]);
});
