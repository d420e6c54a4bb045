import type {Exchange} from '../exchange.js';
import {createOkxClient} from './client.js';
import {judgeAnswer, parseInstruments, parseServerTime} from './messages.js';
import {okxRecentTrades} from './recent-trades.js';
import {okxTickers} from './tickers.js';
import {okxSharing, okxWire} from './wire.js';

const spot = '/api/v5/public/instruments?instType=SPOT';

export const okx: Exchange = {
	id: 'okx',
	title: 'OKX',
	otherNames: ['okex'],
	// Those of the EEA and the US have other markets.
	endpoints: {ws: ['wss://ws.okx.com:8443'], rest: ['https://www.okx.com']},
	endpointVariables: {ws: 'STEEM_TUI_OKX_WS', rest: 'STEEM_TUI_OKX_REST'},
	channels: [
		{
			path: () => '/ws/v5/public',
			topics: ({symbol}) => [`books ${symbol}`, `trades ${symbol}`],
			createClient: createOkxClient,
			// The same ids reach every connection, but they may begin anew.
			...{ids: 'connection', loss: {type: 'ids'}, audit: 'rest'},
		},
	],
	tradesChannel: null,
	heartbeatMs: 30_000,
	// The server closes a connection on which nothing was sent to the client for 30 s.
	ping: {data: () => 'ping', everyMs: 15_000},
	staleAfterMs: 20_000,
	deadAfterMs: 30_000,
	maxConnectionMs: null,
	sharing: okxSharing,
	wire: okxWire,
	takerFee: {units: 1, decimals: 1},
	rest: {
		timePath: '/api/v5/public/time',
		parseTime: parseServerTime,
		judge: judgeAnswer,
		weight: null,
		listWeight: 1,
		snapshotWeight: 1,
	},
	listPath: symbol =>
		symbol === undefined ? spot : `${spot}&instId=${encodeURIComponent(symbol)}`,
	parseList: parseInstruments,
	tickers: okxTickers,
	recentTrades: okxRecentTrades,
	toSymbol: (base, quote) => `${base}-${quote}`,
};
