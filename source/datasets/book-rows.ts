import type {LevelColumns} from '../book/level-columns.js';
import type {BookTops} from '../book/order-book.js';
import type {SideName} from '../book/side-view.js';
import type {Trade} from '../book/trade.js';

/** Changed levels of one side; a size of zero removes. */
export type SideRows = {
	readonly side: 'bid' | 'ask';
	/** They may be scratch: to be read at once. */
	readonly levels: LevelColumns;
};

/** What made a proven book of the one before it, or of none. */
export type BookRows = {
	/** They are the whole book: what was before is thrown away. */
	readonly isSnapshot: boolean;
	/** Epoch milliseconds by the exchange's clock; null where it gave none. */
	readonly exchangeTime: number | null;
	/** Microseconds since 1970. */
	readonly localTime: number;
	readonly sides: readonly SideRows[];
	/** The best levels after them; to be read while they are told. */
	readonly book: BookTops;
};

/** One side of a book as far as it is proven. */
export type ProvenSide = {
	readonly length: number;
	/** The best levels, as many as there are up to `count`. */
	top(count: number): LevelColumns;
};

/** The levels of a proven book in which a loss would be seen: nothing vouches for those beyond. */
export type ProvenBook = Readonly<Record<SideName, ProvenSide>>;

/** When a book was not proven, in microseconds since 1970, and why. */
export type Gap = {readonly from: number; readonly to: number; readonly reason: string};

/** What of a UTC day was recorded of a market, in microseconds since 1970. */
export type Day = {
	readonly from: number;
	/** See `from`. */
	readonly to: number;
	/** The parts of that in which its book was not proven. */
	readonly gaps: readonly Gap[];
};

/** A market by the exchange's own name of it. */
export type MarketName = {readonly exchange: string; readonly symbol: string};

/** Told of one market, in the order of time. */
export type MarketSink = {
	book(rows: BookRows): void;
	/** In the order in which they were told; `localTime`: microseconds since 1970. */
	trades(trades: readonly Trade[], localTime: number): void;
	/** A UTC day is over for it; trades of the next may have been told already. */
	endDay(day: Day): void;
};

export const dayUs = 86_400_000_000;

/** The number of a UTC day, by a time in it in microseconds. */
export const dayOf = (timeUs: number): number => Math.floor(timeUs / dayUs);

/** `2021-04-17` of the number of a day. */
export const toDate = (day: number): string =>
	new Date((day * dayUs) / 1000).toISOString().slice(0, 10);
