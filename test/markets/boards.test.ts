import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal} from '../../source/book/fixed-point.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {linkVenue} from '../../source/feed/venue.js';
import {createAllBoard} from '../../source/markets/all-board.js';
import type {Board} from '../../source/markets/line.js';
import {createToldBoard} from '../../source/markets/told-board.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFakeTransport, settle} from '../helpers/fake-transport.js';
import {createMarketStore, someMarkets} from '../helpers/market-lines.js';
import {startTime} from '../helpers/market.js';

const start = () => {
	const clock = createFakeClock(startTime);
	const fake = createFakeTransport();
	const venues = [binance, huobi].map(exchange =>
		linkVenue(
			{exchange, endpoints: {ws: 'ws://x', rest: `http://${exchange.id}`}},
			{transport: fake.transport, clock, share: 0.5},
		),
	);
	let answered = 0;
	/** Answers all that was asked so far and not answered yet. */
	const answer = async (bodies: Readonly<Record<string, string>>) => {
		for (const until = fake.gets.length; answered < until; answered++) {
			const get = fake.gets[answered];
			const body = Object.entries(bodies).find(([part]) => get?.url.includes(part))?.[1];
			await get?.answer(body === undefined ? {status: 500} : {body});
		}
		await settle();
		await settle();
	};
	return {clock, venues, answer, ...fake};
};

const lists = {
	exchangeInfo: JSON.stringify({
		symbols: ['STEEM/USDT', 'BTC/USDT', 'BNB/USDT', 'OLD/USDT'].map(name => {
			const [baseAsset, quoteAsset] = name.split('/');
			const status = baseAsset === 'OLD' ? 'BREAK' : 'TRADING';
			return {symbol: name.replace('/', ''), status, baseAsset, quoteAsset, filters: []};
		}),
	}),
	'common/symbols': JSON.stringify({
		status: 'ok',
		data: ['steem', 'btc', 'ht', 'old'].map(base => ({
			...{'base-currency': base, 'quote-currency': 'usdt', symbol: `${base}usdt`},
			...{'price-precision': 4, 'amount-precision': 4, state: 'online'},
		})),
	}),
};
const tickers = {
	'24hr':
		'[{"symbol":"STEEMUSDT","bidPrice":"0.1","askPrice":"0.2","lastPrice":"0.15","openPrice":"0.1"},{"symbol":"BNBUSDT","bidPrice":"1","askPrice":"2"}]',
	bookTicker: '[{"symbol":"STEEMUSDT","bidPrice":"0.11","askPrice":"0.12"}]',
	'market/tickers':
		'{"status":"ok","data":[{"symbol":"steemusdt","bid":0.13,"ask":0.14,"close":0.13,"open":0.13}]}',
};

const shown = (board: Board) =>
	board.lines().map(({market, quotes}) => {
		const texts = quotes.map(({exchange, told}) => {
			const bid = told?.ticker.bid;
			return `${exchange} ${bid ? formatDecimal(bid) : '-'}`;
		});
		return `${market}: ${texts.join(', ')}`;
	});

test('all: the markets that trade on two exchanges, as they are told', async () => {
	const {clock, venues, answer} = start();
	const board = createAllBoard({venues, clock});
	let news = 0;
	const stop = board.watch(() => news++);
	assert.deepEqual(board.notes(), ['reading the lists of Binance, Huobi']);
	await answer(lists);
	assert.deepEqual(shown(board), [
		'STEEM/USDT: binance -, huobi -',
		'BTC/USDT: binance -, huobi -',
	]);
	await answer({...lists, ...tickers});
	assert.deepEqual(board.notes(), []);
	assert.deepEqual(shown(board), [
		'STEEM/USDT: binance 0.11, huobi 0.13',
		'BTC/USDT: binance -, huobi -',
	]);
	assert.ok(news > 2);
	assert.ok(board.lines().every(({quotes}) => quotes.every(({book}) => book === null)));
	stop();
});

