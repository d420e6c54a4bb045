import {compareDecimals, zero, type Decimal} from '../book/fixed-point.js';
import {toColumns, type LevelColumns} from '../book/level-columns.js';
import type {BookChange, OrderBook} from '../book/order-book.js';
import type {Level, SideName, SideView} from '../book/side-view.js';
import type {ProvenBook, ProvenSide, SideRows} from './book-rows.js';

type Sides = Readonly<Record<SideName, SideView>>;

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

/** Levels with these prices are gone: rows of them with a size of zero. */
export const goneLevels = (
	gone: Readonly<Record<SideName, readonly Decimal[]>>,
): readonly SideRows[] => toRows(name => toColumns(gone[name].map(price => ({price, size: zero}))));

/** A whole book; its levels are scratch. */
export const wholeBook = ({bids, asks}: ProvenBook): readonly SideRows[] =>
	toRows(name => (name === 'bids' ? bids.top(bids.length) : asks.top(asks.length)));
