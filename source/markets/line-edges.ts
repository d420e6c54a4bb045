import type {Edge, FeeOf} from '../book/edge.js';
import {
	compareDecimals,
	multiplyDecimals,
	ratio,
	subtractDecimals,
	toNumber,
	type Decimal,
} from '../book/fixed-point.js';
import {vouchedEdge} from '../book/vouched-edge.js';
import {isProven, touchOf, type Line, type Quote} from './line.js';

/** Buying on one exchange and selling on another. */
export type Way = {
	readonly buy: Quote;
	readonly sell: Quote;
	/** What is left after both fees, of what the purchase costs; for showing and sorting only. */
	readonly netShare: number;
	/**
	 * Walked down both books, which are proven; null where only best prices are known, whatever their sizes: what is
	 * told of it is then no more than that.
	 */
	readonly edge: Edge | null;
};

/** Both ways of a market that are worth telling. */
export type LineEdges = {
	/** That leaves most, or costs least; null where no two exchanges can be compared. */
	readonly best: Way | null;
	/** Between the same two, the other way round; null where that is not to be had. */
	readonly back: Way | null;
};

const none: LineEdges = {best: null, back: null};

const feeAt = (feeOf: FeeOf, market: string, {exchange}: Quote): Decimal =>
	feeOf({exchange, market});

/** Down both books, for a size. */
const provenWay = (
	market: string,
	[buy, sell]: readonly [Quote, Quote],
	size: Decimal,
	feeOf: FeeOf,
): Way | null => {
	if (!buy.book || !sell.book) return null;
	const fees = {buy: feeAt(feeOf, market, buy), sell: feeAt(feeOf, market, sell)};
	const edge = vouchedEdge(buy.book, sell.book, size, fees);
	return edge && {buy, sell, netShare: edge.netShare, edge};
};

/** Best prices that were told further apart are of two times, in milliseconds: what lies between them is no edge. */
const mostApartMs = 60_000;

const areApart = ({told: one}: Quote, {told: other}: Quote): boolean =>
	one !== null && other !== null && Math.abs(one.at - other.at) > mostApartMs;

/** Of best prices alone. */
const toldWay = (
	market: string,
	[buy, sell]: readonly [Quote, Quote],
	feeOf: FeeOf,
): Way | null => {
	const {ask} = touchOf(buy);
	const {bid} = touchOf(sell);
	if (!ask || !bid || areApart(buy, sell)) return null;
	const gross = ratio(subtractDecimals(bid, ask), ask);
	const buyFee = toNumber(feeAt(feeOf, market, buy)) / 100;
	const sellFee = toNumber(feeAt(feeOf, market, sell)) / 100;
	return {buy, sell, netShare: gross - buyFee - (1 + gross) * sellFee, edge: null};
};

/** A size of which a book holds but a part is no size that can be compared. */
const isWhole = ({edge}: Way): boolean => edge?.isWhole ?? true;

/** The edges of a market: proven ones of its books, where `size` is known; else of what is told. */
export const toLineEdges = (
	{market, quotes}: Line,
	size: Decimal | null,
	feeOf: FeeOf,
): LineEdges => {
	const followed = quotes.filter(({book}) => book !== null);
	const proven = followed.filter(isProven);
	const compared = followed.length > 0 ? proven : quotes;
	const wayOf = (buy: Quote, sell: Quote): Way | null => {
		if (followed.length === 0) return toldWay(market, [buy, sell], feeOf);
		return size && provenWay(market, [buy, sell], size, feeOf);
	};
	let best: Way | null = null;
	for (const buy of compared)
		for (const sell of compared) {
			const way = buy === sell ? null : wayOf(buy, sell);
			if (!way || !isWhole(way)) continue;
			if (!best || way.netShare > best.netShare) best = way;
		}
	if (!best) return none;
	const back = wayOf(best.sell, best.buy);
	return {best, back: back && isWhole(back) ? back : null};
};

/** The middle of the best prices, of the first exchange that has both; null where none has. */
export const midOf = (quotes: readonly Quote[]): Decimal | null => {
	for (const quote of quotes) {
		const {bid, ask} = touchOf(quote);
		if (bid && ask && compareDecimals(bid, ask) <= 0) {
			const sum = subtractDecimals(ask, bid);
			const half = multiplyDecimals(sum, {units: 5, decimals: 1});
			return subtractDecimals(ask, half);
		}
	}
	return null;
};
