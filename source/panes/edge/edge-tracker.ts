import type {SideView} from '../../book/book-side.js';
import {toEdge, type Edge} from '../../book/edge.js';
import {compareDecimals, zero, type Decimal} from '../../book/fixed-point.js';
import {createHistory, type History, type RunningHistory} from '../../book/history.js';
import {bestSize, pressureLevels, spreadOf} from '../../book/depth.js';
import {sizeAt, startStep, stepAbove, stepBelow} from '../../book/trade-size.js';
import {currenciesOf, isSameMarket, marketsOf} from '../market-title.js';
import type {BookView, FirstPrice, MarketView, Passed} from '../../store/market-view.js';

/** Taker fees in percent, by exchange id; 0.1 where none is given. */
export type Fees = ReadonlyMap<string, Decimal>;

/** What exchanges usually take, where nothing else is said. */
const usualFee: Decimal = {units: 1, decimals: 1};

/** Buying on one exchange and selling on another. */
export type Direction = {
	readonly buy: BookView;
	readonly sell: BookView;
	/** Null unless both books are live and have something to take. */
	readonly edge: Edge | null;
};

/** What is shown of the edges between the exchanges. */
export type EdgeReader = {
	/** Size in the base currency so many steps from where it began; null until two books were live. */
	sizeOf(step: number): Decimal | null;
	/** From the smallest step that both exchanges trade to the largest that can be traded whole one way at least, now. */
	stepsIn(view: MarketView): {readonly least: number; readonly most: number};
	feeOf(exchange: string): Decimal;
	/** Both ways of each two books, always in the same order. */
	directions(view: MarketView, step: number): readonly Direction[];
	/** Net edges in percent over the last minutes at the size of that step; null where none were noted. */
	historyOf(direction: Direction, step: number): History | null;
};

export type EdgeTracker = EdgeReader & {
	/** Notes the edges of a new view, at the size wanted last. */
	sample(view: MarketView): void;
	setStep(step: number): void;
	/** Goes on at another moment of a capture, whose view is `there`, with those that were run through to get there. */
	jump(passed: Passed, to: number, there: MarketView): void;
	/** As it is now, for a screen that stands still. */
	freeze(): EdgeReader;
};

/** How much of its past an edge keeps: what the widest charts show. */
const historyMs = 1_200_000;
const bucketMs = 1000;

const smaller = (a: Decimal, b: Decimal) => (compareDecimals(b, a) < 0 ? b : a);

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

const nameOf = ({buy, sell}: Direction) => `${buy.key}\n${sell.key}`;

/**
 * Follows the edges between the exchanges, whatever view is on the screen, of the market that the views are of.
 * `firstPrice` is what a market's size begins with; where it is not known, the first price that is seen.
 */
export const createEdgeTracker = (fees: Fees, firstPrice: FirstPrice = () => null): EdgeTracker => {
	/** The first size of a market is kept: one that followed the book would make every number jump. */
	const firstSteps = new Map<string, number>();
	let market = '';
	let step = 0;
	const histories = new Map<string, RunningHistory>();

	const sizeIn = (name: string, by: number) => {
		const first = firstSteps.get(name);
		return first === undefined ? null : sizeAt(first + by);
	};
	const stepsIn = (view: MarketView) => {
		const {books} = view;
		const first = firstSteps.get(marketsOf(view)) ?? 0;
		const least = books.map(sizeStepOf).reduce((a, b) => (compareDecimals(b, a) > 0 ? b : a), zero);
		const whole = books.flatMap(buy =>
			books.flatMap(sell =>
				buy === sell || !isSameMarket(buy, sell)
					? []
					: [smaller(bestSize(buy.asks, Infinity), bestSize(sell.bids, Infinity))],
			),
		);
		const most = whole.reduce((a, b) => (compareDecimals(b, a) > 0 ? b : a), zero);
		return {least: stepAbove(least) - first, most: stepBelow(most) - first};
	};

	const feeOf = (exchange: string) => fees.get(exchange) ?? usualFee;

	const edgeOf = (buy: BookView, sell: BookView, size: Decimal | null): Edge | null => {
		if (!size || buy.status !== 'live' || sell.status !== 'live') return null;
		const pair = {buy: feeOf(buy.exchange), sell: feeOf(sell.exchange)};
		return toEdge(buy.asks, sell.bids, size, pair);
	};

	const directions = (view: MarketView, by: number): readonly Direction[] => {
		const size = sizeIn(marketsOf(view), by);
		return view.books.flatMap((first, index) =>
			view.books.slice(index + 1).flatMap(second => {
				if (!isSameMarket(first, second)) return [];
				return [
					{buy: first, sell: second, edge: edgeOf(first, second, size)},
					{buy: second, sell: first, edge: edgeOf(second, first, size)},
				];
			}),
		);
	};

	const reader = (
		kept: ReadonlyMap<string, History>,
		keptStep: () => number,
		keptMarket: () => string,
	): EdgeReader => ({
		sizeOf: by => sizeIn(keptMarket(), by),
		stepsIn,
		feeOf,
		directions,
		historyOf: (direction, by) =>
			by === keptStep() ? (kept.get(nameOf(direction)) ?? null) : null,
	});

	/** What is known of another market's edges is not of this one's. */
	const follow = (view: MarketView) => {
		const name = marketsOf(view);
		if (name === market) return;
		market = name;
		histories.clear();
	};

	const begin = ({books}: MarketView) => {
		const live = books.filter(({status}) => status === 'live');
		// Where one exchange's list is not known yet, another one tells the currencies.
		const name = live.find(book => book.market.includes('/'))?.market ?? market;
		const price = firstPrice(name) ?? priceOf(live);
		if (live.length > 1 && price) firstSteps.set(market, startStep(price, currenciesOf(name)[1]));
	};

	const sample = (view: MarketView) => {
		follow(view);
		if (!firstSteps.has(market)) begin(view);
		for (const direction of directions(view, step)) {
			const name = nameOf(direction);
			const history = histories.get(name) ?? createHistory(historyMs, bucketMs);
			histories.set(name, history);
			const {edge} = direction;
			history.add(edge?.isWhole ? edge.netShare * 100 : null, view.lastUpdate);
		}
	};

	return {
		...reader(
			histories,
			() => step,
			() => market,
		),
		sample,
		setStep(newStep) {
			if (newStep === step) return;
			step = newStep;
			// What another size would have brought is not known.
			histories.clear();
		},
		jump({from, views}, to, there) {
			follow(there);
			// Of what was run through, that since the capture went over to this market.
			const other = views.findLastIndex(view => marketsOf(view) !== market);
			if (other >= 0) histories.clear();
			for (const history of histories.values()) history.jump(from, to);
			for (const view of views.slice(other + 1)) sample(view);
			sample(there);
		},
		freeze() {
			const copies = new Map(Array.from(histories, ([name, history]) => [name, history.copy()]));
			const [stepThen, marketThen] = [step, market];
			return reader(
				copies,
				() => stepThen,
				() => marketThen,
			);
		},
	};
};
