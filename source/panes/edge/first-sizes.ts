import {bestSize, pressureLevels, spreadOf} from '../../book/depth.js';
import type {SideView} from '../../book/side-view.js';
import {compareDecimals, zero, type Decimal} from '../../book/fixed-point.js';
import {sizeAt, startStep, stepAbove, stepBelow} from '../../book/trade-size.js';
import type {BookView, FirstPrice, MarketView} from '../../store/market-view.js';
import {currenciesOf, isSameMarket, marketsOf} from '../market-title.js';

const smaller = (a: Decimal, b: Decimal) => (compareDecimals(b, a) < 0 ? b : a);
const larger = (a: Decimal, b: Decimal) => (compareDecimals(b, a) > 0 ? b : a);

/** The finest step of sizes that a side shows. */
const finestOf = (side: SideView): number => {
	let decimals = 0;
	for (let rank = 0; rank < Math.min(pressureLevels, side.length); rank++)
		decimals = Math.max(decimals, side.size(rank).decimals);
	return decimals;
};

/** In what steps sizes go, as far as it is known. */
const sizeStepOf = ({sizeStep, bids, asks}: BookView): Decimal =>
	sizeStep ?? {units: 1, decimals: Math.max(finestOf(bids), finestOf(asks))};

/** The middle of the first live book: what a market without a first price begins with. */
const priceOf = (books: readonly BookView[]): Decimal | null => {
	for (const book of books) {
		const spread = spreadOf(book);
		if (spread) return spread.mid;
	}
	return null;
};

/** The largest size that can be traded whole one way at least. */
const largestOf = (books: readonly BookView[]): Decimal =>
	books
		.flatMap(buy =>
			books.flatMap(sell =>
				buy === sell || !isSameMarket(buy, sell)
					? []
					: [smaller(bestSize(buy.asks, Infinity), bestSize(sell.bids, Infinity))],
			),
		)
		.reduce(larger, zero);

/** The size that each market begins with, and is kept: one that followed the book would make every number jump. */
export const createFirstSizes = (firstPrice: FirstPrice) => {
	const firstSteps = new Map<string, number>();
	return {
		/** Notes where the market of a view begins, once two of its books are live. */
		begin(view: MarketView) {
			const market = marketsOf(view);
			if (firstSteps.has(market)) return;
			const live = view.books.filter(({status}) => status === 'live');
			// Where one exchange's list is not known yet, another one tells the currencies.
			const name = live.find(book => book.market.includes('/'))?.market ?? market;
			const price =
				firstPrice(name) ?? priceOf(live.filter(book => isSameMarket(book, {market: name})));
			if (live.length > 1 && price) firstSteps.set(market, startStep(price, currenciesOf(name)[1]));
		},
		/** So many steps from where a market began; null while it has not. */
		sizeOf(market: string, by: number): Decimal | null {
			const first = firstSteps.get(market);
			return first === undefined ? null : sizeAt(first + by);
		},
		/** See `EdgeReader.stepsIn`. */
		stepsIn(view: MarketView, market: string) {
			const first = firstSteps.get(market) ?? 0;
			const least = view.books.map(sizeStepOf).reduce(larger, zero);
			return {
				least: stepAbove(least) - first,
				most: stepBelow(largestOf(view.books)) - first,
			};
		},
	};
};

export type FirstSizes = ReturnType<typeof createFirstSizes>;
