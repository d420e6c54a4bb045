import type {Exchange} from '../exchange.js';
import {seenLevels} from './checksum.js';
import {createKrakenClient} from './client.js';
import {judgeAnswer, parsePairs, parseServerTime} from './messages.js';
import {oldNames} from './old-names.js';
import {krakenRecentTrades} from './recent-trades.js';
import {krakenTickers} from './tickers.js';
import {krakenSharing, krakenWire, topicName} from './wire.js';

export const kraken: Exchange = {
	id: 'kraken',
	title: 'Kraken',
	endpoints: {ws: ['wss://ws.kraken.com'], rest: ['https://api.kraken.com']},
	endpointVariables: {ws: 'STEEM_TUI_KRAKEN_WS', rest: 'STEEM_TUI_KRAKEN_REST'},
	channels: [
		{
			path: () => '/v2',
			topics: ({symbol}) => [topicName('book', symbol), topicName('trade', symbol)],
			createClient: createKrakenClient,
			...{ids: 'none', loss: {type: 'checksum', levels: seenLevels}, audit: 'checksum'},
		},
	],
	tradesChannel: null,
	// One comes each second in which nothing else does: our own ping asks where two are missing.
	heartbeatMs: 4000,
	ping: null,
	staleAfterMs: 5000,
	deadAfterMs: 10_000,
	maxConnectionMs: null,
	sharing: krakenSharing,
	wire: krakenWire,
	takerFee: {units: 4, decimals: 1},
	rest: {
		timePath: '/0/public/Time',
		parseTime: parseServerTime,
		judge: judgeAnswer,
		weight: null,
		...{listWeight: 1, snapshotWeight: 0},
		timeStepMs: 1000,
	},
	listPath(symbol) {
		if (symbol === undefined) return '/0/public/AssetPairs';
		const names = symbol.split('/').map(name => oldNames[name] ?? name);
		return `/0/public/AssetPairs?pair=${encodeURIComponent(names.join(''))}`;
	},
	parseList: parsePairs,
	tickers: krakenTickers,
	recentTrades: krakenRecentTrades,
	toSymbol: (base, quote) => `${base}/${quote}`,
};
