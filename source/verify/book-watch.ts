import type {BookChange, OrderBook} from '../book/order-book.js';
import type {BookChannel} from '../exchanges/exchange.js';
import type {Trade} from '../book/trade.js';
import type {BookEvent} from './book-events.js';

/** Where a book stands once all that came at one moment is in it. */
export type Standing =
	| {readonly isProven: true; readonly book: OrderBook}
	| {
			readonly isProven: false;
			/**
			 * `closed`: no connection is open for it; `interrupted`: none is, as the recording ended and began anew;
			 * `unsubscribed`: none is, as it was asked for no more; `outrun`: none brings what another connection or channel
			 * does; `silent`: the connection was not heard from in time; `hole`: nothing was recorded, and no change has
			 * linked since; `shallow`: too few levels are known whole; `unsynced`: it does not follow the exchange's, as the
			 * events told.
			 */
			readonly why:
				| 'closed'
				| 'interrupted'
				| 'unsubscribed'
				| 'outrun'
				| 'silent'
				| 'hole'
				| 'shallow'
				| 'unsynced';
	  };

/** Told what becomes of one book on one channel, in the order of the capture. */
export type StreamWatch = {
	onEvent(event: BookEvent): void;
	/** Something is about to come: the book is still as it was. */
	before(): void;
	/** A change is about to be made, whatever is found wrong with it later; its levels may be scratch. */
	changing(change: BookChange, book: OrderBook): void;
	/** The change was made. */
	changed(change: BookChange, book: OrderBook): void;
	/** An audit put a book in the place of another, from which it differs in nothing that both vouch for. */
	replaced(book: OrderBook, by: OrderBook): void;
	/** Oldest first; some may have been told before. */
	traded(trades: readonly Trade[]): void;
	settled(standing: Standing): void;
};

/** Told what the books of a capture become. All times are milliseconds since the start of the capture. */
export type BookWatch = {
	/** A book is followed on a channel. `now`: the time, whenever it is asked for. Undefined: nothing is to be told. */
	follow(
		exchange: string,
		symbol: string,
		now: () => number,
		channel: BookChannel,
	): StreamWatch | undefined;
	/** A message that is no book's, by the name of its topic. */
	heard(exchange: string, topic: string, text: string, t: number): void;
};
