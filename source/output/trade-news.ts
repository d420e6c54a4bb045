import {formatDecimal} from '../book/fixed-point.js';
import type {Trade} from '../book/trade.js';
import {padEndCells} from '../screen/cells.js';
import type {BookView} from '../store/market-view.js';
import type {CreateNews} from './news.js';

const toJson = ({exchange, market}: BookView, trade: Trade, receivedAt: number): string =>
	JSON.stringify({
		type: 'trade',
		...{exchange, market},
		id: trade.id,
		side: trade.side,
		price: formatDecimal(trade.price),
		size: formatDecimal(trade.size),
		time: trade.time,
		receivedAt,
	});

const toText = ({title, market}: BookView, {side, price, size}: Trade): string =>
	`${padEndCells(title, 8)} ${market}  trade ${(side ?? '').padEnd(4)} ${formatDecimal(price)} × ${formatDecimal(size)}`;

/** Those that were not there before, oldest first: an older one may come late. */
const freshOf = (trades: readonly Trade[], told: ReadonlySet<string>): readonly Trade[] => {
	// As a rule they are the last ones.
	let from = trades.length;
	for (; from > 0; from--) if (told.has(trades[from - 1]?.id ?? '')) break;
	const late = trades.slice(0, from).filter(({id}) => !told.has(id));
	return [...late, ...trades.slice(from)];
};

/** A line for each trade, none twice; those that were there at first are told as well. */
export const createTradeNews: CreateNews = ({isJson}) => {
	let before = new Map<string, {readonly trades: readonly Trade[]; readonly ids: Set<string>}>();
	return ({books}, now) => {
		const lines: string[] = [];
		const after: typeof before = new Map();
		for (const book of books) {
			const told = before.get(book.key);
			if (told?.trades === book.trades) {
				after.set(book.key, told);
				continue;
			}
			const fresh = freshOf(book.trades, told?.ids ?? new Set());
			for (const trade of fresh)
				lines.push(isJson ? toJson(book, trade, Math.round(now)) : toText(book, trade));
			const {trades} = book;
			after.set(book.key, {trades, ids: new Set(trades.map(({id}) => id))});
		}
		before = after;
		return lines;
	};
};
