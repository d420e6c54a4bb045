import {toEdge, usualFee, type Edge, type FeeOf} from '../../book/edge.js';
import type {Decimal} from '../../book/fixed-point.js';
import type {History} from '../../book/history.js';
import {isSameMarket, marketGap, marketsOf} from '../market-title.js';
import type {BookView, FirstPrice, MarketView, Passed} from '../../store/market-view.js';
import {createEdgeNotes, type EdgeNotes} from './edge-notes.js';
import {createFirstSizes, type FirstSizes} from './first-sizes.js';

/** Buying on one exchange and selling on another. */
export type Direction = {
	/** Whose asks are taken. */
	readonly buy: BookView;
	/** Whose bids are taken. */
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
	readonly feeOf: FeeOf;
	/** Both ways of each two books, always in the same order. */
	directions(view: MarketView, step: number): readonly Direction[];
	/** Net edges in percent over the last minutes at the size of that step; null where none were noted. */
	historyOf(direction: Direction, step: number): History | null;
};

export type EdgeTracker = EdgeReader & {
	/** Notes the edges of a new view, at the size wanted last. */
	sample(view: MarketView): void;
	/** Steps from where the size began. */
	setStep(step: number): void;
	/** Goes on at another moment of a capture, whose view is `there`, with those that were run through to get there. */
	jump(passed: Passed, to: number, there: MarketView): void;
	/** As it is now, for a screen that stands still. */
	freeze(): EdgeReader;
};

const nameOf = ({buy, sell}: Direction) => `${buy.key}\n${sell.key}`;

const edgeOf = (buy: BookView, sell: BookView, size: Decimal | null, feeOf: FeeOf): Edge | null => {
	if (!size || buy.status !== 'live' || sell.status !== 'live') return null;
	const pair = {buy: feeOf(buy), sell: feeOf(sell)};
	return toEdge(buy.asks, sell.bids, size, pair);
};

/** Both ways of each two books of one market, at one size. */
const directionsOf = (
	{books}: MarketView,
	size: Decimal | null,
	feeOf: FeeOf,
): readonly Direction[] =>
	books.flatMap((first, index) =>
		books.slice(index + 1).flatMap(second => {
			if (!isSameMarket(first, second)) return [];
			return [
				{buy: first, sell: second, edge: edgeOf(first, second, size, feeOf)},
				{buy: second, sell: first, edge: edgeOf(second, first, size, feeOf)},
			];
		}),
	);

const createReader = (notes: EdgeNotes, sizes: FirstSizes, feeOf: FeeOf): EdgeReader => {
	/** Some of the books that are followed have the size of all. */
	const marketOf = (view: MarketView) => {
		const [all, some] = [notes.market(), marketsOf(view)];
		const names = new Set(all.split(marketGap));
		return some.split(marketGap).every(name => names.has(name)) ? all : some;
	};
	/** The view is painted after it was noted, and what is painted asks for the same. */
	let last: {
		readonly view: MarketView;
		readonly size: Decimal | null;
		readonly directions: readonly Direction[];
	} | null = null;
	const directionsAt = (view: MarketView, size: Decimal | null): readonly Direction[] => {
		const isSame =
			last?.view === view &&
			last.size?.units === size?.units &&
			last.size?.decimals === size?.decimals;
		if (!last || !isSame) last = {view, size, directions: directionsOf(view, size, feeOf)};
		return last.directions;
	};
	return {
		sizeOf: by => sizes.sizeOf(notes.market(), by),
		stepsIn: view => sizes.stepsIn(view, marketOf(view)),
		feeOf,
		directions: (view, by) => directionsAt(view, sizes.sizeOf(marketOf(view), by)),
		historyOf: (direction, by) => (by === notes.step() ? notes.historyOf(nameOf(direction)) : null),
	};
};

/**
 * Follows the edges between the exchanges, whatever view is on the screen, of the market that the views are of.
 * `firstPrice` is what a market's size begins with; where it is not known, the first price that is seen.
 */
export const createEdgeTracker = (
	feeOf: FeeOf = () => usualFee,
	firstPrice: FirstPrice = () => null,
): EdgeTracker => {
	const sizes = createFirstSizes(firstPrice);
	const notes = createEdgeNotes();
	const reader = createReader(notes, sizes, feeOf);

	const sample = (view: MarketView) => {
		notes.follow(marketsOf(view));
		sizes.begin(view);
		for (const direction of reader.directions(view, notes.step())) {
			const {edge} = direction;
			const net = edge?.isWhole ? edge.netShare * 100 : null;
			notes.add(nameOf(direction), net, view.lastUpdate);
		}
	};

	return {
		...reader,
		sample,
		setStep: notes.setStep,
		jump({from, views}, to, there) {
			const market = marketsOf(there);
			notes.follow(market);
			// Of what was run through, that since the capture went over to this market.
			const other = views.findLastIndex(view => marketsOf(view) !== market);
			if (other >= 0) notes.forget();
			notes.jump(from, to);
			for (const view of views.slice(other + 1)) sample(view);
			sample(there);
		},
		freeze: () => createReader(notes.copy(), sizes, feeOf),
	};
};
