import type {Exchange} from '../exchange.js';
import {parseDateHeader} from '../parse.js';
import {createUpbitClient} from './client.js';
import {parseMarkets} from './messages.js';
import {upbitRecentTrades} from './recent-trades.js';
import {upbitTickers} from './tickers.js';
import {bookTopic, tradesTopic} from './topics.js';
import {upbitSharing, upbitWire} from './wire.js';

export const upbit: Exchange = {
	id: 'upbit',
	title: 'Upbit',
	// Those of Singapore, Indonesia and Thailand have other markets: no help where this one does not serve.
	endpoints: {ws: ['wss://api.upbit.com'], rest: ['https://api.upbit.com']},
	endpointVariables: {ws: 'STEEM_TUI_UPBIT_WS', rest: 'STEEM_TUI_UPBIT_REST'},
	channels: [
		{
			path: () => '/websocket/v1',
			topics: market => [bookTopic(market), tradesTopic(market)],
			createClient: createUpbitClient,
			...{ids: 'exchange', loss: {type: 'whole-pushes'}, audit: 'rest'},
		},
	],
	tradesChannel: null,
	// It never pings; a connection ends where nothing was said for 120 s. Ours are ping frames, after half of this:
	// a `PING` in words would count among the 100 messages a minute.
	heartbeatMs: 20_000,
	ping: null,
	staleAfterMs: 45_000,
	deadAfterMs: 60_000,
	maxConnectionMs: null,
	sharing: upbitSharing,
	wire: upbitWire,
	// Of markets in won. Upbit's own page of fees was not in reach.
	takerFee: {units: 5, decimals: 2},
	takerFeeByQuote: {BTC: {units: 25, decimals: 2}, USDT: {units: 25, decimals: 2}},
	feeDoubt: 'of markets in BTC and USDT, as others report it',
	rest: {
		timePath: null,
		timeStepMs: 1000,
		parseTime: (_, date) => parseDateHeader(date),
		weight: null,
		listWeight: 1,
		snapshotWeight: 1,
	},
	listPath: () => '/v1/market/all',
	parseList: parseMarkets,
	tickers: upbitTickers,
	recentTrades: upbitRecentTrades,
	toSymbol: (base, quote) => `${quote}-${base}`,
};
