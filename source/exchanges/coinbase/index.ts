import type {Exchange} from '../exchange.js';
import {createCoinbaseClient} from './client.js';
import {parseProducts, parseServerTime} from './messages.js';
import {coinbaseRecentTrades} from './recent-trades.js';
import {coinbaseTickers} from './tickers.js';
import {coinbaseSharing, coinbaseWire, topicName} from './wire.js';

const listPath = '/api/v3/brokerage/market/products';

export const coinbase: Exchange = {
	id: 'coinbase',
	title: 'Coinbase',
	otherNames: ['gdax'],
	endpoints: {
		ws: ['wss://advanced-trade-ws.coinbase.com'],
		rest: ['https://api.coinbase.com'],
	},
	endpointVariables: {ws: 'STEEM_TUI_COINBASE_WS', rest: 'STEEM_TUI_COINBASE_REST'},
	channels: [
		{
			path: () => '/',
			topics: ({symbol}) => [topicName('level2', symbol), topicName('market_trades', symbol)],
			createClient: createCoinbaseClient,
			...{ids: 'connection', loss: {type: 'counter'}, audit: 'resubscribe'},
		},
	],
	tradesChannel: null,
	// One comes each second: our own ping asks where two are missing.
	heartbeatMs: 4000,
	ping: null,
	staleAfterMs: 5000,
	deadAfterMs: 10_000,
	maxConnectionMs: null,
	sharing: coinbaseSharing,
	wire: coinbaseWire,
	// Of the lowest tier, below 1,000 USD in 30 days, as api-evangelist/coinbase, plans/coinbase-plans-pricing.yml, has it:
	// Coinbase shows its fees to who is signed in alone.
	// https://help.coinbase.com/en/coinbase/trading-and-funding/advanced-trade/advanced-trade-fees
	takerFee: {units: 12, decimals: 1},
	feeDoubt: 'of the lowest tier, as others report it',
	rest: {
		timePath: '/api/v3/brokerage/time',
		parseTime: parseServerTime,
		weight: null,
		listWeight: 1,
		snapshotWeight: 0,
	},
	listPath: symbol =>
		symbol === undefined ? listPath : `${listPath}?product_ids=${encodeURIComponent(symbol)}`,
	parseList: parseProducts,
	tickers: coinbaseTickers,
	recentTrades: coinbaseRecentTrades,
	toSymbol: (base, quote) => `${base}-${quote}`,
};
