import {groupingFactor, spreadOf} from '../book/depth.js';
import {multiplyDecimals, toNumber, type Decimal} from '../book/fixed-point.js';
import type {SideView} from '../book/side-view.js';
import {tickOf} from '../book/tick-of.js';
import type {BookView} from '../store/market-view.js';
import {binsPerColumn, noTrades, unproven, type HeatColumn} from './heat-column.js';

/** Of the middle price, what the bins of a column cover at the least. */
const leastCovered = 0.01;

/** Of a bin, what a price may lack of its beginning: prices are held as binary numbers here. */
const tolerance = 1e-6;

/** The bin that a price is in. */
export const binOf = (price: number, step: number): number => Math.floor(price / step + tolerance);

/** Between the best prices; of one side alone its best. Null of an empty book. */
export const middleOf = (book: Pick<BookView, 'bids' | 'asks'>): number | null => {
	const spread = spreadOf(book);
	if (spread) return toNumber(spread.mid);
	const side = book.bids.length > 0 ? book.bids : book.asks;
	return side.length > 0 ? toNumber(side.price(0)) : null;
};

/** What a bin of a book covers: its tick, or 1-2-5 times as much where that would cover too little. Null of an empty book. */
export const binStepOf = (book: BookView): Decimal | null => {
	const middle = middleOf(book);
	if (middle === null) return null;
	const tick = tickOf(book);
	const least = (middle * leastCovered) / binsPerColumn;
	let index = 0;
	while (index < 40 && toNumber(tick) * groupingFactor(index) < least) index++;
	return multiplyDecimals(tick, {units: groupingFactor(index), decimals: 0});
};

/** Adds the levels of a side up to where it is known, or the bins end. */
const addSide = (
	side: SideView,
	step: number,
	sizes: Float32Array,
	first: number,
	isKnown: (bin: number) => boolean,
) => {
	for (let rank = 0; rank < side.length; rank++) {
		const bin = binOf(toNumber(side.price(rank)), step);
		if (!isKnown(bin)) return;
		const at = bin - first;
		sizes[at] = (sizes[at] ?? 0) + toNumber(side.size(rank));
	}
};

/** A book as it is now. Only one that is proven has sizes, and only as far as it is vouched for. */
export const readBook = (book: BookView, step: number, trades = noTrades): HeatColumn => {
	if (book.status !== 'live') return unproven(trades);
	const middle = middleOf(book);
	const sizes = new Float32Array(binsPerColumn);
	const first = middle === null ? 0 : binOf(middle, step) - binsPerColumn / 2;
	const {bids, asks} = book.vouched;
	const tick = toNumber(tickOf(book));
	// The next price may hold anything, and with it its bin.
	const from = bids ? Math.max(first, binOf(toNumber(bids) - tick, step) + 1) : first;
	const end = first + binsPerColumn;
	const to = asks ? Math.min(end, binOf(toNumber(asks) + tick, step)) : end;
	addSide(book.bids, step, sizes, first, bin => bin >= from);
	addSide(book.asks, step, sizes, first, bin => bin < to);
	return {proof: 'proven', first, sizes, from, to, mid: middle ?? Number.NaN, trades};
};
