import type {LevelColumns} from '../book/level-columns.js';
import type {Decimal} from '../book/fixed-point.js';
import type {Trade} from '../book/trade.js';
import type {BookRows, MarketName, MarketSink} from './book-rows.js';

/** What was told of markets, in few large pieces: so it goes to another thread at little cost. */
export type RowBlock = {
	/** One record behind the other, in memory of all threads, which is used again once the block is read. */
	readonly numbers: Float64Array;
	/** How many of them are of use. */
	readonly length: number;
	/** What is no number, in the order of the records that it belongs to. */
	readonly extras: readonly unknown[];
};

/** Kinds of records. An enum, so that they are put in place when the program is built. */
export const enum Kind {
	/** A market is told of from now on, by the next number. */
	market,
	book,
	trades,
	endDay,
}

const startNumbers = 64 * 1024;

/** Numbers that a record takes at the most, but for those of its levels. */
const headRoom = 16;

const numbersOf = (length: number): Float64Array =>
	new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));

/** By their numbers. */
export const tradeSides = [null, 'buy', 'sell'] as const;
const numbersOfTrade = 7;

/** Of a level whose values have a scale each. */
const numbersOfWide = 4;

/** A block in the making, in a room that grows with it. */
const createOpenBlock = () => {
	let numbers = numbersOf(startNumbers);
	let length = 0;
	let extras: unknown[] = [];

	const reserve = (more: number) => {
		if (length + more <= numbers.length) return;
		const grown = numbersOf(Math.max(length + more, 2 * numbers.length));
		grown.set(numbers.subarray(0, length));
		numbers = grown;
	};

	return {
		/** Makes room for more. */
		reserve,
		/** There has to be room for it. */
		put(number: number) {
			numbers[length++] = number;
		},
		putExtra(extra: unknown) {
			extras.push(extra);
		},
		/** Leaves room for what a record has besides levels. */
		begin(kind: Kind, market: number) {
			reserve(headRoom);
			numbers[length++] = kind;
			numbers[length++] = market;
		},
		/** So many of them, one behind the other; there has to be room for them. */
		putAll(more: Float64Array, count: number) {
			for (let at = 0; at < count; at++) numbers[length++] = more[at] ?? 0;
		},
		/** Numbers that wait. */
		length: () => length,
		/** All that waits; further ones go to `next`. */
		take(next = numbersOf(startNumbers)): RowBlock {
			const taken = {numbers, length, extras};
			numbers = next;
			length = 0;
			extras = [];
			return taken;
		},
	};
};

type OpenBlock = ReturnType<typeof createOpenBlock>;

/** Writes a price or a size; there has to be room for it. What no number holds goes apart. */
const createDecimalWriter =
	({put, putExtra}: OpenBlock) =>
	({units, decimals}: Decimal) => {
		const isWide = typeof units === 'bigint';
		put(isWide ? Number.NaN : units);
		put(decimals);
		if (isWide) putExtra(units);
	};

/** Writes levels: how many, their decimals, and each of them. Room for a head is left behind them. */
const createLevelWriter = (block: OpenBlock) => {
	const {reserve, put, putAll} = block;
	const putDecimal = createDecimalWriter(block);
	return ({length, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns) => {
		reserve((wide ? numbersOfWide : 2) * length + 2 * headRoom);
		put(length);
		put(priceDecimals);
		put(sizeDecimals);
		put(wide ? 1 : 0);
		if (!wide) putAll(pairs, 2 * length);
		else
			for (const {price, size} of wide) {
				putDecimal(price);
				putDecimal(size);
			}
	};
};

/** Writes fills: their number, and each of them. */
const createTradeWriter = (block: OpenBlock) => {
	const {reserve, put, putExtra} = block;
	const putDecimal = createDecimalWriter(block);
	/** As a number where that is the same; else apart. */
	const putId = (id: string) => {
		const number = Number(id);
		const isSame = Number.isSafeInteger(number) && String(number) === id;
		put(isSame ? number : Number.NaN);
		if (!isSame) putExtra(id);
	};

	return (trades: readonly Trade[]) => {
		reserve(1 + numbersOfTrade * trades.length);
		put(trades.length);
		for (const {id, price, size, side, time} of trades) {
			putId(id);
			putDecimal(price);
			putDecimal(size);
			put(tradeSides.indexOf(side));
			put(time);
		}
	};
};

/** Writes what sinks are told into blocks. `tops`: how many of the best levels a side are told with each change. */
export const createBlockWriter = (tops: number) => {
	const block = createOpenBlock();
	const {begin, put, putExtra, length, take} = block;
	const putLevels = createLevelWriter(block);
	const putTrades = createTradeWriter(block);
	let markets = 0;

	const putBook = ({isSnapshot, exchangeTime, localTime, sides, book}: BookRows) => {
		put(isSnapshot ? 1 : 0);
		put(exchangeTime ?? Number.NaN);
		put(localTime);
		put(sides.length);
		for (const {side, levels} of sides) {
			put(side === 'bid' ? 0 : 1);
			putLevels(levels);
		}
		if (tops === 0) return;
		// They may be scratch of both sides: one is put before the next is asked for.
		putLevels(book.bids.top(tops));
		putLevels(book.asks.top(tops));
	};

	return {
		...{length, take},
		sinkOf(name: MarketName): MarketSink {
			const market = markets++;
			begin(Kind.market, market);
			putExtra(name);
			return {
				book(rows) {
					begin(Kind.book, market);
					putBook(rows);
				},
				trades(trades, localTime) {
					begin(Kind.trades, market);
					put(localTime);
					putTrades(trades);
				},
				endDay(day) {
					begin(Kind.endDay, market);
					putExtra(day);
				},
			};
		},
	};
};
