import {parseTrade} from '../parse.js';
import {readRecent, sideOf, type RecentTrades} from '../recent-trades.js';

/** The most that its documentation ever named. */
const limit = 200;

const sides = {buy: 'BID', sell: 'ASK'};

/** Newest first; `ask_bid` is what the taker did. https://docs.upbit.com/kr/reference/list-pair-trades */
export const upbitRecentTrades: RecentTrades = {
	path: symbol => `/v1/trades/ticks?market=${encodeURIComponent(symbol)}&count=${limit}`,
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/v1/trades/ticks') ? url.searchParams.get('market') : null,
	parse: (body, symbol) =>
		readRecent('Upbit', body, {
			listOf: answer => answer,
			read(fill) {
				if (fill['market'] !== symbol) throw new RangeError('a fill of another market');
				const {sequential_id: id, trade_price: price, trade_volume: size, timestamp} = fill;
				return parseTrade(id, price, size, sideOf(fill['ask_bid'], sides), timestamp);
			},
			isNewestFirst: true,
		}),
};
