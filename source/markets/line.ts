import type {Decimal} from '../book/fixed-point.js';
import type {ToldTicker} from '../book/ticker.js';
import type {BookView} from '../store/market-view.js';

/** What is known of a market on one exchange. */
export type Quote = {
	/** `binance` */
	readonly exchange: string;
	/** As people write it: `Binance`. */
	readonly title: string;
	/** Smallest price step; null where it is not known. */
	readonly tickSize: Decimal | null;
	/** Proven while it is live; null where no book is followed, and all that is known is `told`. */
	readonly book: BookView | null;
	/** What the exchange tells of all its markets, unproven; null where it does not, or has not yet. */
	readonly told: ToldTicker | null;
};

/** One market with what is known of it. Immutable: what changes makes a new one. */
export type Line = {
	/** `STEEM/USDT` */
	readonly market: string;
	/** In the order of the board's exchanges; those alone that have the market. */
	readonly quotes: readonly Quote[];
};

/** Many markets. */
export type Board = {
	/** In the order in which they are shown. */
	exchanges(): readonly Pick<Quote, 'exchange' | 'title'>[];
	/** The same array while nothing has changed. */
	lines(): readonly Line[];
	/** What there is to know of the whole, in words: what is waited for, and what cannot be had. */
	notes(): readonly string[];
	/** Calls back when there are other lines; what has to be asked for is, as long as anybody watches. Returns stop. */
	watch(listener: () => void): () => void;
};

/** The best prices of a quote. */
export type Touch = {readonly bid: Decimal | null; readonly ask: Decimal | null};

const bestOf = (book: BookView, side: 'bids' | 'asks'): Decimal | null =>
	book[side].length > 0 ? book[side].price(0) : null;

/** Those of the book where there is one, whatever its state: an old book is shown as such, not passed off as new. */
export const touchOf = ({book, told}: Quote): Touch =>
	book
		? {bid: bestOf(book, 'bids'), ask: bestOf(book, 'asks')}
		: {bid: told?.ticker.bid ?? null, ask: told?.ticker.ask ?? null};

/** The last trade: as it came with the book, else as it is told. */
export const lastOf = ({book, told}: Quote): Decimal | null =>
	book?.trades.at(-1)?.price ?? told?.ticker.last ?? null;

/** When what is shown came, in epoch milliseconds by our clock; null where nothing has. */
export const timeOf = ({book, told}: Quote): number | null =>
	book ? book.receivedAt : (told?.at ?? null);

/** Whether its numbers are the exchange's, proven. */
export const isProven = ({book}: Quote): boolean => book?.status === 'live';
