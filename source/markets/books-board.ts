import type {ViewSource} from '../store/view-source.js';
import type {BookView, MarketView} from '../store/market-view.js';
import type {ToldTicker} from '../book/ticker.js';
import type {Board, Line, Quote} from './line.js';

/** What is told of a market on an exchange besides its book; null for nothing. */
export type ToldOf = (exchange: string, market: string) => ToldTicker | null;

const toldNothing: ToldOf = () => null;

const newest = (a: ToldTicker | null, b: ToldTicker | null): ToldTicker | null =>
	a && b ? (a.at > b.at ? a : b) : (a ?? b);

const toQuote = (book: BookView, toldOf: ToldOf): Quote => ({
	exchange: book.exchange,
	title: book.title,
	tickSize: book.tickSize,
	book,
	told: newest(toldOf(book.exchange, book.market), book.day),
});

/** A line for each market of these books, in the order in which they come. */
const linesOf = ({books}: MarketView, toldOf: ToldOf): readonly Line[] => {
	const lines = new Map<string, Quote[]>();
	for (const book of books) {
		const quotes = lines.get(book.market) ?? [];
		quotes.push(toQuote(book, toldOf));
		lines.set(book.market, quotes);
	}
	return Array.from(lines, ([market, quotes]) => ({market, quotes}));
};

type Part = {readonly view: MarketView; readonly lines: readonly Line[]};

/** The exchanges of some lines, each in the place in which it comes first. */
export const exchangesOf = (
	lines: readonly Line[],
): readonly Pick<Quote, 'exchange' | 'title'>[] => {
	const all = new Map<string, Pick<Quote, 'exchange' | 'title'>>();
	for (const {quotes} of lines)
		for (const {exchange, title} of quotes)
			if (!all.has(exchange)) all.set(exchange, {exchange, title});
	return [...all.values()];
};

/** Lines of books, made anew where a view is. `told` is asked about each time; `toldAgain` makes all lines anew. */
export const createBookLines = (sources: readonly ViewSource[], toldOf = toldNothing) => {
	let parts: readonly (Part | null)[] = sources.map(() => null);
	let lines: readonly Line[] = [];
	return {
		lines(): readonly Line[] {
			let isSame = true;
			parts = sources.map((source, index) => {
				const view = source.getView();
				const before = parts[index];
				if (before?.view === view) return before;
				isSame = false;
				return {view, lines: linesOf(view, toldOf)};
			});
			if (!isSame) lines = parts.flatMap(part => part?.lines ?? []);
			return lines;
		},
		toldAgain() {
			parts = sources.map(() => null);
		},
	};
};

const noNotes: readonly string[] = [];

/** The markets of books that are followed, and nothing else. `all` tells of each change of any of them. */
export const createBooksBoard = (
	sources: readonly ViewSource[],
	all: Pick<ViewSource, 'subscribe'>,
): Board => {
	const {lines} = createBookLines(sources);
	return {
		exchanges: () => exchangesOf(lines()),
		lines,
		notes: () => noNotes,
		watch: listener => all.subscribe(listener),
	};
};

/** The markets of what one source shows. */
export const boardOf = (source: ViewSource): Board => createBooksBoard([source], source);