test('all: nothing is asked while nobody looks, and what was told stays', async () => {
	const {clock, venues, answer, gets} = start();
	const board = createAllBoard({venues, clock});
	assert.equal(gets.length, 0);
	const stop = board.watch(() => undefined);
	await answer(lists);
	await answer({...lists, ...tickers});
	stop();
	const asked = gets.length;
	await clock.advance(300_000);
	assert.equal(gets.length, asked);
	const stopAgain = board.watch(() => undefined);
	assert.equal(gets.length, asked + 3, 'prices, and no list');
	assert.equal(shown(board)[0], 'STEEM/USDT: binance 0.11, huobi 0.13');
	stopAgain();
});

test('all: a list that cannot be read is said, and read again', async () => {
	const {clock, venues, answer} = start();
	const board = createAllBoard({venues, clock});
	const stop = board.watch(() => undefined);
	await answer({exchangeInfo: lists.exchangeInfo});
	assert.match(board.notes().join(), /no list of Huobi: /);
	assert.deepEqual(shown(board), []);
	await clock.advance(30_000);
	await answer({...lists, ...tickers});
	await answer({...lists, ...tickers});
	assert.deepEqual(board.notes(), []);
	assert.equal(shown(board).length, 2);
	stop();
});

test('all: the market that is followed has its books, the others none', async () => {
	const {clock, venues, answer} = start();
	const board = createAllBoard({venues, clock});
	const [facts] = someMarkets;
	const store = createMarketStore(facts ?? assert.fail());
	board.follow(store);
	let news = 0;
	const stop = board.watch(() => news++);
	await answer(lists);
	await answer({...lists, ...tickers});
	const booksOf = () =>
		board
			.lines()
			.map(({market, quotes}) => `${market} ${quotes.map(({book}) => book?.status).join()}`);
	assert.deepEqual(booksOf(), ['STEEM/USDT live,live', 'BTC/USDT ,']);
	const before = news;
	store.setStatus('huobi:STEEM/USDT', {status: 'stale', reason: null, retryAt: null}, startTime);
	store.publish();
	assert.equal(news, before + 1);
	assert.deepEqual(booksOf(), ['STEEM/USDT live,stale', 'BTC/USDT ,']);
	const [, other] = board.lines();
	assert.equal(board.lines()[1], other, 'what has not changed is the same');
	stop();
});

test('all: no market on two exchanges is said', async () => {
	const {clock, venues, answer} = start();
	const board = createAllBoard({venues, clock});
	const stop = board.watch(() => undefined);
	await answer({...lists, 'common/symbols': '{"status":"ok","data":[]}'});
	assert.deepEqual(board.notes(), ['no market trades on two of the exchanges']);
	stop();
});

test('books: their days are asked for by name while they are looked at', async () => {
	const {clock, venues, answer, gets} = start();
	const [first, second] = someMarkets;
	const stores = [first, second].map(facts => createMarketStore(facts ?? assert.fail()));
	const all = {subscribe: () => () => undefined};
	const board = createToldBoard({sources: stores, all, venues, clock});
	assert.equal(board.lines().length, 2);
	assert.equal(gets.length, 0);
	const stop = board.watch(() => undefined);
	assert.deepEqual(
		gets.map(({url}) => decodeURIComponent(url)),
		[
			'http://binance/api/v3/ticker/24hr?symbols=["STEEMUSDT","BTCUSDT"]',
			'http://huobi/market/tickers',
		],
	);
	await answer(tickers);
	const [line] = board.lines();
	assert.equal(line?.quotes[0]?.told?.ticker.changePercent?.toFixed(0), '50');
	assert.equal(line?.quotes[0]?.book?.status, 'live');
	await clock.advance(29_000);
	assert.equal(gets.length, 2);
	await clock.advance(1000);
	assert.equal(gets.length, 4);
	stop();
	await clock.advance(100_000);
	assert.equal(gets.length, 4);
});
