import {toEdge, type Edge, type FeePair} from './edge.js';
import type {Decimal} from './fixed-point.js';
import type {VouchedRange} from './order-book.js';
import type {SideName, SideView} from './side-view.js';
import {vouchedSide} from './vouched-side.js';

/** What an edge is told from: a book, and how much of it is vouched for. */
export type Tradable = {
	readonly status: string;
	readonly bids: SideView;
	readonly asks: SideView;
	readonly vouched: VouchedRange;
};

/** A side of a book without what nobody vouches for. */
export const vouchedOf = (book: Tradable, name: SideName): SideView =>
	vouchedSide(book[name], name, book.vouched);

/**
 * What it brings to buy in one book and sell in another, by what both vouch for alone: not whole where that is less
 * than the size. Null unless both are live and have something to take.
 */
export const vouchedEdge = (
	buy: Tradable,
	sell: Tradable,
	size: Decimal,
	fees: FeePair,
): Edge | null =>
	buy.status === 'live' && sell.status === 'live'
		? toEdge(vouchedOf(buy, 'asks'), vouchedOf(sell, 'bids'), size, fees)
		: null;
