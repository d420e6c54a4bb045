import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Ticker} from '../../source/book/ticker.js';
import {changeRole, changeText} from '../../source/panes/markets/market-texts.js';

const none = {bid: null, ask: null, last: null, open: null, high: null, low: null, volume: null};

for (const [percent, text, role] of [
	[1.26, '+1.3', 'bid'],
	[-1.26, '−1.3', 'ask'],
	[0.01, '0.0', 'muted'],
	[12_345, '>+999', 'bid'],
	[-12_345, '<−999', 'ask'],
] as const)
	test(`a day's change of ${percent} % has its colour`, () => {
		const ticker: Ticker = {...none, name: 'STEEMUSDT', changePercent: percent};
		const names = {exchange: 'binance', title: 'Binance'};
		const quote = {...names, tickSize: null, book: null, told: {ticker, at: 0}};
		assert.deepEqual([changeText(quote), changeRole(quote)], [text, role]);
	});
