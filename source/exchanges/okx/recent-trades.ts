import {addDecimals, compareDecimals} from '../../book/fixed-point.js';
import type {Trade} from '../../book/trade.js';
import {fieldOf, mostRecent, readRecent, type RecentTrades} from '../recent-trades.js';
import {toTrade} from './messages.js';

const isSameOrder = (one: Trade, next: Trade): boolean =>
	one.time === next.time && one.side === next.side && compareDecimals(one.price, next.price) === 0;

/** The stream tells what one order took at a price as one fill, by the id of the last: so these are told, too. */
const merge = (trades: readonly Trade[]): readonly Trade[] => {
	const merged: Trade[] = [];
	for (const trade of trades) {
		const last = merged.at(-1);
		if (last && isSameOrder(last, trade))
			merged[merged.length - 1] = {...trade, size: addDecimals(last.size, trade.size)};
		else merged.push(trade);
	}
	return merged;
};

/** Newest first. https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-trades */
export const okxRecentTrades: RecentTrades = {
	path: symbol => `/api/v5/market/trades?instId=${encodeURIComponent(symbol)}&limit=${mostRecent}`,
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/api/v5/market/trades') ? url.searchParams.get('instId') : null,
	parse: (body, symbol) =>
		merge(
			readRecent('OKX', body, {
				listOf: answer => (fieldOf(answer, 'code') === '0' ? fieldOf(answer, 'data') : null),
				read(fill) {
					if (fill['instId'] !== symbol) throw new RangeError('a fill of another market');
					return toTrade(fill);
				},
				isNewestFirst: true,
			}),
		),
};
