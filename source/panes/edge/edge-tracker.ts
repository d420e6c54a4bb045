import {usualFee, type Edge, type FeeOf} from '../../book/edge.js';
import {formatDecimal, zero, type Decimal} from '../../book/fixed-point.js';
import type {History} from '../../book/history.js';
import {toPayingSizes, type PayingSizes} from '../../book/paying-sizes.js';
import type {SizeChoice} from '../../book/trade-size.js';
import {vouchedEdge, vouchedOf} from '../../book/vouched-edge.js';
import {isSameMarket, marketGap, marketsOf} from '../market-title.js';
import type {BookKey, BookView, FirstPrice, MarketView, Passed} from '../../store/market-view.js';
import type {FeedStatus} from '../../faults.js';
import {createEdgeNotes, type EdgeNotes} from './edge-notes.js';
import {commonSizeStep, createFirstSizes, type FirstSizes} from './first-sizes.js';

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
	/** In the base currency; null until two books were live. */
	sizeOf(choice: SizeChoice): Decimal | null;
	/** From the smallest step that both exchanges trade to the largest that can be traded whole one way at least, now. */
	stepsIn(view: MarketView): {readonly least: number; readonly most: number};
	/** The steps next to a size. */
	besides(choice: SizeChoice): {readonly smaller: number; readonly larger: number};
	readonly feeOf: FeeOf;
	/** Both ways of each two books, always in the same order. */
	directions(view: MarketView, choice: SizeChoice): readonly Direction[];
	/** Which sizes pay this way, now; null where there is no edge. */
	payingOf(direction: Direction): PayingSizes | null;
	/** Net edges in percent over the last minutes at that size; null where none were noted. */
	historyOf(direction: Direction, choice: SizeChoice): History | null;
};

export type EdgeTracker = EdgeReader & {
	/** Notes the edges of a new view, at the size wanted last and at those kept beside it. */
	sample(view: MarketView): void;
	/** The size that is wanted from now on; what was noted of others is kept, as far as there is room. */
	setStep(choice: SizeChoice): void;
	/** Nothing is known from then on, epoch milliseconds, until the next view. */
	doubt(at: number): void;
	/** Goes on at another moment of a capture, whose view is `there`, with those that were run through to get there. */
	jump(passed: Passed, to: number, there: MarketView): void;
	/** As it is now, for a screen that stands still. */
	freeze(): EdgeReader;
};

/** Books whose names are kept at the most. */
const mostNamed = 64;

type NameOf = (direction: Direction) => string;

/** Names each pair of books once: a text that is put together anew is looked through whenever it is looked for. */
const createNames = (): NameOf => {
	const names = new Map<BookKey, Map<BookKey, string>>();
	return ({buy, sell}) => {
		const ofBuy = names.get(buy.key) ?? new Map<BookKey, string>();
		if (names.size >= mostNamed) names.clear();
		names.set(buy.key, ofBuy);
		const name = ofBuy.get(sell.key) ?? `${buy.key}\n${sell.key}`;
		ofBuy.set(sell.key, name);
		return name;
	};
};

const feesOf = ({buy, sell}: Pick<Direction, 'buy' | 'sell'>, feeOf: FeeOf) => ({
	buy: feeOf(buy),
	sell: feeOf(sell),
});

const edgeOf = (buy: BookView, sell: BookView, size: Decimal | null, feeOf: FeeOf): Edge | null =>
	size && vouchedEdge(buy, sell, size, feesOf({buy, sell}, feeOf));

/** Both ways of each two books of one market, at one size. */
const directionsOf = (
	{books}: MarketView,
	size: Decimal | null,
	feeOf: FeeOf,
): readonly Direction[] => {
	const directions: Direction[] = [];
	for (const [index, first] of books.entries())
		for (const second of books.slice(index + 1))
			if (isSameMarket(first, second))
				directions.push(
					{buy: first, sell: second, edge: edgeOf(first, second, size, feeOf)},
					{buy: second, sell: first, edge: edgeOf(second, first, size, feeOf)},
				);
	return directions;
};

