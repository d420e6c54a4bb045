import type {Exchange} from '../exchange.js';
import {createBinanceClient, streamPath} from './client.js';
import {parseExchangeInfo} from './messages.js';

export const binance: Exchange = {
	id: 'binance',
	title: 'Binance',
	endpoints: {ws: 'wss://stream.binance.com:9443', rest: 'https://api.binance.com'},
	endpointVariables: {ws: 'STEEM_TUI_BINANCE_WS', rest: 'STEEM_TUI_BINANCE_REST'},
	channels: [{path: streamPath, createClient: createBinanceClient}],
	// The server pings every 20 s.
	staleAfterMs: 30_000,
	deadAfterMs: 60_000,
	listPath: symbol =>
		symbol === undefined
			? '/api/v3/exchangeInfo'
			: `/api/v3/exchangeInfo?symbol=${encodeURIComponent(symbol)}`,
	parseList: parseExchangeInfo,
	toSymbol: (base, quote) => `${base}${quote}`,
};
