import type {Exchange} from '../exchange.js';
import {createDepthClient, depthTopic} from './depth-client.js';
import {createMbpClient, mbpTopic} from './mbp-client.js';
import {parseSymbols, parseTimestamp} from './messages.js';
import {huobiRecentTrades} from './recent-trades.js';
import {huobiSharing} from './sharing.js';
import {huobiTickers} from './tickers.js';
import {createTradesClient, tradesTopic} from './trades-client.js';
import {huobiWire} from './wire.js';

export const huobi: Exchange = {
	id: 'huobi',
	title: 'Huobi',
	otherNames: ['htx', 'huobipro'],
	// The second is that of the same servers for clients at AWS.
	endpoints: {
		ws: ['wss://api.huobi.pro', 'wss://api-aws.huobi.pro'],
		rest: ['https://api.huobi.pro', 'https://api-aws.huobi.pro'],
	},
	endpointVariables: {ws: 'STEEM_TUI_HUOBI_WS', rest: 'STEEM_TUI_HUOBI_REST'},
	channels: [
		{
			path: () => '/feed',
			topics: market => [mbpTopic(market)],
			createClient: createMbpClient,
			...{ids: 'exchange', loss: {type: 'ids'}, audit: 'socket'},
		},
		{
			path: () => '/ws',
			topics: market => [depthTopic(market)],
			createClient: createDepthClient,
			...{ids: 'exchange', loss: {type: 'whole-pushes'}, audit: 'socket'},
		},
	],
	// Trades are served on `/ws` alone, the incremental book on `/feed` alone.
	tradesChannel: {
		path: () => '/ws',
		topics: market => [tradesTopic(market)],
		createClient: createTradesClient,
	},
	sharing: huobiSharing,
	wire: huobiWire,
	heartbeatMs: 5000,
	ping: null,
	staleAfterMs: 8000,
	deadAfterMs: 13_000,
	maxConnectionMs: null,
	takerFee: {units: 2, decimals: 1},
	rest: {
		timePath: '/v1/common/timestamp',
		parseTime: parseTimestamp,
		weight: null,
		listWeight: 1,
		snapshotWeight: 0,
	},
	// The list cannot be asked for a single market.
	listPath: () => '/v1/common/symbols',
	parseList: parseSymbols,
	tickers: huobiTickers,
	recentTrades: huobiRecentTrades,
	toSymbol: (base, quote) => `${base}${quote}`.toLowerCase(),
};
