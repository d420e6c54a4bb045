import assert from 'node:assert/strict';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {coinbase} from '../../source/exchanges/coinbase/index.js';
import type {Exchange} from '../../source/exchanges/exchange.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import {upbit} from '../../source/exchanges/upbit/index.js';
import {createPace} from '../../source/feed/pace.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {startFeedRun} from '../helpers/feed-run.js';

test('so many are at once, the others one by one, and more at once only after a while', () => {
	const clock = createFakeClock(1000);
	const takeTurn = createPace({everyMs: 200, atOnce: 3}, clock);
	const take = (count: number) => Array.from({length: count}, takeTurn);
	assert.deepEqual(take(5), [0, 0, 0, 200, 400]);
	clock.advance(500);
	assert.deepEqual(take(2), [100, 300]);
	clock.advance(10_000);
	assert.deepEqual(take(4), [0, 0, 0, 200]);
});

/** How many messages go out in a second at the most, where each moment brings one that cannot be read. */
const mostInSecond = (exchange: Exchange, symbol: string): number => {
	const {clock, socket, sockets, feed} = startFeedRun(exchange, symbol);
	const sentAt: number[] = [];
	let known = 0;
	const opened = new Set<unknown>();
	for (let ms = 0; ms < 20_000; ms += 10) {
		const current = socket();
		if (!opened.has(current)) current.emit({type: 'open'});
		else if (!current.isClosed) current.emit({type: 'message', data: '{'});
		opened.add(current);
		clock.advance(10);
		const count = sockets.reduce((sum, {sent}) => sum + sent.length, 0);
		for (; known < count; known++) sentAt.push(clock.now());
	}
	feed.stop();
	assert.ok(known >= 6, 'it goes on asking');
	return Math.max(
		...sentAt.map(from => sentAt.filter(at => at >= from && at < from + 1000).length),
	);
};

test('what cannot be read is answered by no more messages than an exchange takes', () => {
	assert.ok(mostInSecond(upbit, 'KRW-STEEM') <= 5, 'Upbit');
	assert.ok(mostInSecond(coinbase, 'ETH-USD') <= 8, 'Coinbase');
});

test('signs of life are answered at once, however many come', () => {
	const {socket} = startFeedRun(huobi, 'steemusdt');
	socket().emit({type: 'open'});
	for (let time = 1; time <= 50; time++)
		socket().emit({type: 'message', data: gzipSync(`{"ping":${time}}`)});
	assert.equal(socket().sent.at(-1), '{"pong":50}');
	assert.equal(socket().sent.filter(data => data.includes('pong')).length, 50);
});

test('nothing goes out before what waits, though that is due for long', () => {
	const {clock, socket} = startFeedRun(coinbase, 'ETH-USD');
	const first = socket();
	first.emit({type: 'open'});
	first.emit({type: 'message', data: '{'});
	const known = first.sent.length;
	// Timers run no sooner than what came meanwhile is read.
	clock.sleep(2000);
	first.emit({type: 'message', data: '{'});
	assert.equal(first.sent.length, known);
	clock.advance(600);
	const types = first.sent.slice(known).map(data => (JSON.parse(data) as {type: string}).type);
	assert.deepEqual(types, ['unsubscribe', 'subscribe', 'unsubscribe', 'subscribe']);
	clock.advance(2000);
	first.emit({type: 'message', data: '{'});
	assert.equal(first.sent.length, known + 6, 'nothing waits any more, so it goes out at once');
});

test('what waits for its turn as a connection ends is never sent', () => {
	const {clock, socket, feed} = startFeedRun(coinbase, 'ETH-USD');
	const first = socket();
	first.emit({type: 'open'});
	for (let count = 0; count < 4; count++) first.emit({type: 'message', data: '{'});
	const {length} = first.sent;
	feed.stop();
	clock.advance(60_000);
	assert.equal(first.sent.length, length);
});
