import {isObject, parseSeconds, parseTrade} from '../parse.js';
import {fieldOf, mostRecent, readRecent, sideOf, type RecentTrades} from '../recent-trades.js';
import {oldNames} from './old-names.js';

/** The one list of the answer is named by the pair, by its old name where it has one; beside it stands `last`. */
const fillsOf = (answer: unknown): unknown => {
	const result = fieldOf(answer, 'result');
	const lists = isObject(result) ? Object.values(result).filter(Array.isArray) : [];
	return lists.length === 1 ? lists[0] : null;
};

const sides = {buy: 'b', sell: 's'};

/** Fills are lists, oldest first; their times are in seconds. https://docs.kraken.com/api/docs/rest-api/get-recent-trades */
export const krakenRecentTrades: RecentTrades = {
	path(symbol) {
		const names = symbol.split('/').map(name => oldNames[name] ?? name);
		return `/0/public/Trades?pair=${encodeURIComponent(names.join(''))}&count=${mostRecent}`;
	},
	weight: 1,
	symbolOf: url =>
		url.pathname.endsWith('/0/public/Trades') ? url.searchParams.get('pair') : null,
	parse: body =>
		readRecent('Kraken', body, {
			listOf: fillsOf,
			readList([price, size, time, side, _type, _more, id]) {
				return parseTrade(id, price, size, sideOf(side, sides), parseSeconds(time));
			},
		}),
};
