import {topOf} from './block-view.js';
import type {SideName, SideView} from './side-view.js';
import {
	addDecimals,
	compareDecimals,
	fromUnits,
	halveDecimal,
	multiplyDecimals,
	ratio,
	roundToStep,
	subtractDecimals,
	zero,
	type Decimal,
} from './fixed-point.js';

/** One line of a depth table: a level, or the levels that fall into one price group. */
export type DepthRow = {
	readonly price: Decimal;
	/** Of all levels of the row. */
	readonly size: Decimal;
	/** Size from the best price to here, this row included. */
	readonly total: Decimal;
	/** Levels of the book from the best price to here. */
	readonly levels: number;
};

/** What taking every level down to one row would trade. */
export type Fill = {
	/** In the base currency. */
	readonly size: Decimal;
	/** In the quote currency. */
	readonly notional: Decimal;
	/** Average price paid or got, as `divideDecimals` has it. */
	readonly average: Decimal;
};

export type Spread = {
	/** The best one. */
	readonly bid: Decimal;
	/** The best one; below the bid where two exchanges' prices are compared and cross. */
	readonly ask: Decimal;
	/** Exact. */
	readonly mid: Decimal;
	/** Ask − bid: negative where two exchanges' prices are compared and cross. */
	readonly absolute: Decimal;
	/** Of the mid price; for showing only. */
	readonly bps: number;
};

/**
 * Walks a side group by group, best first. Asks round up and bids down, so that no group promises a
 * better price than its levels have. `null` as step takes each level by itself.
 */
function* walk(side: SideView, name: SideName, step: Decimal | null) {
	for (let rank = 0; rank < side.length;) {
		const first = side.price(rank);
		const price = step === null ? first : roundToStep(first, step, name === 'asks' ? 'up' : 'down');
		const from = rank++;
		if (step !== null) while (rank < side.length && isWithin(side.price(rank), price, name)) rank++;
		yield {price, from, to: rank};
	}
}

const isWithin = (price: Decimal, edge: Decimal, name: SideName) => {
	const order = compareDecimals(price, edge);
	return name === 'asks' ? order <= 0 : order >= 0;
};

/** The first `count` rows of a side, best first. */
export const toDepthRows = (
	side: SideView,
	name: SideName,
	count: number,
	step: Decimal | null = null,
): readonly DepthRow[] => {
	const rows: DepthRow[] = [];
	if (count <= 0) return rows;
	let total = zero;
	if (step === null) {
		for (let rank = 0; rank < Math.min(count, side.length); rank++) {
			const size = side.size(rank);
			total = addDecimals(total, size);
			rows.push({price: side.price(rank), size, total, levels: rank + 1});
		}
		return rows;
	}
	for (const {price, from, to} of walk(side, name, step)) {
		let size = side.size(from);
		for (let rank = from + 1; rank < to; rank++) size = addDecimals(size, side.size(rank));
		total = addDecimals(total, size);
		rows.push({price, size, total, levels: to});
		if (rows.length >= count) break;
	}
	return rows;
};

/** Rows a side has at a step, without adding up their sizes. */
export const countRows = (side: SideView, name: SideName, step: Decimal | null): number => {
	if (step === null) return side.length;
	let count = 0;
	for (const group of walk(side, name, step)) if (group.to > 0) count++;
	return count;
};

/** Whether all that there is on these sides falls into one row. */
export const isOneRow = (sides: readonly SideView[], name: SideName, step: Decimal): boolean => {
	const direction = name === 'asks' ? 'up' : 'down';
	const ends = sides
		.filter(({length}) => length > 0)
		.flatMap(side => [side.price(0), side.price(side.length - 1)])
		.map(price => roundToStep(price, step, direction));
	const [first] = ends;
	return !first || ends.every(price => compareDecimals(price, first) === 0);
};

export const toSpread = (bid: Decimal, ask: Decimal): Spread => {
	const absolute = subtractDecimals(ask, bid);
	const mid = halveDecimal(addDecimals(ask, bid));
	return {bid, ask, mid, absolute, bps: ratio(absolute, mid) * 10_000};
};

/** Null while a side is empty. */
export const spreadOf = (book: {
	readonly bids: SideView;
	readonly asks: SideView;
}): Spread | null =>
	book.bids.length === 0 || book.asks.length === 0
		? null
		: toSpread(book.bids.price(0), book.asks.price(0));

/** How far a price is from another, in basis points of the other; for showing only. */
export const distanceBps = (price: Decimal, from: Decimal): number =>
	ratio(subtractDecimals(price, from), from) * 10_000;

/** The bids' part of the size on both sides, 0 to 1; 0.5 where both are empty. */
export const imbalance = (bids: Decimal, asks: Decimal): number => {
	const both = addDecimals(bids, asks);
	return both.units === 0 ? 0.5 : ratio(bids, both);
};

/** Levels of each side that the pressure is told from: the same whatever the screen shows of them. */
export const pressureLevels = 20;

const room = new Float64Array(2 * pressureLevels);

/** Size at the best levels of a side; of all of it where there are fewer. */
export const bestSize = (side: SideView, levels = pressureLevels): Decimal => {
	const {length, pairs, sizeDecimals, wide} = topOf(side, levels, room);
	let units = 0;
	for (let rank = 0; rank < length; rank++) units += pairs[2 * rank + 1] ?? 0;
	if (!wide && Number.isSafeInteger(units)) return fromUnits(units, sizeDecimals);
	let size = zero;
	for (let rank = 0; rank < length; rank++) size = addDecimals(size, side.size(rank));
	return size;
};

/** Price groups 1, 2, 5, 10, 20, … × the tick size; index 0 groups nothing. */
export const groupingFactor = (index: number): number =>
	([1, 2, 5][index % 3] ?? 1) * 10 ** Math.floor(index / 3);

/** Null for index 0: each level by itself. */
export const groupingStep = (tickSize: Decimal, index: number): Decimal | null =>
	index === 0 ? null : multiplyDecimals(tickSize, {units: groupingFactor(index), decimals: 0});
