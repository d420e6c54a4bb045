import {parseTrade} from '../parse.js';
import {fieldOf, readRecent, sideOf, type RecentTrades} from '../recent-trades.js';

/** As many as there are of a spot market. */
const limit = 60;

const sides = {buy: 'Buy', sell: 'Sell'};

/** Newest first; what the stream calls `i` is `execId` here. https://bybit-exchange.github.io/docs/v5/market/recent-trade */
export const bybitRecentTrades: RecentTrades = {
	path: symbol =>
		`/v5/market/recent-trade?category=spot&symbol=${encodeURIComponent(symbol)}&limit=${limit}`,
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/v5/market/recent-trade') ? url.searchParams.get('symbol') : null,
	parse: (body, wanted) =>
		readRecent('Bybit', body, {
			listOf: answer => fieldOf(fieldOf(answer, 'result'), 'list'),
			read({execId, symbol, price, size, side, time}) {
				if (symbol !== wanted) throw new RangeError('a fill of another market');
				return parseTrade(execId, price, size, sideOf(side, sides), time);
			},
			isNewestFirst: true,
		}),
};
