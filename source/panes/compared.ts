import type {UiState} from '../screen/ui-state.js';
import type {BookView, MarketView} from '../store/market-view.js';
import {createLately} from './lately.js';
import {currenciesOf, isSameMarket} from './market-title.js';

/** What the user has chosen to compare. */
export type Comparing = Pick<UiState, 'money' | 'out'>;

export const compareAll: Comparing = {money: null, out: []};

/** The books that are compared, and those that are not, and why. */
export type Compared = {
	/** Of those that are; the same object for the same view and choice. */
	readonly view: MarketView;
	/** Of other money: their prices mean something else. */
	readonly otherMoney: readonly BookView[];
	/** By the user. */
	readonly takenOut: readonly BookView[];
	/** The markets there are to choose from, in the order of their books. */
	readonly markets: readonly string[];
	/** The one that is compared. */
	readonly market: string;
	/** Whether there are several books, each of another market: nothing can be compared. */
	readonly isAlone: boolean;
};

/** One for each money; a market named in one word may be any until its list came. */
const marketsIn = (books: readonly BookView[]): readonly string[] => {
	const all = [...new Set(books.map(({market}) => market))];
	const named = all.filter(market => market.includes('/'));
	return named.length > 0 ? named : all.slice(0, 1);
};

const work = (view: MarketView, {money, out}: Comparing): Compared => {
	const {books} = view;
	const [first] = books;
	if (first && out.length === 0 && books.every(({market}) => market === first.market)) {
		const {market} = first;
		return {view, otherMoney: [], takenOut: [], markets: [market], market, isAlone: false};
	}
	const markets = marketsIn(books);
	const booksOf = (market: string) => books.filter(book => isSameMarket(book, {market}));
	const most = markets.reduce(
		(best, next) => (booksOf(next).length > booksOf(best).length ? next : best),
		markets[0] ?? '',
	);
	const market = money !== null && markets.includes(money) ? money : most;
	const own = booksOf(market);
	const takenOut = books.filter(({exchange}) => out.includes(exchange));
	const left = own.filter(book => !takenOut.includes(book));
	return {
		view: left.length === books.length ? view : {...view, books: left},
		otherMoney: books.filter(book => !own.includes(book) && !takenOut.includes(book)),
		takenOut,
		markets,
		market,
		isAlone: markets.length > 1 && booksOf(most).length === 1 && market === most,
	};
};

type Known = {
	readonly money: string | null;
	readonly out: readonly string[];
	readonly of: Compared;
};

const known = createLately<MarketView, Known>();

/** The books of one money, that of most of them or else the chosen one, without those that were taken out. */
export const comparedOf = (view: MarketView, {money, out}: Comparing): Compared => {
	const last = known.get(view);
	if (last && last.money === money && last.out === out) return last.of;
	const of = work(view, {money, out});
	known.set(view, {money, out, of});
	return of;
};

/** What tells a market from the others there are: its quote currency, where nothing else differs; empty of one alone. */
export const moneyOf = ({markets, market}: Pick<Compared, 'markets' | 'market'>): string => {
	if (markets.length < 2) return '';
	const bases = new Set(markets.map(name => currenciesOf(name)[0]));
	return bases.size > 1 ? market : currenciesOf(market)[1];
};
