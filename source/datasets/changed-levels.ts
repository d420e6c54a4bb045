import {compareDecimals, zero, type Decimal} from '../book/fixed-point.js';
import {noLevels, toColumns, toLevels, type LevelColumns} from '../book/level-columns.js';
import type {BookChange, OrderBook} from '../book/order-book.js';
import type {Level, SideName, SideView} from '../book/side-view.js';
import type {ProvenBook, ProvenSide, SideRows} from './book-rows.js';

export type Sides = Readonly<Record<SideName, SideView>>;

/** The best levels of a side alone. */
const cutView = (view: SideView, most: number): SideView =>
	view.length <= most
		? view
		: {length: most, price: rank => view.price(rank), size: rank => view.size(rank)};

const cutSide = (side: ProvenSide, most: number): ProvenSide =>
	side.length <= most ? side : {length: most, top: count => side.top(Math.min(count, most))};

/** A book as far as it is proven: where a loss is seen in some levels alone, those beyond are left out. */
export const provenOf = (book: OrderBook): ProvenBook => {
	const most = book.seenLevels();
	return {bids: cutSide(book.bids, most), asks: cutSide(book.asks, most)};
};

/** As `provenOf`; `most`: levels a side in which a loss is seen. */
export const viewsOf = (book: OrderBook, most = book.seenLevels()): Sides => ({
	bids: cutView(book.bids.view(), most),
	asks: cutView(book.asks.view(), most),
});

const rowSide = {bids: 'bid', asks: 'ask'} as const;

/** Negative where the first price is the better one. */
const comparePrices = (name: SideName, a: Decimal, b: Decimal): number =>
	name === 'asks' ? compareDecimals(a, b) : compareDecimals(b, a);

const levelAt = (side: SideView, rank: number): Level | null =>
	rank < side.length ? {price: side.price(rank), size: side.size(rank)} : null;

/** What makes one side of the other: levels that are other or new, and those that are gone, with a size of zero. */
const differenceOf = (name: SideName, from: SideView, to: SideView): readonly Level[] => {
	const changed: Level[] = [];
	let [rankFrom, rankTo] = [0, 0];
	for (;;) {
		const [before, after] = [levelAt(from, rankFrom), levelAt(to, rankTo)];
		if (!before && !after) return changed;
		const order = !before ? 1 : !after ? -1 : comparePrices(name, before.price, after.price);
		if (before && order <= 0) rankFrom++;
		if (after && order >= 0) rankTo++;
		if (before && order < 0) changed.push({price: before.price, size: zero});
		else if (after && (!before || order > 0 || compareDecimals(before.size, after.size) !== 0))
			changed.push(after);
	}
};

const toRows = (levelsOf: (name: SideName) => LevelColumns): readonly SideRows[] =>
	(['bids', 'asks'] as const)
		.map(name => ({side: rowSide[name], levels: levelsOf(name)}))
		.filter(({levels}) => levels.length > 0);

/** What makes one book of the other. */
export const differences = (from: Sides, to: Sides): readonly SideRows[] =>
	toRows(name => toColumns(differenceOf(name, from[name], to[name])));

/** The levels of an update, as they were sent; they may be scratch. */
export const sentLevels = (change: BookChange): readonly SideRows[] => toRows(name => change[name]);

/** Prices of each side, the worst first. */
export type WorstPrices = Readonly<Record<SideName, readonly Decimal[]>>;

/** The worst prices of a side, which an update may push out: as many as it brings beyond what has room. */
const worstOf = (side: SideView, most: number, sent: number): readonly Decimal[] => {
	const {length} = side;
	const count = Math.max(0, Math.min(length, length + sent - most));
	return Array.from({length: count}, (_, index) => side.price(length - 1 - index));
};

/** The prices that an update may push out of a book of limited depth; null where there is room for all. */
export const worstPrices = (change: BookChange, book: OrderBook): WorstPrices | null => {
	const {maxLevels = Infinity, bids, asks} = change;
	const hasRoom =
		book.bids.length + bids.length <= maxLevels && book.asks.length + asks.length <= maxLevels;
	if (hasRoom) return null;
	const sides = viewsOf(book);
	return {
		bids: worstOf(sides.bids, maxLevels, bids.length),
		asks: worstOf(sides.asks, maxLevels, asks.length),
	};
};

/**
 * Levels that an update pushed out, with a size of zero: those that were there, of `worst` before it, and those that
 * it brought itself.
 */
export const cutLevels = (
	change: BookChange,
	worst: WorstPrices,
	book: OrderBook,
): readonly SideRows[] =>
	toRows(name => {
		const isFull = book[name].length >= (change.maxLevels ?? Infinity);
		const edge = isFull && worst[name].length > 0 ? book[name].worst() : null;
		if (edge === null) return noLevels;
		const isOut = (price: Decimal) => comparePrices(name, price, edge) > 0;
		const sent = toLevels(change[name]);
		const isSent = (price: Decimal) =>
			sent.some(level => compareDecimals(level.price, price) === 0);
		const out = sent.filter(({price, size}) => size.units !== 0 && isOut(price));
		const gone = worst[name].filter(price => isOut(price) && !isSent(price));
		return toColumns([...out.map(({price}) => price), ...gone].map(price => ({price, size: zero})));
	});

/** A whole book; its levels are scratch. */
export const wholeBook = ({bids, asks}: ProvenBook): readonly SideRows[] =>
	toRows(name => (name === 'bids' ? bids.top(bids.length) : asks.top(asks.length)));
