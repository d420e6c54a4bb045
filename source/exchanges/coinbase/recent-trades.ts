import {fieldOf, readRecent, type RecentTrades} from '../recent-trades.js';
import {toTrade} from './messages.js';

const pathOf = /\/api\/v3\/brokerage\/market\/products\/([^/]+)\/ticker$/;

/** How many there may be at most is not documented. */
const limit = 250;

/**
 * Newest first, each as in the stream: its side is the maker's.
 * https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/get-public-market-trades
 */
export const coinbaseRecentTrades: RecentTrades = {
	path: symbol =>
		`/api/v3/brokerage/market/products/${encodeURIComponent(symbol)}/ticker?limit=${limit}`,
	weight: 1,
	symbolOf: url => pathOf.exec(url.pathname)?.[1] ?? null,
	parse: (body, symbol) =>
		readRecent('Coinbase', body, {
			listOf: answer => fieldOf(answer, 'trades'),
			read: fill => toTrade(fill, symbol),
			isNewestFirst: true,
		}),
};
