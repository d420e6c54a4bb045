import {toDepthRows} from '../book/depth.js';
import {formatDecimal} from '../book/fixed-point.js';
import {mergeRows, type MergedRow} from '../book/merge.js';
import {isBeyond} from '../book/order-book.js';
import type {SideName} from '../book/side-view.js';
import type {BookView} from '../store/market-view.js';
import type {CreateNews} from './news.js';

/** The first rows of a market's live books as one, as far as all of them are vouched for. */
const rowsOf = (
	books: readonly BookView[],
	name: SideName,
	count: number,
): readonly MergedRow[] => {
	const rows = mergeRows(
		books.map(book => toDepthRows(book[name], name, count)),
		name,
		count,
	);
	const end = rows.findIndex(({price}) =>
		books.some(({vouched}) => isBeyond(vouched, name, price)),
	);
	return end < 0 ? rows : rows.slice(0, end);
};

const toParts = ({parts}: MergedRow, books: readonly BookView[]) =>
	Object.fromEntries(
		parts.flatMap((size, index) =>
			size ? [[books[index]?.exchange ?? '', formatDecimal(size)]] : [],
		),
	);

const toLevels = (rows: readonly MergedRow[], books: readonly BookView[]) =>
	rows.map(row => [formatDecimal(row.price), formatDecimal(row.size), toParts(row, books)]);

const toJson = (market: string, books: readonly BookView[], count: number): string =>
	JSON.stringify({
		type: 'merged',
		market,
		exchanges: books.map(({exchange}) => exchange),
		bids: toLevels(rowsOf(books, 'bids', count), books),
		asks: toLevels(rowsOf(books, 'asks', count), books),
	});

const bestText = (books: readonly BookView[], name: SideName): string => {
	const [row] = rowsOf(books, name, 1);
	if (!row) return 'none';
	const titles = books.filter((_, index) => row.parts[index]).map(({title}) => title);
	return `${formatDecimal(row.price)} × ${formatDecimal(row.size)} (${titles.join(', ')})`;
};

const toText = (market: string, books: readonly BookView[]): string =>
	books.length === 0
		? `${market}  merged: no book is live`
		: `${market}  merged bid ${bestText(books, 'bids')}  ask ${bestText(books, 'asks')}`;

/** The same while no book of it has changed. */
const stateOf = (books: readonly BookView[]): string =>
	books.map(({key, sequence, receivedAt}) => `${key} ${sequence} ${receivedAt}`).join('\n');

/** Epoch milliseconds of the newest change in it. */
const receivedAtOf = (books: readonly BookView[]): number | null => {
	const times = books.flatMap(({receivedAt, wallAhead}) =>
		receivedAt === null ? [] : [receivedAt + wallAhead],
	);
	return times.length === 0 ? null : Math.round(Math.max(...times));
};

/** A line for each market whose live books changed as one: a book that is not live is left out. */
export const createMergedNews: CreateNews = ({isJson, levels}) => {
	const states = new Map<string, string>();
	const told = new Map<string, string>();
	return ({books}) => {
		const markets = [...new Set(books.map(({market}) => market))];
		return markets.flatMap(market => {
			const live = books.filter(book => book.market === market && book.status === 'live');
			const state = stateOf(live);
			// Nothing is told of what was never there.
			if (states.get(market) === state || (live.length === 0 && !told.has(market))) return [];
			states.set(market, state);
			const line = isJson ? toJson(market, live, levels) : toText(market, live);
			if (told.get(market) === line) return [];
			told.set(market, line);
			return [isJson ? `${line.slice(0, -1)},"receivedAt":${receivedAtOf(live)}}` : line];
		});
	};
};
