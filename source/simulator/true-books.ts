import {emptySequence} from './binance/market-data.js';
import {shownLevels} from './huobi/text.js';
import {createLevelPrinter, type PrintedLevel} from './level-printer.js';
import type {ExchangeId, Listing} from './market-list.js';
import type {MarketRunner} from './market-runner.js';

/** Best first, as plain decimal text without padding: `['0.1642', '677.3']`. */
export type SimulatedBook = {
	/** The exchange's own id of the newest change. */
	readonly sequence: number;
	readonly bids: readonly PrintedLevel[];
	readonly asks: readonly PrintedLevel[];
};

/** What the exchanges' books are, read from the markets themselves and not from what is sent. */
export type TrueBooks = {
	/**
	 * The simulator's own book right now: what a client in sync equals at that sequence. Of Huobi,
	 * the 150 levels a side that it shows. Throws for a market the exchange does not list.
	 */
	book(exchange: ExchangeId, market: string): SimulatedBook;
	/** What the book is at right now. Throws as `book` does. */
	sequence(exchange: ExchangeId, market: string): number;
	/** The book at a sequence, or one drawn ahead; null where it is at none of the last 200 changes. */
	bookAt(exchange: ExchangeId, market: string, sequence: number): SimulatedBook | null;
};

export const createTrueBooks = (
	list: ReadonlyMap<string, Listing>,
	runner: MarketRunner,
): TrueBooks => {
	const listingOf = (exchange: ExchangeId, market: string): Listing => {
		const listing = list.get(market);
		if (listing?.isListed[exchange]) return listing;
		throw new RangeError(`${market} is not listed on ${exchange}`);
	};

	const printers = new Map<string, ReturnType<typeof createLevelPrinter>>();

	const bookAt = (exchange: ExchangeId, market: string, wanted?: number): SimulatedBook | null => {
		const listing = listingOf(exchange, market);
		if (listing.special === 'break on binance')
			return {sequence: emptySequence, bids: [], asks: []};
		const book = runner.use(listing).books[exchange];
		const sequence = wanted ?? book.sequence;
		const rungs = book.rungsAt(sequence, exchange === 'huobi' ? shownLevels : undefined);
		if (!rungs) return null;
		const key = `${exchange} ${market}`;
		const print = printers.get(key) ?? createLevelPrinter(exchange, book.scale);
		printers.set(key, print);
		return {sequence, bids: rungs.bids.map(print), asks: rungs.asks.map(print)};
	};

	return {
		bookAt,
		book(exchange, market) {
			const book = bookAt(exchange, market);
			if (!book) throw new RangeError(`no book of ${market} on ${exchange}`);
			return book;
		},
		sequence(exchange, market) {
			const listing = listingOf(exchange, market);
			if (listing.special === 'break on binance') return emptySequence;
			return runner.use(listing).books[exchange].sequence;
		},
	};
};
