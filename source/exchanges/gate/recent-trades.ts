import {parseTrade} from '../parse.js';
import {mostRecent, readRecent, sideOf, type RecentTrades} from '../recent-trades.js';

const sides = {buy: 'buy', sell: 'sell'};

/** Newest first. https://www.gate.com/docs/developers/apiv4/#query-market-transaction-records */
export const gateRecentTrades: RecentTrades = {
	path: symbol =>
		`/api/v4/spot/trades?currency_pair=${encodeURIComponent(symbol)}&limit=${mostRecent}`,
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/spot/trades') ? url.searchParams.get('currency_pair') : null,
	parse: (body, symbol) =>
		readRecent('Gate', body, {
			listOf: answer => answer,
			read({id, currency_pair: pair, price, amount, side, create_time_ms: time}) {
				if (pair !== symbol) throw new RangeError('a fill of another market');
				return parseTrade(id, price, amount, sideOf(side, sides), time);
			},
			isNewestFirst: true,
		}),
};
