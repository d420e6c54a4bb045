import {isObject} from '../parse.js';
import {fieldOf, mostRecent, readRecent, type RecentTrades} from '../recent-trades.js';
import {toTrade} from './messages.js';

/** Fills come in groups, newest first, as does each group. */
const fillsOf = (answer: unknown): unknown => {
	const groups = fieldOf(answer, 'status') === 'ok' ? fieldOf(answer, 'data') : null;
	if (!Array.isArray(groups)) return null;
	return groups.flatMap((group: unknown): readonly unknown[] => {
		const fills = fieldOf(group, 'data');
		if (!isObject(group) || !Array.isArray(fills)) throw new RangeError('a group without fills');
		return fills;
	});
};

/** What the stream calls `tradeId` is `trade-id` here. https://huobiapi.github.io/docs/spot/v1/en/#get-the-most-recent-trades */
export const huobiRecentTrades: RecentTrades = {
	path: symbol => `/market/history/trade?symbol=${encodeURIComponent(symbol)}&size=${mostRecent}`,
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/market/history/trade') ? url.searchParams.get('symbol') : null,
	parse: body =>
		readRecent('Huobi', body, {
			listOf: fillsOf,
			read: fill => toTrade({...fill, tradeId: fill['trade-id']}),
			isNewestFirst: true,
		}),
};