const createReader = (
	notes: EdgeNotes,
	sizes: FirstSizes,
	feeOf: FeeOf,
	nameOf: NameOf,
): EdgeReader => {
	/** Some of the books that are followed have the size of all. */
	const marketOf = (view: MarketView) => {
		const [all, some] = [notes.market(), marketsOf(view)];
		if (all === some) return all;
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
		besides: by => sizes.besides(notes.market(), by),
		feeOf,
		directions: (view, by) => directionsAt(view, sizes.sizeOf(marketOf(view), by)),
		payingOf({buy, sell, edge}) {
			if (!edge) return null;
			const fees = feesOf({buy, sell}, feeOf);
			const step = commonSizeStep([buy, sell]);
			return toPayingSizes(vouchedOf(buy, 'asks'), vouchedOf(sell, 'bids'), fees, step);
		},
		historyOf(direction, by) {
			const size = sizes.sizeOf(notes.market(), by);
			return size && notes.historyOf(formatDecimal(size), nameOf(direction));
		},
	};
};

const second = 1000;

const noStatuses: readonly FeedStatus[] = [];

const hasStatuses = ({books}: MarketView, statuses: readonly FeedStatus[]): boolean =>
	books.length === statuses.length && books.every(({status}, at) => status === statuses[at]);

/** Names a size that is the same for long. */
const createSizeName = () => {
	let last = {size: zero, name: formatDecimal(zero)};
	return (size: Decimal): string => {
		const isSame = size.units === last.size.units && size.decimals === last.size.decimals;
		if (!isSame) last = {size, name: formatDecimal(size)};
		return last.name;
	};
};

/** Sizes beside the chosen one whose past is noted, each way: `+` and `-` have something to show. */
const noted = 2;

/** The chosen size first, then those beside it. */
const sizesAround = (reader: EdgeReader, chosen: SizeChoice): readonly Decimal[] => {
	const choices: SizeChoice[] = [chosen];
	let {smaller, larger} = reader.besides(chosen);
	for (let count = 0; count < noted; count++) choices.push(larger++, smaller--);
	return choices.map(choice => reader.sizeOf(choice)).filter(size => size !== null);
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
	const nameOf = createNames();
	const reader = createReader(notes, sizes, feeOf, nameOf);
	let chosen: SizeChoice = 0;
	/** The second in which the sizes beside the chosen one were noted, and what the books were then. */
	let noted = {second: NaN, statuses: noStatuses};

	const nameOfCurrent = createSizeName();

	const note = (view: MarketView, size: Decimal, name: string) => {
		for (const direction of reader.directions(view, size)) {
			const {edge} = direction;
			const net = edge?.isWhole ? edge.netShare * 100 : null;
			notes.add(name, nameOf(direction), net, view.lastUpdate);
		}
	};

	const sample = (view: MarketView) => {
		notes.follow(marketsOf(view));
		sizes.begin(view);
		const size = reader.sizeOf(chosen);
		if (!size) return;
		// The others are noted once a second, as a chart can show no more; and at once where a book was lost or is back.
		const now = Math.floor(view.lastUpdate / second);
		if (now !== noted.second || !hasStatuses(view, noted.statuses)) {
			noted = {second: now, statuses: view.books.map(({status}) => status)};
			const {length} = reader.directions(view, size);
			for (const other of notes.keep(sizesAround(reader, chosen), length).slice(1))
				note(view, other, formatDecimal(other));
		}
		note(view, size, nameOfCurrent(size));
	};

	return {
		...reader,
		sample,
		setStep(choice) {
			chosen = choice;
			noted = {second: NaN, statuses: noStatuses};
		},
		doubt: notes.doubt,
		jump({from, views}, to, there) {
			const market = marketsOf(there);
			notes.follow(market);
			// Of what was run through, that since the capture went over to this market.
			const other = views.findLastIndex(view => marketsOf(view) !== market);
			if (other >= 0) notes.forget();
			notes.jump(from, to);
			noted = {second: NaN, statuses: noStatuses};
			for (const view of views.slice(other + 1)) sample(view);
			sample(there);
		},
		freeze: () => createReader(notes.copy(), sizes, feeOf, nameOf),
	};
};
