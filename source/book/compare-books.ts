import type {SideView} from './side-view.js';
import {compareDecimals, type Decimal} from './fixed-point.js';
import {isBeyond, type OrderBook} from './order-book.js';

type SideName = 'bids' | 'asks';

/** Negative where `a` is the better price of that side. */
const order = (name: SideName, a: Decimal, b: Decimal): number =>
	name === 'bids' ? compareDecimals(b, a) : compareDecimals(a, b);

/** The worst price up to which a side is known whole: vouched for, or where its window of levels ends. */
const limitOf = (book: OrderBook, name: SideName, window: number): Decimal | null => {
	const side = book[name];
	return book.vouched[name] ?? (side.length >= window ? side.price(side.length - 1) : null);
};

const nearer = (name: SideName, a: Decimal | null, b: Decimal | null): Decimal | null => {
	if (!a || !b) return a ?? b;
	return order(name, a, b) < 0 ? a : b;
};

const levelsWithin = (name: SideName, side: SideView, limit: Decimal | null): number => {
	let count = side.length;
	while (count > 0 && limit && order(name, side.price(count - 1), limit) > 0) count--;
	return count;
};

const sideDifferences = (name: SideName, a: SideView, b: SideView, limit: Decimal | null) => {
	const [lengthA, lengthB] = [levelsWithin(name, a, limit), levelsWithin(name, b, limit)];
	let [rankA, rankB, differences] = [0, 0, 0];
	while (rankA < lengthA && rankB < lengthB) {
		const compared = order(name, a.price(rankA), b.price(rankB));
		if (compared !== 0 || compareDecimals(a.size(rankA), b.size(rankB)) !== 0) differences++;
		if (compared <= 0) rankA++;
		if (compared >= 0) rankB++;
	}
	return differences + lengthA - rankA + lengthB - rankB;
};

/**
 * How many levels differ between two books of one market at the same sequence, as far as both are
 * known whole. `window`: levels a side the exchange keeps the feed current for, where it limits them.
 */
export const countDifferences = (a: OrderBook, b: OrderBook, window = Infinity): number => {
	let differences = 0;
	for (const name of ['bids', 'asks'] as const) {
		const limit = nearer(name, limitOf(a, name, window), limitOf(b, name, window));
		differences += sideDifferences(name, a[name], b[name], limit);
	}
	return differences;
};

/** Whether a book is known whole further than the other, on one side at least. */
const reachesFurther = (fresh: OrderBook, {vouched}: OrderBook): boolean =>
	(['bids', 'asks'] as const).some(name => {
		const edge = fresh.vouched[name];
		return edge === null ? vouched[name] !== null : isBeyond(vouched, name, edge);
	});

/** The one of two books that are the same as far as both are known that is known further. */
export const knownFurther = (book: OrderBook, fresh: OrderBook): OrderBook => {
	if (reachesFurther(fresh, book)) return fresh;
	book.sequence = fresh.sequence;
	return book;
};
