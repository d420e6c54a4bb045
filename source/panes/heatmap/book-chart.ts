import {formatDecimal, toNumber, type Decimal} from '../../book/fixed-point.js';
import {middleOf} from '../../heat/bins.js';
import {binsPerColumn, spans, type HeatColumn} from '../../heat/heat-column.js';
import type {HeatReader} from '../../heat/heat-reader.js';
import type {BookView} from '../../store/market-view.js';
import {toChartColumn, type ChartColumn} from './chart-columns.js';
import {createPriceScale, type PriceScale, type PriceWish} from './price-scale.js';

/** The past of a book as far as a chart shows it. */
export type ChartPast = {
	readonly book: BookView;
	/** Oldest first, the last one holds now; null where nothing is known. */
	readonly columns: readonly (HeatColumn | null)[];
	/** Of a bin; null while there is no book. */
	readonly step: Decimal | null;
	/** The middle price, now or when it was last known; null for none. */
	readonly mid: number | null;
	/** Of the columns. */
	readonly mids: readonly number[];
	/** How far the best levels reach from the middle price, up to as many as half of the chart has rows. */
	readonly reach: number;
};

/** A chart as it is painted. */
export type Chart = {
	readonly book: BookView;
	/** Oldest first, the last one holds now; null where nothing is known. */
	readonly columns: readonly (ChartColumn | null)[];
	readonly step: Decimal;
	readonly scale: PriceScale;
};

/** Columns at the end that may still change: fills are told late. */
const unsettled = 3;

/** How far levels reach that fill most of half of a chart, one a row. */
const reachOf = (book: BookView, mid: number, rows: number, step: number): number => {
	if (book.status !== 'live') return 0;
	const rank = Math.max(3, Math.floor((rows / 2) * 0.75));
	const far = [book.bids, book.asks].map(side =>
		side.length === 0 ? 0 : Math.abs(toNumber(side.price(Math.min(rank, side.length - 1))) - mid),
	);
	return Math.min(Math.max(...far), (step * binsPerColumn) / 2);
};

export type ChartSize = {
	/** Cells for columns. */
	readonly columns: number;
	/** Rows of prices: two a cell where a cell has halves. */
	readonly rows: number;
	/** Index in `spans`. */
	readonly span: number;
};

/** The newest column there is, by its time in columns. */
const newestOf = (span: number, now: number): number => Math.floor(now / (spans[span] ?? 1));

/** Reads the columns of one book: those that do not change any more only once. */
const createColumnReader = () => {
	let read = new Map<number, HeatColumn>();
	let readSpan = 0;
	return {
		/** Whether a column, by its time, is one that does not change any more. */
		isSettled: (index: number) => read.has(index),
		read(heat: HeatReader, book: BookView, {columns: count, span}: ChartSize, now: number) {
			if (span !== readSpan) read = new Map();
			readSpan = span;
			const newest = newestOf(span, now);
			// Asked for first: with it the column before it ends.
			const current = heat.current(book, span, now);
			const kept = new Map<number, HeatColumn>();
			const columns = Array.from({length: count}, (_, at) => {
				const index = newest - count + 1 + at;
				if (index === newest) return current;
				const column = read.get(index) ?? heat.ended(book, span, index);
				if (column && index < newest - unsettled) kept.set(index, column);
				return column;
			});
			read = kept;
			return columns;
		},
	};
};

/** The columns of one book, read and laid out in the rows of a chart: those that do not change any more only once. */
const createChartColumns = () => {
	const {read, isSettled} = createColumnReader();
	let laid = new Map<number, ChartColumn>();
	let laidKey = '';
	return {
		read,
		place(
			{columns}: ChartPast,
			scale: PriceScale,
			step: number,
			span: number,
			now: number,
		): readonly (ChartColumn | null)[] {
			const key = `${span} ${scale.factor} ${scale.base} ${scale.rows} ${step}`;
			if (key !== laidKey) laid = new Map();
			laidKey = key;
			const first = newestOf(span, now) - columns.length + 1;
			const kept = new Map<number, ChartColumn>();
			const placed = columns.map((column, at) => {
				if (!column) return null;
				const made = laid.get(first + at) ?? toChartColumn(column, scale, step);
				if (isSettled(first + at)) kept.set(first + at, made);
				return made;
			});
			laid = kept;
			return placed;
		},
	};
};

/** Follows one book; reads and lays out only what is new. */
export const createBookChart = () => {
	const toScale = createPriceScale();
	let own = createChartColumns();
	/** Where they were read from, and what a bin of them covers. */
	let source: {readonly heat: HeatReader; readonly step: string} | null = null;

	/** What was read elsewhere, as in the demo, or of other bins, is nothing of this past. */
	const follow = (heat: HeatReader, bin: Decimal | null) => {
		const step = bin ? formatDecimal(bin) : '';
		if (source?.heat === heat && source.step === step) return;
		source = {heat, step};
		own = createChartColumns();
	};

	return {
		past(heat: HeatReader, book: BookView, size: ChartSize, now: number): ChartPast {
			const step = heat.stepOf(book);
			follow(heat, step);
			const columns = own.read(heat, book, size, now);
			const mids = columns.flatMap(column => (column && column.mid > 0 ? [column.mid] : []));
			const live = book.status === 'live' ? middleOf(book) : null;
			const mid = live ?? mids.at(-1) ?? null;
			const reach = mid !== null && step ? reachOf(book, mid, size.rows, toNumber(step)) : 0;
			return {book, columns, step, mid, mids, reach};
		},
		/** In prices that suit all of these books, of which this is one, and as high a row as theirs. Null without a price. */
		layOut(
			past: ChartPast,
			all: readonly ChartPast[],
			{rows, span}: ChartSize,
			{leastRows, range}: Pick<PriceWish, 'leastRows' | 'range'>,
			now: number,
		): Chart | null {
			const {book, step} = past;
			const priced = all.filter(({mid}) => mid !== null);
			if (!step || priced.length === 0) return null;
			const size = toNumber(step);
			const scale = toScale({
				...{step: size, rows, leastRows, range},
				mid: priced.reduce((sum, {mid}) => sum + (mid ?? 0), 0) / priced.length,
				mids: priced.flatMap(({mids}) => mids),
				reach: Math.max(...priced.map(({reach}) => reach)),
			});
			return {book, columns: own.place(past, scale, size, span, now), step, scale};
		},
	};
};

export type BookChart = ReturnType<typeof createBookChart>;
