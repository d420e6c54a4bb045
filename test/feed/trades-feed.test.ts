import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {startBinance, startFeedRun} from '../helpers/feed-run.js';

const gzip = (text: string) => ({type: 'message' as const, data: gzipSync(text)});

const fills = (...ids: number[]) =>
	gzip(
		JSON.stringify({
			ch: 'market.steemusdt.trade.detail',
			ts: 1,
			tick: {
				data: ids.map(tradeId => ({tradeId, price: 1.5, amount: 2, direction: 'buy', ts: 9})),
			},
		}),
	);

const startHuobi = () => {
	const run = startFeedRun(huobi, 'steemusdt', true);
	const [, trades] = run.sockets;
	assert.equal(trades?.url, 'ws://exchange/ws');
	return {...run, trades};
};

const idsOf = ({view}: ReturnType<typeof startFeedRun>) => view().trades.map(({id}) => Number(id));

test('takes the trades of an exchange from a connection of their own', () => {
	const run = startHuobi();
	run.trades.emit({type: 'open'});
	run.trades.emit(fills(12, 11));
	assert.deepEqual(idsOf(run), [11, 12]);
	assert.equal(run.view().status, 'connecting');
});

test('tells no fill twice', () => {
	const run = startHuobi();
	run.trades.emit(fills(11, 12));
	run.trades.emit(fills(12, 13));
	assert.deepEqual(idsOf(run), [11, 12, 13]);
});

test('keeps a bounded number of fills', () => {
	const run = startHuobi();
	run.trades.emit(fills(...Array.from({length: 900}, (_, index) => index + 1)));
	assert.deepEqual([idsOf(run).length, idsOf(run).at(-1)], [500, 900]);
});

test('comes back for the trades without a word about the book', () => {
	const run = startHuobi();
	run.trades.emit({type: 'close', reason: 'x: connection lost'});
	assert.equal(run.view().status, 'connecting');
	run.clock.advance(500);
	assert.deepEqual(
		run.sockets.map(({url}) => url),
		['ws://exchange/feed', 'ws://exchange/ws', 'ws://exchange/ws'],
	);
	run.feed.stop();
	assert.ok(run.sockets.at(-1)?.isClosed);
});

const closed = {type: 'close', reason: 'x: connection lost'} as const;

test('waits longer for each connection for trades, until some come', () => {
	const {clock, sockets} = startHuobi();
	const newest = () => sockets.filter(({url}) => url.endsWith('/ws')).at(-1);
	for (const waitMs of [500, 1000, 2000]) {
		newest()?.emit(closed);
		const {length} = sockets;
		clock.advance(waitMs - 1);
		assert.equal(sockets.length, length);
		clock.advance(1);
		assert.equal(sockets.length, length + 1);
	}
	newest()?.emit(fills(11));
	newest()?.emit(closed);
	clock.advance(500);
	assert.equal(newest()?.isClosed, false);
});

test('a connection for trades that is waited for long is neither silent nor is the next one', () => {
	const {clock, sockets} = startHuobi();
	const links = () => sockets.filter(({url}) => url.endsWith('/ws'));
	for (const waitMs of [500, 1000, 2000, 4000, 8000, 16_000]) {
		links().at(-1)?.emit(closed);
		clock.advance(waitMs);
	}
	assert.equal(links().length, 7);
	clock.advance(2000);
	assert.equal(links().at(-1)?.isClosed, false);
});

test('fills may be missing from one connection for trades to the next', () => {
	const run = startHuobi();
	run.trades.emit(fills(11, 12));
	run.trades.emit(closed);
	assert.deepEqual(run.view().tapeFacts?.breaks, []);
	run.clock.advance(500);
	assert.deepEqual(run.view().tapeFacts?.breaks, ['12']);
});

test('goes to another host at once where the first is not found', () => {
	const endpoints = {ws: ['ws://a', 'ws://b'], rest: 'http://a'} as const;
	const {sockets, clock} = startFeedRun(huobi, 'steemusdt', true, endpoints);
	assert.equal(sockets[1]?.url, 'ws://a/ws');
	sockets[1].emit({type: 'close', reason: 'a: not found', errorCode: 'ENOTFOUND'});
	clock.advance(0);
	assert.equal(sockets.at(-1)?.url, 'ws://b/ws');
});

test('connects for no trades once it is stopped', () => {
	for (const isLost of [false, true]) {
		const {feed, clock, sockets, trades} = startHuobi();
		trades.emit(isLost ? closed : {type: 'open'});
		feed.stop();
		clock.advance(120_000);
		assert.equal(sockets.length, 2);
	}
});

test('gives a silent connection up', () => {
	const run = startHuobi();
	run.trades.emit({type: 'open'});
	run.clock.advance(13_500);
	assert.ok(run.trades.isClosed);
});

test('gives a connection up that has been late for half a minute', () => {
	const {trades, clock} = startHuobi();
	trades.emit({type: 'open'});
	const lateMs = [0, 0, 5000, 5000, 5000, 5000, 5000, 5000];
	for (const [beat, ms] of lateMs.entries()) {
		clock.advance(5000 * beat + ms - (clock.now() - 1_700_000_000_000));
		trades.emit(gzip(`{"ping":${5000 * beat}}`));
	}
	clock.advance(4000);
	assert.equal(trades.isClosed, false);
	clock.advance(1000);
	assert.equal(trades.isClosed, true);
});

test('takes trades from the connection of the book where they come with it', () => {
	const run = startBinance();
	run.socket().emit({type: 'open'});
	const trade = {e: 'trade', s: 'STEEMUSDT', t: 5, p: '1', q: '2', T: 3, m: true};
	run.socket().emit({type: 'message', data: JSON.stringify(trade)});
	assert.deepEqual(idsOf(run), [5]);
});
