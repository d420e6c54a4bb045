import type {Exchange} from '../exchange.js';
import {createBinanceClient, snapshotWeight, streamPath, streamsOf} from './client.js';
import {parseExchangeInfo, parseServerTime} from './messages.js';
import {binanceRecentTrades} from './recent-trades.js';
import {binanceSharing} from './sharing.js';
import {binanceTickers} from './tickers.js';
import {binanceWire} from './wire.js';

export const binance: Exchange = {
	id: 'binance',
	title: 'Binance',
	// Those of `binance.vision` serve market data alone, and where the others may not.
	// https://developers.binance.com/docs/binance-spot-api-docs/faqs/market_data_only
	// `api1` to `api4` are the servers of `api` by other names: no help where that is blocked.
	endpoints: {
		ws: [
			'wss://stream.binance.com:9443',
			'wss://stream.binance.com:443',
			'wss://data-stream.binance.vision',
		],
		rest: [
			'https://api.binance.com',
			'https://api-gcp.binance.com',
			'https://data-api.binance.vision',
		],
	},
	endpointVariables: {ws: 'STEEM_TUI_BINANCE_WS', rest: 'STEEM_TUI_BINANCE_REST'},
	channels: [
		{
			...{path: streamPath, topics: streamsOf, createClient: createBinanceClient},
			...{ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'},
		},
	],
	tradesChannel: null,
	heartbeatMs: 20_000,
	ping: null,
	staleAfterMs: 22_000,
	deadAfterMs: 24_000,
	maxConnectionMs: 24 * 3_600_000,
	sharing: binanceSharing,
	wire: binanceWire,
	takerFee: {units: 1, decimals: 1},
	rest: {
		timePath: '/api/v3/time',
		parseTime: parseServerTime,
		weight: {header: 'x-mbx-used-weight-1m', perMinute: 6000},
		listWeight: 20,
		snapshotWeight,
	},
	listPath: symbol =>
		symbol === undefined
			? '/api/v3/exchangeInfo'
			: `/api/v3/exchangeInfo?symbol=${encodeURIComponent(symbol)}`,
	parseList: parseExchangeInfo,
	tickers: binanceTickers,
	recentTrades: binanceRecentTrades,
	toSymbol: (base, quote) => `${base}${quote}`,
};
