import type {BookChannel, Exchange, Market} from '../exchange.js';
import {parseTimeField} from '../parse.js';
import {parsePairs} from './messages.js';
import {createObuClient, createUpdatesClient} from './client.js';
import {ping} from './requests.js';
import {gateRecentTrades} from './recent-trades.js';
import {gateTickers} from './tickers.js';
import {nameOf, obuTopic, tradesTopic, updatesTopic, type Topic} from './topics.js';
import {gateSharing, gateWire} from './wire.js';

const toChannel = (
	topicOf: (market: Market) => Topic,
	createClient: BookChannel['createClient'],
): BookChannel => ({
	path: () => '/ws/v4/',
	topics: market => [nameOf(topicOf(market)), nameOf(tradesTopic(market))],
	createClient,
	...{ids: 'exchange', loss: {type: 'ids'}, audit: 'rest'},
});

export const gate: Exchange = {
	id: 'gate',
	title: 'Gate',
	otherNames: ['gateio', 'gate.io'],
	endpoints: {
		ws: ['wss://api.gateio.ws'],
		rest: ['https://api.gateio.ws', 'https://api.gateapi.io'],
	},
	endpointVariables: {ws: 'STEEM_TUI_GATE_WS', rest: 'STEEM_TUI_GATE_REST'},
	channels: [toChannel(obuTopic, createObuClient), toChannel(updatesTopic, createUpdatesClient)],
	tradesChannel: null,
	// It pings, and does not say how often; our own pings come after half of this.
	heartbeatMs: 2 * ping.everyMs,
	ping,
	staleAfterMs: 25_000,
	deadAfterMs: 40_000,
	maxConnectionMs: null,
	sharing: gateSharing,
	wire: gateWire,
	takerFee: {units: 2, decimals: 1},
	rest: {
		timePath: '/api/v4/spot/time',
		parseTime: body => parseTimeField(body, 'server_time'),
		weight: null,
		listWeight: 1,
		snapshotWeight: 1,
	},
	listPath: symbol =>
		symbol === undefined
			? '/api/v4/spot/currency_pairs'
			: `/api/v4/spot/currency_pairs/${encodeURIComponent(symbol)}`,
	parseList: parsePairs,
	tickers: gateTickers,
	recentTrades: gateRecentTrades,
	toSymbol: (base, quote) => `${base}_${quote}`,
};
