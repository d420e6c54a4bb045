import {toNumber, type Decimal} from '../book/fixed-point.js';
import type {Trade} from '../book/trade.js';
import type {BookView} from '../store/market-view.js';
import {binOf, binStepOf, readBook} from './bins.js';
import {createColumns, type ColumnSource} from './column-blocks.js';
import {addTrades, noTrades, spans, type HeatColumn, type HeatTrade} from './heat-column.js';
import {meanColumn} from './mean-column.js';

const secondMs = spans[0];
const longestSeconds = Math.max(...spans) / secondMs;

/** A fill that is told later than so many seconds is of a past that is not shown with it. */
const lateSeconds = 10;

/** The second in which a fill was, by our clock. */
const secondOf = ({time}: Trade, {health}: BookView): number =>
	Math.floor((time - (health.clockOffsetMs ?? 0)) / secondMs);

const toHeatTrade = ({price, size, side}: Trade, step: number): HeatTrade => {
	const amount = toNumber(size);
	const bought = side === 'buy' ? amount : 0;
	return {bin: binOf(toNumber(price), step), bought, sold: amount - bought};
};

/** Fills of a second that has not ended. */
export const tradesSince = (book: BookView, second: number, step: number): readonly HeatTrade[] => {
	const trades: HeatTrade[] = [];
	for (let at = book.trades.length - 1; at >= 0; at--) {
		const trade = book.trades[at];
		if (!trade || secondOf(trade, book) < second) break;
		trades.push(toHeatTrade(trade, step));
	}
	return addTrades(noTrades, trades);
};

/** The fills of a book, each told once, when its second has ended. */
const createNews = () => {
	let last: Trade | undefined;
	return (book: BookView, ended: number): readonly Trade[] => {
		const {trades} = book;
		const from = last ? trades.lastIndexOf(last) + 1 : 0;
		let to = from;
		for (let trade = trades[to]; trade && secondOf(trade, book) <= ended; trade = trades[++to])
			last = trade;
		return trades.slice(from, to);
	};
};

/** The past of one book, in columns of every span. */
export type HeatPast = {
	/** What a bin covers; null while there was no book in sync. */
	step(): Decimal | null;
	/** By span, as `spans` has them, of columns that have ended. */
	readonly columns: readonly ColumnSource[];
};

/** Columns of every span, made of seconds as they end. */
const createSpans = (keep: 'newest' | 'all') => {
	const columns = spans.map(() => createColumns(keep));
	const [seconds] = columns;
	return {
		columns,
		setSecond(second: number, column: HeatColumn) {
			seconds?.set(second, column);
		},
		/** To a second that has ended, however late. */
		addTrade(second: number, trade: HeatTrade) {
			seconds?.addTrade(second, trade);
		},
		/** The longer columns that end with a second. */
		close(second: number) {
			for (const [at, span] of spans.entries()) {
				const count = span / secondMs;
				if (at === 0 || (second + 1) % count !== 0) continue;
				const from = second + 1 - count;
				const all = Array.from({length: count}, (_, by) => seconds?.get(from + by) ?? null);
				const mean = meanColumn(all);
				if (mean) columns[at]?.set(from / count, mean);
			}
		},
	};
};

/** Reads a book; one that has not changed only once. */
const createBookReader = () => {
	let step: Decimal | null = null;
	let read: {readonly book: BookView; readonly column: HeatColumn} | null = null;
	return {
		step: () => step,
		read(book: BookView): HeatColumn {
			step ??= book.status === 'live' ? binStepOf(book) : null;
			if (read?.book !== book) read = {book, column: readBook(book, step ? toNumber(step) : 1)};
			return read.column;
		},
	};
};

/** Second by second, what a book was. */
export const createHeatSeries = (keep: 'newest' | 'all') => {
	const all = createSpans(keep);
	const reader = createBookReader();
	const newsOf = createNews();
	/** The second that has not ended; null before the first. */
	let open: number | null = null;
	/** Whether the book was not live at some moment of it. */
	let isBroken = false;

	const close = (second: number, book: BookView) => {
		const column = reader.read(book);
		const isPart = isBroken && column.proof === 'proven';
		all.setSecond(second, isPart ? {...column, proof: 'broken'} : column);
		isBroken = book.status !== 'live';
	};

	const addNews = (book: BookView, ended: number) => {
		const step = reader.step();
		for (const trade of newsOf(book, ended)) {
			const second = secondOf(trade, book);
			if (step && second > ended - lateSeconds)
				all.addTrade(second, toHeatTrade(trade, toNumber(step)));
		}
	};

	return {
		step: reader.step,
		columns: all.columns as readonly ColumnSource[],
		/** The book was not proven at some moment of this second. */
		doubt() {
			isBroken = true;
		},
		/**
		 * The seconds before this one have ended, `held` of them (the oldest) with the book as it is given; of the others
		 * nothing is known.
		 */
		close(now: number, book: BookView, held = Infinity) {
			const from = open ?? now;
			open = Math.max(from, now);
			const end = Math.min(now, from + held);
			for (let second = from; second < end; second++) close(second, book);
			// Before it is part of a longer column, a second is told of its fills.
			if (end > from) addNews(book, end - 1);
			// What is unknown is part of no more longer columns than those that hold the last one that is known.
			const last = Math.min(now, end + longestSeconds - 1);
			for (let second = from; second < last; second++) all.close(second);
		},
		/** As it is now, for a screen that stands still. */
		copy(): HeatPast {
			const step = reader.step();
			return {step: () => step, columns: all.columns.map(columns => columns.copy())};
		},
	};
};

export type HeatSeries = ReturnType<typeof createHeatSeries>;
