import type {Exchange} from '../exchange.js';
import {parseDateHeader} from '../parse.js';
import {createBitstampClient} from './client.js';
import {parsePairs} from './messages.js';
import {bitstampRecentTrades} from './recent-trades.js';
import {bitstampTickers} from './tickers.js';
import {bookTopic, tradesTopic} from './topics.js';
import {bitstampSharing, bitstampWire} from './wire.js';

export const bitstamp: Exchange = {
	id: 'bitstamp',
	title: 'Bitstamp',
	endpoints: {ws: ['wss://ws.bitstamp.net'], rest: ['https://www.bitstamp.net']},
	endpointVariables: {ws: 'STEEM_TUI_BITSTAMP_WS', rest: 'STEEM_TUI_BITSTAMP_REST'},
	channels: [
		{
			path: () => '/',
			topics: market => [bookTopic(market), tradesTopic(market)],
			createClient: createBitstampClient,
			...{ids: 'exchange', loss: {type: 'whole-pushes'}, audit: 'rest'},
		},
	],
	tradesChannel: null,
	heartbeatMs: 20_000,
	ping: {data: () => '{"event":"bts:heartbeat"}', everyMs: 20_000},
	staleAfterMs: 40_000,
	deadAfterMs: 60_000,
	// It asks for a new one by a message.
	maxConnectionMs: null,
	sharing: bitstampSharing,
	wire: bitstampWire,
	// Of the lowest tier, below 10,000 USD in 30 days. As api-evangelist/bitstamp, finops/finops.yml, has it from
	// https://www.bitstamp.net/fee_schedule/, which was not in reach.
	takerFee: {units: 4, decimals: 1},
	feeDoubt: 'of the lowest tier, as others report it',
	rest: {
		timePath: null,
		timeStepMs: 1000,
		parseTime: (_, date) => parseDateHeader(date),
		weight: null,
		listWeight: 1,
		snapshotWeight: 1,
	},
	listPath: () => '/api/v2/trading-pairs-info/',
	parseList: parsePairs,
	tickers: bitstampTickers,
	recentTrades: bitstampRecentTrades,
	toSymbol: (base, quote) => `${base}${quote}`.toLowerCase(),
};
