import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMarketPicker, marketMenu} from '../../source/app/market-picker.js';
import {toMarketList} from '../../source/session/running.js';
import {binance} from '../../source/exchanges/binance/index.js';
import {huobi} from '../../source/exchanges/huobi/index.js';
import type {Exchange, Market} from '../../source/exchanges/exchange.js';
import {systemClock} from '../../source/clock.js';
import {linkVenue} from '../../source/feed/venue.js';
import type {MarketMenu} from '../../source/screen/menu-list.js';
import type {HttpResponse} from '../../source/transport/transport.js';

const market = (base: string, quote: string, halted?: string): Market => ({
	base,
	quote,
	symbol: base + quote,
	tickSize: null,
	sizeStep: null,
	state: halted === undefined ? {type: 'trading'} : {type: 'halted', word: halted, hasData: false},
});

test('tells who has a market, the best to pick first', () => {
	const menu = marketMenu([
		{
			exchange: binance,
			answer: [
				market('ADA', 'BTC'),
				market('BNB', 'USDT', 'BREAK'),
				market('STEEM', 'USDT'),
				market('XMR', 'BTC'),
				market('TRX', 'USDT'),
			],
		},
		{
			exchange: huobi,
			answer: [market('STEEM', 'USDT', 'suspend'), market('HT', 'USDT'), market('XMR', 'BTC')],
		},
	]);
	assert.deepEqual(menu, {
		items: [
			{name: 'XMR/BTC', help: 'Binance · Huobi'},
			{name: 'HT/USDT', help: 'Huobi'},
			{name: 'TRX/USDT', help: 'Binance'},
			{name: 'STEEM/USDT', help: 'Binance · Huobi (suspend)'},
			{name: 'ADA/BTC', help: 'Binance'},
			{name: 'BNB/USDT', help: 'Binance (BREAK)'},
		],
		notes: [],
	});
});

const list = (symbols: readonly string[]) =>
	JSON.stringify({
		symbols: symbols.map(base => ({
			symbol: `${base}USDT`,
			status: 'TRADING',
			baseAsset: base,
			quoteAsset: 'USDT',
			filters: [],
		})),
	});

/** A link whose answers are given by hand. */
const linkOf = (exchange: Exchange) => {
	const asked: {url: string; answer: (status: number, body: string) => Promise<void>}[] = [];
	const get = (url: string) =>
		new Promise<HttpResponse>(resolve => {
			asked.push({
				url,
				async answer(status, body) {
					resolve({status, headers: {}, body});
					await new Promise(setImmediate);
				},
			});
		});
	const transport = {
		get,
		connect: () => {
			throw new Error('no socket is needed');
		},
	};
	const venue = {exchange, endpoints: {ws: 'ws://x', rest: 'http://x'}};
	return {link: linkVenue(venue, {transport, clock: systemClock, share: 1}), asked};
};

test('reads the lists once, says meanwhile that it does, and asks again for what failed', async () => {
	const menus: MarketMenu[] = [];
	const one = linkOf(binance);
	const other = linkOf(huobi);
	const links = [toMarketList(one.link), toMarketList(other.link)];
	const picker = createMarketPicker(menu => menus.push(menu));
	picker.open(links);
	picker.open(links);
	assert.deepEqual(menus.at(-1), {
		items: [],
		notes: ['reading the list of Binance…', 'reading the list of Huobi…'],
	});
	await one.asked[0]?.answer(200, list(['STEEM']));
	await other.asked[0]?.answer(500, '');
	assert.deepEqual(menus.at(-1)?.items, [{name: 'STEEM/USDT', help: 'Binance'}]);
	assert.match(menus.at(-1)?.notes.join() ?? '', /^no list of Huobi: the exchange answered with/);
	assert.deepEqual([one.asked.length, other.asked.length], [1, 1]);
	picker.open(links);
	assert.deepEqual([one.asked.length, other.asked.length], [1, 2]);
});
