import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {isBeyond} from '../book/order-book.js';
import {toTop, type SideName} from '../book/side-view.js';
import type {BookStatus, BookView} from '../store/market-view.js';
import type {BookName, Level, LostBook, ProvenBook} from './feed-types.js';

type TimedStatus = BookStatus & Pick<BookView, 'wallAhead'>;

const nameOf = ({exchange, market}: BookName): BookName => ({exchange, market});

const toText = (value: Decimal | null): string | null => value && formatDecimal(value);

/** The best levels up to where the book is known whole. */
const toLevels = (
	{vouched, ...sides}: BookView,
	name: SideName,
	most: number,
): readonly Level[] => {
	const side = sides[name];
	let count = Math.min(most, side.length);
	while (count > 0 && isBeyond(vouched, name, side.price(count - 1))) count--;
	return toTop(side, count).map(({price, size}) => [formatDecimal(price), formatDecimal(size)]);
};

/** A live book; null for one that nothing vouches for. */
export const toProven = (view: BookView, levels: number): ProvenBook | null => {
	const {status, sequence, receivedAt} = view;
	if (status !== 'live' || sequence === null) return null;
	return {
		...nameOf(view),
		...{status, sequence, exchangeTime: view.exchangeTime},
		receivedAt: receivedAt === null ? null : Math.round(receivedAt + view.wallAhead),
		tickSize: toText(view.tickSize),
		bids: toLevels(view, 'bids', levels),
		asks: toLevels(view, 'asks', levels),
		levels: {bids: view.bids.length, asks: view.asks.length},
	};
};

/** A book that is not live; null for one that is. */
export const toLost = (book: BookName & TimedStatus): LostBook | null => {
	const {status, reason, code = null, wallAhead} = book;
	if (status === 'live') return null;
	const retryAt = book.retryAt === null ? null : Math.round(book.retryAt + wallAhead);
	return {...nameOf(book), status, reason, code, retryAt};
};
