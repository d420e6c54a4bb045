import {bestSize, pressureLevels, spreadOf} from '../../book/depth.js';
import type {SideView} from '../../book/side-view.js';
import {compareDecimals, zero, type Decimal} from '../../book/fixed-point.js';
import {sizeAt, startStep, stepAbove, stepBelow, type SizeChoice} from '../../book/trade-size.js';
import {vouchedOf} from '../../book/vouched-edge.js';
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

/** The largest size that can be traded whole one way at least, as deep as is vouched for. */
const largestOf = (books: readonly BookView[]): Decimal => {
	const all = books.map(book => ({
		book,
		asks: bestSize(vouchedOf(book, 'asks'), Infinity),
		bids: bestSize(vouchedOf(book, 'bids'), Infinity),
	}));
	return all
		.flatMap(buy =>
			all.flatMap(sell =>
				buy === sell || !isSameMarket(buy.book, sell.book) ? [] : [smaller(buy.asks, sell.bids)],
			),
		)
		.reduce(larger, zero);
};

/** In what steps all of these books trade. */
export const commonSizeStep = (books: readonly BookView[]): Decimal =>
	books.map(sizeStepOf).reduce(larger, zero);

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
		/** The size of a choice; null while its market has not begun. */
		sizeOf(market: string, by: SizeChoice): Decimal | null {
			const first = firstSteps.get(market);
			if (first === undefined) return null;
			return typeof by === 'number' ? sizeAt(first + by) : by;
		},
		/** The steps next to a choice. */
		besides(market: string, by: SizeChoice) {
			const first = firstSteps.get(market) ?? 0;
			if (typeof by === 'number') return {smaller: by - 1, larger: by + 1};
			const [below, above] = [stepBelow(by), stepAbove(by)];
			const isStep = below === above;
			return {smaller: below - first - (isStep ? 1 : 0), larger: above - first + (isStep ? 1 : 0)};
		},
		/** See `EdgeReader.stepsIn`. */
		stepsIn(view: MarketView, market: string) {
			const first = firstSteps.get(market) ?? 0;
			return {
				least: stepAbove(commonSizeStep(view.books)) - first,
				most: stepBelow(largestOf(view.books)) - first,
			};
		},
	};
};

export type FirstSizes = ReturnType<typeof createFirstSizes>;
