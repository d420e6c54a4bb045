import {emptySequence} from './binance/market-data.js';
import {shownLevels as huobiLevels} from './huobi/text.js';
import {createLevelPrinter, type PrintedLevel} from './level-printer.js';
import type {Listing, SimulatedId} from './market-list.js';
import type {MarketRunner} from './market-runner.js';

/** Best first, as plain decimal text without padding: `['0.1642', '677.3']`. */
export type SimulatedBook = {
	/** The exchange's own id of the newest change. */
	readonly sequence: number;
	readonly bids: readonly PrintedLevel[];
	readonly asks: readonly PrintedLevel[];
};

/** Levels a side that an exchange shows at the most; all where nothing is said. */
const shownLevels: Readonly<Partial<Record<SimulatedId, number>>> = {
	huobi: huobiLevels,
	gate: 400,
	kraken: 1000,
	okx: 400,
	upbit: 30,
	bitstamp: 100,
	bybit: 200,
};

/** What the exchanges' books are, read from the markets themselves and not from what is sent. */
export type TrueBooks = {
	/**
	 * The simulator's own book right now: what a client in sync equals at that sequence, with as
	 * many levels a side as the exchange shows. Throws for a market the exchange does not list.
	 */
	book(exchange: SimulatedId, market: string): SimulatedBook;
	/** What the book is at right now. Throws as `book` does. */
	sequence(exchange: SimulatedId, market: string): number;
	/** The book at a sequence, or one drawn ahead; null where it is at none of the last 200 changes. */
	bookAt(exchange: SimulatedId, market: string, sequence: number): SimulatedBook | null;
	/** The book after the last change up to a time, in epoch milliseconds as the exchange tells it. */
	bookAtTime(exchange: SimulatedId, market: string, time: number): SimulatedBook | null;
};

export const createTrueBooks = (
	list: ReadonlyMap<string, Listing>,
	runner: MarketRunner,
): TrueBooks => {
	const listingOf = (exchange: SimulatedId, market: string): Listing => {
		const listing = list.get(market);
		if (listing?.isListed[exchange]) return listing;
		throw new RangeError(`${market} is not listed on ${exchange}`);
	};

	const printers = new Map<string, ReturnType<typeof createLevelPrinter>>();

	const bookAt = (exchange: SimulatedId, market: string, wanted?: number): SimulatedBook | null => {
		const listing = listingOf(exchange, market);
		if (listing.special === 'break on binance')
			return {sequence: emptySequence, bids: [], asks: []};
		const book = runner.use(listing).books[exchange];
		const sequence = wanted ?? book.sequence;
		const rungs = book.rungsAt(sequence, shownLevels[exchange]);
		if (!rungs) return null;
		const key = `${exchange} ${market}`;
		const print = printers.get(key) ?? createLevelPrinter(exchange, book.scale);
		printers.set(key, print);
		return {sequence, bids: rungs.bids.map(print), asks: rungs.asks.map(print)};
	};

	return {
		bookAt,
		bookAtTime(exchange, market, time) {
			const sequence = runner.use(listingOf(exchange, market)).books[exchange].sequenceAt(time);
			return sequence === null ? null : bookAt(exchange, market, sequence);
		},
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
