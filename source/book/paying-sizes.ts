import {toEdge, type FeePair} from './edge.js';
import {
	addDecimals,
	compareDecimals,
	divideDecimals,
	multiplyDecimals,
	ratio,
	roundToStep,
	subtractDecimals,
	zero,
	type Decimal,
} from './fixed-point.js';
import type {SideView} from './side-view.js';

/** A size in the base currency and what it brings in the quote currency, after fees. */
export type Earning = {readonly size: Decimal; readonly net: Decimal};

/** Which sizes pay: each unit more brings as much as the one before or less, so that there is a best and a last. */
export type PayingSizes = {
	/** What brings most; null where no size pays. */
	readonly best: Earning | null;
	/** The largest that does not lose; null where each one does. */
	readonly most: Earning | null;
	/** Whether a side ends with it: larger ones might pay, too, but are not there. */
	readonly isAll: boolean;
	/** Net of the first unit as a share of its cost; for showing only. */
	readonly firstShare: number;
};

const one: Decimal = {units: 1, decimals: 0};
const hundredth: Decimal = {units: 1, decimals: 2};

/** Walks both sides at once and calls back for each piece that has one price on both, until that returns false. */
const walkPieces = (
	asks: SideView,
	bids: SideView,
	visit: (ask: Decimal, bid: Decimal, size: Decimal) => boolean,
): void => {
	let [ask, bid] = [0, 0];
	let askLeft = asks.size(0);
	let bidLeft = bids.size(0);
	for (;;) {
		const order = compareDecimals(askLeft, bidLeft);
		const size = order < 0 ? askLeft : bidLeft;
		if (!visit(asks.price(ask), bids.price(bid), size)) return;
		askLeft = subtractDecimals(askLeft, size);
		bidLeft = subtractDecimals(bidLeft, size);
		if (order <= 0 && ++ask < asks.length) askLeft = asks.size(ask);
		if (order >= 0 && ++bid < bids.length) bidLeft = bids.size(bid);
		if (ask >= asks.length || bid >= bids.length) return;
	}
};

/** Where the net is highest, where it comes down to nothing, and whether a side ended before. */
const findTurns = (asks: SideView, bids: SideView, fees: FeePair) => {
	const cost = addDecimals(one, multiplyDecimals(fees.buy, hundredth));
	const kept = subtractDecimals(one, multiplyDecimals(fees.sell, hundredth));
	let [size, net, best] = [zero, zero, zero];
	let isAll = true;
	let firstShare: number | null = null;
	walkPieces(asks, bids, (ask, bid, piece) => {
		const each = subtractDecimals(multiplyDecimals(bid, kept), multiplyDecimals(ask, cost));
		firstShare ??= ratio(each, ask);
		const after = addDecimals(net, multiplyDecimals(each, piece));
		if (after.units < 0) {
			const loss = subtractDecimals(zero, each);
			const decimals = Math.max(size.decimals, piece.decimals);
			if (net.units > 0) size = addDecimals(size, divideDecimals(net, loss, decimals));
			isAll = false;
			return false;
		}
		size = addDecimals(size, piece);
		if (each.units > 0) best = size;
		net = after;
		return true;
	});
	return {best, most: size, isAll, firstShare: firstShare ?? 0};
};

/**
 * The sizes that pay, in multiples of what can be traded, `step`; null where there is nothing to buy or nobody to
 * sell to.
 */
export const toPayingSizes = (
	asks: SideView,
	bids: SideView,
	fees: FeePair,
	step: Decimal,
): PayingSizes | null => {
	if (asks.length === 0 || bids.length === 0) return null;
	const {best, most, isAll, firstShare} = findTurns(asks, bids, fees);
	const earn = (size: Decimal): Earning | null => {
		const edge = size.units === 0 ? null : toEdge(asks, bids, size, fees);
		return edge?.isWhole && edge.net.units >= 0 ? {size, net: edge.net} : null;
	};
	const largest = earn(roundToStep(most, step, 'down'));
	// The best one may lie between two that can be traded.
	const found = (['down', 'up'] as const)
		.map(direction => earn(roundToStep(best, step, direction)))
		.filter(earning => earning !== null && earning.net.units > 0);
	const [first = null, second = null] = found;
	const isSecond = first && second && compareDecimals(second.net, first.net) > 0;
	return {best: isSecond ? second : first, most: largest, isAll, firstShare};
};
