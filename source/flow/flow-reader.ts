import {
	addDecimals,
	compareDecimals,
	formatDecimal,
	roundToStep,
	zero,
	type Decimal,
} from '../book/fixed-point.js';
import type {SideName} from '../book/side-view.js';
import type {BookKey} from '../store/market-view.js';
import {joinPasts, type LevelPast} from './level-past.js';
import type {TradedPrices} from './trade-window.js';
import type {SidePasts} from './watched-side.js';

/** What is known of the past of one book. */
export type BookPast = {
	/** Epoch milliseconds since which its levels are watched without a break; null while it is not proven. */
	readonly since: number | null;
	readonly bids: SidePasts;
	readonly asks: SidePasts;
	readonly traded: TradedPrices;
};

/** Rows of a side: price groups, or each price by itself. */
type Rows = {
	readonly side: SideName;
	/** Null where each price has a row of its own. */
	readonly step: Decimal | null;
};

/** A sum of each row, by the price of the row; null where there is nothing. */
export type RowSums = (price: Decimal) => Decimal | null;

export type TradedRange = {readonly low: Decimal; readonly high: Decimal; readonly size: Decimal};

/** What came and went at the prices of books. */
export type FlowReader = {
	/** Epoch milliseconds since which the levels of a book are watched without a break; null while they are not. */
	sinceOf(key: BookKey): number | null;
	/** What happened at the price of a row; null where nothing is known. */
	pastOf(key: BookKey, rows: Rows, price: Decimal): LevelPast | null;
	/** Added less taken away within the window. */
	netOf(key: BookKey, rows: Rows, now: number): RowSums;
	/** The prices between which was traded within the window, and how much; null where nothing was. */
	rangeOf(key: BookKey, now: number): TradedRange | null;
	/** Traded within the window, by either side, in rows as these: in groups, only prices on their side of the middle. */
	tradedOf(key: BookKey, rows: Rows & {readonly mid: Decimal | null}, now: number): RowSums;
};

const rowPrice = ({side, step}: Rows, price: Decimal): Decimal =>
	step ? roundToStep(price, step, side === 'asks' ? 'up' : 'down') : price;

const none: RowSums = () => null;

const sumRows = (rows: Rows, amounts: Amounts): RowSums => {
	if (amounts.length === 0) return none;
	const sums = new Map<string, Decimal>();
	for (const [price, amount] of amounts) {
		const name = formatDecimal(rowPrice(rows, price));
		sums.set(name, addDecimals(sums.get(name) ?? zero, amount));
	}
	return price => sums.get(formatDecimal(price)) ?? null;
};

type Amounts = readonly (readonly [price: Decimal, amount: Decimal])[];

/** Of each price by itself; worked out once for both sides, and as long as nothing comes. */
const createSingleSums = () => {
	const known = new Map<BookKey, {readonly amounts: Amounts; readonly sums: RowSums}>();
	return (key: BookKey, amounts: Amounts): RowSums => {
		const last = known.get(key);
		if (last?.amounts === amounts) return last.sums;
		const sums = sumRows({side: 'asks', step: null}, amounts);
		known.set(key, {amounts, sums});
		return sums;
	};
};

const rangeOf = (amounts: Amounts): TradedRange | null => {
	let range: TradedRange | null = null;
	for (const [price, size] of amounts) {
		const {low, high, size: sum}: TradedRange = range ?? {low: price, high: price, size: zero};
		range = {
			low: compareDecimals(price, low) < 0 ? price : low,
			high: compareDecimals(price, high) > 0 ? price : high,
			size: addDecimals(sum, size),
		};
	}
	return range;
};

export const toFlowReader = (bookOf: (key: BookKey) => BookPast | undefined): FlowReader => {
	const singleSums = createSingleSums();
	return {
		sinceOf: key => bookOf(key)?.since ?? null,
		pastOf(key, rows, price) {
			const book = bookOf(key);
			if (!book || book.since === null) return null;
			const pasts = book[rows.side];
			if (!rows.step) return pasts.pastOf(price);
			const inRow = pasts
				.all()
				.filter(([other]) => compareDecimals(rowPrice(rows, other), price) === 0)
				.map(([, past]) => past);
			return joinPasts(inRow);
		},
		netOf(key, rows, now) {
			const book = bookOf(key);
			if (!book || book.since === null) return none;
			const nets = book[rows.side].nets(now);
			return sumRows(
				rows,
				nets.filter(([, net]) => net.units !== 0),
			);
		},
		rangeOf: (key, now) => rangeOf(bookOf(key)?.traded.at(now) ?? []),
		tradedOf(key, rows, now) {
			const book = bookOf(key);
			if (!book) return none;
			const {side, step, mid} = rows;
			const amounts = book.traded.at(now);
			if (!step) return singleSums(key, amounts);
			return sumRows(
				rows,
				amounts.filter(([price]) => !mid || compareDecimals(price, mid) > 0 === (side === 'asks')),
			);
		},
	};
};
