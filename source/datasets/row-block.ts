import {noLevels, type LevelColumns} from '../book/level-columns.js';
import type {BookTops} from '../book/order-book.js';
import type {Trade} from '../book/trade.js';
import type {BookRows, Day, MarketName, MarketSink, SideRows} from './book-rows.js';

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
const enum Kind {
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
		/** How many, their decimals, and where there are exact ones, those apart; room for a head is left behind them. */
		putLevels({length: levels, pairs, priceDecimals, sizeDecimals, wide}: LevelColumns) {
			reserve(2 * levels + 2 * headRoom);
			numbers[length++] = levels;
			numbers[length++] = priceDecimals;
			numbers[length++] = sizeDecimals;
			numbers[length++] = wide ? 1 : 0;
			if (wide) extras.push(wide);
			else for (let at = 0; at < 2 * levels; at++) numbers[length++] = pairs[at] ?? 0;
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

/** Writes what sinks are told into blocks. `tops`: how many of the best levels a side are told with each change. */
export const createBlockWriter = (tops: number) => {
	const {begin, put, putExtra, putLevels, length, take} = createOpenBlock();
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
					putExtra(trades);
				},
				endDay(day) {
					begin(Kind.endDay, market);
					putExtra(day);
				},
			};
		},
	};
};

const cut = (levels: LevelColumns, most: number): LevelColumns =>
	levels.length <= most
		? levels
		: {...levels, length: most, wide: levels.wide && levels.wide.slice(0, most)};

const toTops = (bids: LevelColumns, asks: LevelColumns): BookTops => ({
	bids: {top: count => cut(bids, count)},
	asks: {top: count => cut(asks, count)},
});

const noTops = toTops(noLevels, noLevels);

/** Tells sinks what a block holds, one record after the other. */
const createRecords = ({numbers, extras}: RowBlock, tops: number) => {
	let [at, extra] = [0, 0];
	const number = () => numbers[at++] ?? 0;

	const levels = (): LevelColumns => {
		const length = number();
		const [priceDecimals, sizeDecimals, isWide] = [number(), number(), number() === 1];
		const end = isWide ? at : at + 2 * length;
		const pairs = numbers.subarray(at, end);
		at = end;
		const wide = isWide ? (extras[extra++] as LevelColumns['wide']) : null;
		return {length, pairs, priceDecimals, sizeDecimals, wide};
	};

	const rows = (): BookRows => {
		const isSnapshot = number() === 1;
		const time = number();
		const localTime = number();
		const sides: SideRows[] = [];
		for (let left = number(); left > 0; left--)
			sides.push({side: number() === 0 ? 'bid' : 'ask', levels: levels()});
		const book = tops === 0 ? noTops : toTops(levels(), levels());
		return {isSnapshot, exchangeTime: Number.isNaN(time) ? null : time, localTime, sides, book};
	};

	return {
		at: () => at,
		number,
		rows,
		/** What a record has that is no number. */
		extra: () => extras[extra++],
	};
};

/** Tells what blocks hold to sinks, made by `sinkOf` for each market. `tops`: as they were written. */
export const createBlockReader = (sinkOf: (market: MarketName) => MarketSink, tops: number) => {
	const sinks: MarketSink[] = [];
	return (block: RowBlock): void => {
		const records = createRecords(block, tops);
		while (records.at() < block.length) {
			const kind: Kind = records.number();
			const market = records.number();
			switch (kind) {
				case Kind.market:
					sinks[market] = sinkOf(records.extra() as MarketName);
					break;
				case Kind.book:
					sinks[market]?.book(records.rows());
					break;
				case Kind.trades: {
					const localTime = records.number();
					sinks[market]?.trades(records.extra() as readonly Trade[], localTime);
					break;
				}
				case Kind.endDay:
					sinks[market]?.endDay(records.extra() as Day);
			}
		}
	};
};
