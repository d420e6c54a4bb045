import {usualFee, type FeeOf} from '../book/edge.js';
import {formatDecimal, type Decimal} from '../book/fixed-point.js';
import {sizeAt, startStep, stepNear, type SizeChoice} from '../book/trade-size.js';
import type {Board, Line, Quote} from './line.js';
import {midOf, toLineEdges, type LineEdges} from './line-edges.js';
import type {Sorting} from '../screen/sortings.js';
import {sortLines, type Ranked} from './sorting.js';

/** What of the lines is wanted, and in which order. */
export type Wanted = {
	readonly sorting: Sorting;
	/** The other way round. */
	readonly isReversed: boolean;
	/** Part of a market's name; empty for all. */
	readonly filter: string;
	/** The size of the edges: of each market the same in value, about. */
	readonly size: SizeChoice;
	/** The market that a size was typed for. */
	readonly market: string;
};

export type RankedLine = Ranked & {
	/** In the base currency; null while no price of the market is known. */
	readonly size: Decimal | null;
};

/** What is shown of the markets. */
export type MarketsReader = Pick<Board, 'exchanges' | 'notes'> & {
	/** Of all, wanted or not. */
	count(): number;
	/** The lines that are wanted, in an order that is made anew once a second at the most. */
	rows(wanted: Wanted): readonly RankedLine[];
	/** The same as they were when that order was made: the same array as long as it holds. */
	ordered(wanted: Wanted): readonly RankedLine[];
};

export type MarketsRanking = MarketsReader & {
	/** Whose lines they are. */
	readonly board: Board;
	/** There are other lines, or time has gone by: `now` in epoch milliseconds. */
	sample(now: number): void;
	/** As it is now, for a screen that stands still. */
	freeze(): MarketsReader;
};

/** Between two orders: lines that changed places ten times a second could not be read. */
const orderMs = 1000;

/** Letters and digits of a name: `btcusdt` finds `BTC/USDT`. */
const toLetters = (text: string): string => text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

const isFiltered = ({market}: Line, filter: string): boolean =>
	filter === '' || toLetters(market).includes(filter);

/** The size that each market begins with, which is kept: one that followed the price would make every number jump. */
const createSizes = () => {
	const firstSteps = new Map<string, number>();
	const firstOf = ({market, quotes}: Pick<Line, 'market' | 'quotes'>): number | null => {
		const known = firstSteps.get(market);
		if (known !== undefined) return known;
		const mid = midOf(quotes);
		if (!mid) return null;
		const first = startStep(mid, market.split('/')[1] ?? '');
		firstSteps.set(market, first);
		return first;
	};
	return {
		/** Null while no price of the market is known. */
		sizeOf(line: Line, {size, market}: Pick<Wanted, 'size' | 'market'>): Decimal | null {
			const first = firstOf(line);
			if (first === null) return null;
			if (typeof size === 'number') return sizeAt(first + size);
			if (line.market === market) return size;
			const from = firstSteps.get(market);
			return sizeAt(first + (from === undefined ? 0 : stepNear(size) - from));
		},
	};
};

type Kept = {readonly line: Line; readonly name: string; readonly edges: LineEdges};

/** The edges of a line, worked out once for each size; of each market those that were asked for last are kept. */
const createEdges = (feeOf: FeeOf) => {
	const kept = new Map<string, Kept>();
	return (line: Line, size: Decimal | null): LineEdges => {
		const name = size === null ? '' : formatDecimal(size);
		const known = kept.get(line.market);
		if (known?.line === line && known.name === name) return known.edges;
		const edges = toLineEdges(line, size, feeOf);
		kept.set(line.market, {line, name, edges});
		return edges;
	};
};

/** The lines in an order, as they were when it was made. */
type Order = {
	readonly wanted: string;
	readonly at: number;
	/** Of the lines that it was made of. */
	readonly count: number;
	readonly rows: readonly RankedLine[];
};

/** The lines as they are, in an order that was made before. */
type Shown = {
	readonly order: Order;
	readonly all: readonly Line[];
	readonly rows: readonly RankedLine[];
};

type Source = {
	readonly exchanges: () => readonly Pick<Quote, 'exchange' | 'title'>[];
	readonly lines: () => readonly Line[];
	readonly notes: () => readonly string[];
	readonly now: () => number;
};

/** Reads lines in an order that is kept for a while. */
const createReader = (
	{exchanges, lines, notes, now}: Source,
	sizes: ReturnType<typeof createSizes>,
	edgesOf: ReturnType<typeof createEdges>,
): MarketsReader => {
	let order: Order | null = null;
	let last: Shown | null = null;
	const rank = (line: Line, wanted: Wanted): RankedLine => {
		const size = sizes.sizeOf(line, wanted);
		return {line, size, edges: () => edgesOf(line, size)};
	};
	const orderAnew = (
		all: readonly Line[],
		wanted: Wanted,
		name: string,
		letters: string,
	): Order => {
		const ranked = all.filter(line => isFiltered(line, letters)).map(line => rank(line, wanted));
		const rows = sortLines(ranked, wanted.sorting, wanted.isReversed);
		return {wanted: name, at: now(), count: all.length, rows};
	};
	/** The order that holds for what is wanted now. */
	const orderOf = (all: readonly Line[], wanted: Wanted): Order => {
		const {sorting, isReversed, filter, size} = wanted;
		const chosen = typeof size === 'number' ? size : formatDecimal(size);
		const letters = toLetters(filter);
		const name = `${sorting} ${isReversed} ${letters} ${chosen}`;
		const isFresh =
			order?.wanted === name && order.count === all.length && now() - order.at < orderMs;
		return isFresh && order ? order : (order = orderAnew(all, wanted, name, letters));
	};
	return {
		exchanges,
		notes,
		count: () => lines().length,
		ordered: wanted => orderOf(lines(), wanted).rows,
		rows(wanted) {
			const all = lines();
			const held = orderOf(all, wanted);
			if (last?.order === held && last.all === all) return last.rows;
			const byMarket = new Map(all.map(line => [line.market, line]));
			const rows = held.rows.flatMap(row => {
				const line = byMarket.get(row.line.market);
				if (!line) return [];
				return [line === row.line ? row : rank(line, wanted)];
			});
			last = {order: held, all, rows};
			return rows;
		},
	};
};

/** Where there are none. */
export const noMarkets: MarketsReader = {
	exchanges: () => [],
	notes: () => [],
	count: () => 0,
	rows: () => [],
	ordered: () => [],
};

/** The lines of a board, sorted and filtered as is wanted. */
export const createMarketsRanking = (
	board: Board,
	feeOf: FeeOf = () => usualFee,
): MarketsRanking => {
	const sizes = createSizes();
	const edgesOf = createEdges(feeOf);
	let now = 0;
	const {exchanges, lines, notes} = board;
	return {
		board,
		...createReader({exchanges, lines, notes, now: () => now}, sizes, edgesOf),
		sample(time) {
			now = time;
		},
		freeze() {
			const [places, told, all, at] = [exchanges(), notes(), lines(), now];
			const still = {exchanges: () => places, lines: () => all, notes: () => told, now: () => at};
			return createReader(still, sizes, edgesOf);
		},
	};
};
