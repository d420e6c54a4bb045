import {parseTrade} from '../parse.js';
import {mostRecent, readRecent, type RecentTrades} from '../recent-trades.js';

/** Oldest first. https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#recent-trades-list */
export const binanceRecentTrades: RecentTrades = {
	path: symbol => `/api/v3/trades?symbol=${encodeURIComponent(symbol)}&limit=${mostRecent}`,
	weight: 25,
	symbolOf: url =>
		url.pathname.endsWith('/api/v3/trades') ? url.searchParams.get('symbol') : null,
	parse: body =>
		readRecent('Binance', body, {
			listOf: answer => answer,
			read({id, price, qty, time, isBuyerMaker}) {
				if (typeof isBuyerMaker !== 'boolean') throw new RangeError('no side');
				// Where the buyer was the maker, the taker sold.
				return parseTrade(id, price, qty, isBuyerMaker ? 'sell' : 'buy', time);
			},
		}),
};
