import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBehindJudge, mostBehindMs} from './left-behind.js';

test('a live book that the exchange left long ago is wrong', () => {
	const {see, judge} = createBehindJudge(40_000);
	see(0, 100);
	see(1000, 105);
	assert.equal(judge(41_000, 100), null);
	assert.equal(judge(41_001, 100), 40_001);
	assert.equal(judge(90_000, 105), null, 'the exchange stands still, too');
});

test('a book ahead of the exchange is not behind', () => {
	const {see, judge} = createBehindJudge(40_000);
	see(0, 100);
	see(60_000, 110);
	assert.equal(judge(200_000, 120), null);
});

test('the past is forgotten, but not when a book was left', () => {
	const {see, judge} = createBehindJudge(1000);
	for (let at = 0; at <= 10_000; at += 100) see(at, at);
	assert.equal(judge(10_000, 9000), null);
	assert.equal(judge(10_000, 8800), 1100);
	assert.equal(judge(10_000, 5), 1100, 'no more is known than the bound');
});

test('the bounds hold what a link may take to be proven on', () => {
	assert.ok(mostBehindMs('binance') > 25_000 && mostBehindMs('binance') <= 60_000);
	assert.ok(mostBehindMs('huobi') > 15_000 && mostBehindMs('huobi') <= 60_000);
});
