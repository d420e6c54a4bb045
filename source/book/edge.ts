import type {SideView} from './side-view.js';
import type {Taken} from './fills.js';
import {
	addDecimals,
	compareDecimals,
	multiplyDecimals,
	ratio,
	subtractDecimals,
	zero,
	type Decimal,
} from './fixed-point.js';

/** Taking a size from a side, best price first, the last level in part. */
export type Walk = Taken & {
	/** Levels touched. */
	readonly levels: number;
	/** The last price touched, null where the side is empty. */
	readonly worst: Decimal | null;
};

/** Buying on one exchange and selling the same size on another, now, by taking what is there. */
export type Edge = {
	/** What is traded: the size wanted, or where a book holds less of it, that. */
	readonly size: Decimal;
	/** Whether both sides hold all of the size; the rest is of what there is. */
	readonly isWhole: boolean;
	/** Taking asks. */
	readonly buy: Walk;
	/** Taking bids. */
	readonly sell: Walk;
	/** In the quote currency, each exact. */
	readonly buyFee: Decimal;
	/** In the quote currency. */
	readonly sellFee: Decimal;
	/** Proceeds − cost before fees. */
	readonly gross: Decimal;
	/** Proceeds − cost after both fees. */
	readonly net: Decimal;
	/** `gross` and `net` of what the purchase costs before its fee; for showing only. */
	readonly grossShare: number;
	/** The same after fees. */
	readonly netShare: number;
};

/** Taker fees in percent of the notional. */
export type FeePair = {readonly buy: Decimal; readonly sell: Decimal};

/** The taker's fee where a book is, in percent: some exchanges take another of each quote currency. */
export type FeeOf = (book: {readonly exchange: string; readonly market: string}) => Decimal;

/** What exchanges usually take, where nothing else is said. */
export const usualFee: Decimal = {units: 1, decimals: 1};

/** Walks a side until `wanted` is taken or nothing is left. */
export const walkSide = (side: SideView, wanted: Decimal): Walk => {
	let size = zero;
	let notional = zero;
	let rank = 0;
	let worst: Decimal | null = null;
	for (; rank < side.length && compareDecimals(size, wanted) < 0; rank++) {
		const left = subtractDecimals(wanted, size);
		const there = side.size(rank);
		const taken = compareDecimals(there, left) < 0 ? there : left;
		worst = side.price(rank);
		size = addDecimals(size, taken);
		notional = addDecimals(notional, multiplyDecimals(worst, taken));
	}
	return {size, notional, levels: rank, worst};
};

const hundredth: Decimal = {units: 1, decimals: 2};

const feeOf = (notional: Decimal, percent: Decimal): Decimal =>
	multiplyDecimals(multiplyDecimals(notional, percent), hundredth);

/** Null where there is nothing to buy or nobody to sell to. */
export const toEdge = (
	asks: SideView,
	bids: SideView,
	wanted: Decimal,
	fees: FeePair,
): Edge | null => {
	if (asks.length === 0 || bids.length === 0) return null;
	let buy = walkSide(asks, wanted);
	let sell = walkSide(bids, wanted);
	const order = compareDecimals(buy.size, sell.size);
	if (order > 0) buy = walkSide(asks, sell.size);
	if (order < 0) sell = walkSide(bids, buy.size);
	const {size} = buy;
	const buyFee = feeOf(buy.notional, fees.buy);
	const sellFee = feeOf(sell.notional, fees.sell);
	const gross = subtractDecimals(sell.notional, buy.notional);
	const net = subtractDecimals(gross, addDecimals(buyFee, sellFee));
	return {
		size,
		isWhole: compareDecimals(size, wanted) === 0,
		buy,
		sell,
		buyFee,
		sellFee,
		gross,
		net,
		grossShare: ratio(gross, buy.notional),
		netShare: ratio(net, buy.notional),
	};
};
