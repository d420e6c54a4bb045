import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatDecimal, parseDecimal} from '../../source/book/fixed-point.js';
import {toLineEdges} from '../../source/markets/line-edges.js';
import {createMarketsRanking, type Wanted} from '../../source/markets/ranking.js';
import {createMarketStores, fixedBoard, toldLine} from '../helpers/market-lines.js';
import {startTime} from '../helpers/market.js';

const fee = {units: 1, decimals: 1};
const feeOf = () => fee;
const wanted: Wanted = {
	...{sorting: 'net', isReversed: false, filter: '', size: 0, market: 'STEEM/USDT'},
};

const told = [
	toldLine('B/USDT', {
		One: {bid: '10', ask: '10.1', last: '10', open: '8'},
		Two: {bid: '10.5', ask: '10.6'},
	}),
	toldLine('A/USDT', {
		One: {bid: '1', ask: '1.01', last: '1', open: '2'},
		Two: {bid: '1', ask: '1.02'},
	}),
	toldLine('C/BTC', {One: {bid: '3', ask: '4', last: '3'}, Two: null}),
];

const names = (rows: readonly {readonly line: {readonly market: string}}[]) =>
	rows.map(({line}) => line.market).join(' ');

test('an edge of what is told is of best prices, after both fees', () => {
	const [line] = told;
	assert.ok(line);
	const {best, back} = toLineEdges(line, null, feeOf);
	assert.equal(best?.buy.title, 'One');
	assert.equal(best.edge, null);
	// 10.1 with a fee of 0.1 % is paid, 10.5 without one of 0.1 % is got.
	assert.ok(Math.abs(best.netShare - (10.5 * 0.999 - 10.1 * 1.001) / 10.1) < 1e-12);
	assert.equal(back?.buy.title, 'Two');
	assert.ok(back.netShare < 0);
});

test('best prices that were told at other times are not compared', () => {
	const [line] = told;
	assert.ok(line);
	const later = (ms: number) => ({
		...line,
		quotes: line.quotes.map((quote, index) => ({
			...quote,
			told: quote.told && {...quote.told, at: quote.told.at + index * ms},
		})),
	});
	assert.ok(toLineEdges(later(60_000), null, feeOf).best);
	assert.deepEqual(toLineEdges(later(60_001), null, feeOf), {best: null, back: null});
});

test('a market that one exchange alone tells of has no edge', () => {
	const [, , line] = told;
	assert.ok(line);
	assert.deepEqual(toLineEdges(line, null, feeOf), {best: null, back: null});
});

test('an edge of books is walked for the size, and none where it is not there whole', () => {
	const {board} = createMarketStores();
	const [line] = board.lines();
	assert.ok(line);
	const size = parseDecimal('500');
	const {best} = toLineEdges(line, size, feeOf);
	assert.equal(best?.edge && formatDecimal(best.edge.size), '500');
	assert.deepEqual(toLineEdges(line, parseDecimal('1e12'), feeOf), {best: null, back: null});
	assert.deepEqual(toLineEdges(line, null, feeOf), {best: null, back: null});
});

test('a book that is followed and not live is never made up for by what is told', () => {
	const {stores, board} = createMarketStores();
	stores[0]?.setStatus(
		'huobi:STEEM/USDT',
		{status: 'stale', reason: null, retryAt: null},
		startTime,
	);
	stores[0]?.publish();
	const [line] = board.lines();
	assert.ok(line);
	const quotes = line.quotes.map(quote => ({...quote, told: told[0]?.quotes[0]?.told ?? null}));
	assert.deepEqual(toLineEdges({...line, quotes}, parseDecimal('500'), feeOf), {
		...{best: null, back: null},
	});
});

for (const {sorting, isReversed, order} of [
	{sorting: 'net', isReversed: false, order: 'B/USDT A/USDT C/BTC'},
	// What has none comes last, whichever way.
	{sorting: 'net', isReversed: true, order: 'A/USDT B/USDT C/BTC'},
	{sorting: 'name', isReversed: false, order: 'A/USDT B/USDT C/BTC'},
	{sorting: 'name', isReversed: true, order: 'C/BTC B/USDT A/USDT'},
	{sorting: 'spread', isReversed: false, order: 'C/BTC A/USDT B/USDT'},
	{sorting: '24 h', isReversed: false, order: 'B/USDT A/USDT C/BTC'},
	{sorting: 'state', isReversed: false, order: 'C/BTC A/USDT B/USDT'},
] as const)
	test(`sorted by ${sorting}${isReversed ? ', reversed' : ''}: ${order}`, () => {
		const ranking = createMarketsRanking(fixedBoard(told), feeOf);
		assert.equal(names(ranking.rows({...wanted, sorting, isReversed})), order);
	});

for (const {filter, order} of [
	{filter: 'usdt', order: 'A/USDT B/USDT'},
	{filter: 'a/us', order: 'A/USDT'},
	{filter: 'aus', order: 'A/USDT'},
	{filter: 'BTC', order: 'C/BTC'},
	{filter: '/', order: 'A/USDT B/USDT C/BTC'},
	{filter: 'x', order: ''},
])
	test(`the filter ${filter} leaves ${order === '' ? 'none' : order}`, () => {
		const ranking = createMarketsRanking(fixedBoard(told), feeOf);
		assert.equal(names(ranking.rows({...wanted, sorting: 'name', filter})), order);
	});

test('each market has a size of about the same value, a typed one too', () => {
	const {board} = createMarketStores();
	const ranking = createMarketsRanking(board, feeOf);
	const sizes = (size: Wanted['size']) =>
		Object.fromEntries(
			ranking
				.rows({...wanted, size})
				.map(row => [row.line.market, row.size && formatDecimal(row.size)]),
		);
	assert.equal(sizes(0)['STEEM/USDT'], '500');
	assert.equal(sizes(0)['BTC/USDT'], '0.002');
	assert.equal(sizes(1)['BTC/USDT'], '0.005');
	const typed = sizes(parseDecimal('4321'));
	assert.equal(typed['STEEM/USDT'], '4321');
	assert.equal(typed['BTC/USDT'], '0.02');
});

test('the order is made anew once a second, what stands in it at once', () => {
	const {stores, board} = createMarketStores();
	const ranking = createMarketsRanking(board, feeOf);
	ranking.sample(startTime);
	const before = ranking.rows(wanted);
	stores[1]?.setStatus('huobi:BTC/USDT', {status: 'stale', reason: null, retryAt: null}, startTime);
	stores[1]?.publish();
	ranking.sample(startTime + 900);
	const now = ranking.rows(wanted);
	assert.equal(names(now), names(before));
	assert.equal(now.find(({line}) => line.market === 'BTC/USDT')?.edges().best, null);
	ranking.sample(startTime + 1000);
	assert.equal(ranking.rows(wanted).at(-1)?.line.market, 'BTC/USDT');
});

test('a frozen list knows nothing of what comes after', () => {
	const {stores, board} = createMarketStores();
	const ranking = createMarketsRanking(board, feeOf);
	const frozen = ranking.freeze();
	stores[0]?.setStatus(
		'huobi:STEEM/USDT',
		{status: 'failed', reason: null, retryAt: null},
		startTime,
	);
	stores[0]?.publish();
	const stateOf = (reader: typeof frozen) =>
		reader.rows(wanted).find(({line}) => line.market === 'STEEM/USDT')?.line.quotes[1]?.book
			?.status;
	assert.deepEqual([stateOf(frozen), stateOf(ranking)], ['live', 'failed']);
});
