import {parseSeconds, parseTrade} from '../parse.js';
import {readRecent, sideOf, type RecentTrades} from '../recent-trades.js';

const sides = {buy: '0', sell: '1'};

/** Those of an hour, newest first, their times in whole seconds. https://www.bitstamp.net/api/#tag/Market-info/operation/GetTransactions */
export const bitstampRecentTrades: RecentTrades = {
	path: symbol => `/api/v2/transactions/${encodeURIComponent(symbol)}/?time=hour`,
	weight: 1,
	symbolOf: url => /\/api\/v2\/transactions\/([^/]+)\/?$/.exec(url.pathname)?.[1] ?? null,
	parse: body =>
		readRecent('Bitstamp', body, {
			listOf: answer => answer,
			read({tid, price, amount, type, date}) {
				return parseTrade(tid, price, amount, sideOf(type, sides), parseSeconds(date));
			},
			isNewestFirst: true,
		}),
};
