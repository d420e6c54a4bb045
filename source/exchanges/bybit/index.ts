import type {Exchange} from '../exchange.js';
import {bookTopic, createBybitClient, tradesTopic} from './client.js';
import {judgeAnswer, parseInstruments, parseServerTime} from './messages.js';
import {bybitRecentTrades} from './recent-trades.js';
import {bybitTickers} from './tickers.js';
import {bybitSharing, bybitWire} from './wire.js';

const spot = '/v5/market/instruments-info?category=spot';

export const bybit: Exchange = {
	id: 'bybit',
	title: 'Bybit',
	// Hosts for single countries have other markets. https://bybit-exchange.github.io/docs/v5/guide
	endpoints: {
		ws: ['wss://stream.bybit.com'],
		rest: ['https://api.bybit.com', 'https://api.bytick.com'],
	},
	endpointVariables: {ws: 'STEEM_TUI_BYBIT_WS', rest: 'STEEM_TUI_BYBIT_REST'},
	channels: [
		{
			path: () => '/v5/public/spot',
			topics: market => [bookTopic(market), tradesTopic(market)],
			createClient: createBybitClient,
			// Ids begin at 1 after a restart.
			...{ids: 'connection', loss: {type: 'ids'}, audit: 'rest'},
		},
	],
	tradesChannel: null,
	heartbeatMs: 40_000,
	ping: {data: () => JSON.stringify({req_id: '1', op: 'ping'}), everyMs: 20_000},
	staleAfterMs: 30_000,
	deadAfterMs: 45_000,
	maxConnectionMs: null,
	sharing: bybitSharing,
	wire: bybitWire,
	takerFee: {units: 1, decimals: 1},
	rest: {
		timePath: '/v5/market/time',
		parseTime: parseServerTime,
		judge: judgeAnswer,
		weight: null,
		listWeight: 1,
		snapshotWeight: 1,
	},
	// Without a symbol it has only what is traded.
	listPath: symbol =>
		symbol === undefined ? spot : `${spot}&symbol=${encodeURIComponent(symbol)}`,
	parseList: parseInstruments,
	tickers: bybitTickers,
	recentTrades: bybitRecentTrades,
	toSymbol: (base, quote) => `${base}${quote}`,
};
